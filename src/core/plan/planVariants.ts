import type { JsonObject } from '../json.ts';
import { defined } from '../jsonRead.ts';
import type { Message, Parameters } from '../messages.ts';
import type { RunPlan } from '../run/events.ts';
import type { KnownServers } from '../tools/mcp/knownServers.ts';
import type { ToolSettings } from '../tools/toolSettings.ts';
import { planRun, targetsFor } from './plan.ts';
import { serversOf, withServerTools } from './serversOf.ts';
import { toolLoopOf } from './toolLoopOf.ts';

/** The prompt for some models of a comparison: the prompt itself, or one of its variants. */
export interface VariantToRun {
  readonly variant?: string;
  readonly models: readonly string[];
  readonly inputs: JsonObject;
  readonly messages: readonly Message[];
  readonly parameters: Parameters;
  /** How the calls of its model are answered, where the prompt says so. */
  readonly toolSettings?: ToolSettings;
}

/** The run that a comparison is, with the MCP servers that its prompt may use. */
type ComparedRun = Pick<RunPlan, 'runId' | 'prompt' | 'promptVersion'> & {
  readonly servers?: KnownServers;
  /** Times that each model is asked; 1 when absent. */
  readonly repeats?: number;
};

/** The most times that a comparison asks the same model the same. */
export const mostAnswersOfColumn = 5;

/** The id of the case in a comparison on inputs that were typed. */
export const inputsCase = 'inputs';

/** The plan of one case on each model, each with the variant of the prompt that is meant for it; columns are in the order of `models`. */
export function planVariants(
  { servers: known, repeats = 1, ...run }: ComparedRun,
  models: readonly string[],
  variants: readonly VariantToRun[],
): RunPlan {
  const plans = variants.map(({ variant, models: own, inputs, messages, parameters: written, toolSettings }) => {
    const servers = serversOf([toolSettings], known);
    const parameters = withServerTools(written, servers);
    const answering = { servers: servers.map(({ loop }) => loop), tools: parameters.tools };
    const loop = toolSettings && toolLoopOf({ prompt: { tools: toolSettings, file: run.prompt }, ...answering });
    const cases = [{ caseId: inputsCase, inputs, messages, ...defined({ loop }) }];
    const plan = planRun({ ...run, targets: targetsFor(own, parameters), cases, repeats });
    return { ...plan, cells: plan.cells.map((cell) => (variant === undefined ? cell : { ...cell, variant })) };
  });
  const order = (model: string) => models.indexOf(model);
  return {
    ...run,
    targets: plans.flatMap(({ targets }) => targets).toSorted((left, right) => order(left.model) - order(right.model)),
    cells: plans.flatMap(({ cells }) => cells).toSorted((left, right) => order(left.target) - order(right.target)),
  };
}
