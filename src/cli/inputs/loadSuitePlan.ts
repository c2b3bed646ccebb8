import { existsSync } from 'node:fs';
import path from 'node:path';
import { caseFilter } from '../../core/dataset/caseFilter.ts';
import { readProviderName } from '../../core/dataset/providerName.ts';
import type { Suite } from '../../core/dataset/suite.ts';
import { PolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import { normalizeModelName } from '../../core/models/modelName.ts';
import { parseModelRef } from '../../core/models/modelRef.ts';
import { logProbProblems } from '../../core/plan/logProbChecks.ts';
import { planSuite, type SuitePlan } from '../../core/plan/planSuite.ts';
import { promptVersionOf } from '../../core/plan/promptVersion.ts';
import { readProjectSuite } from '../../core/routing/readProjectSuite.ts';
import { requireAnyTarget } from '../../core/routing/requireTarget.ts';
import type { RouteBook } from '../../core/routing/routeCommand.ts';
import { isLeftOut, placedProblems, placeOfProblem, type RunProblem } from '../../core/run/runProblem.ts';
import { inOneLine } from '../../core/text/inOneLine.ts';
import { readTextIfThere } from '../../node/files/readTextIfThere.ts';
import { slashedPath } from '../../node/files/slashedPath.ts';
import { findWorkspaceFolder } from '../../node/files/workspaceFiles.ts';
import { newRunId } from '../../node/records/journal.ts';
import { modelsOfTiers, suiteWithTierModels } from '../../node/suites/modelsOfTiers.ts';
import { workspaceSuiteFiles } from '../../node/suites/workspaceSuiteFiles.ts';
import { tell } from '../terminal/terminal.ts';
import type { CliContext } from './configuration.ts';
import { routesFor } from './routes.ts';
import { runNameOf, storageFor } from './storedRuns.ts';

/** The part of a suite that a command is about. */
export interface SuiteSelection {
  readonly model: readonly string[];
  /** Filters that a case has to fit, all of them. */
  readonly filter: readonly string[];
  readonly repeat?: number;
  /** Models that grade where no check or case names a judge, in place of the suite's own. */
  readonly judge?: string;
  /** Gives the suite the tools of its MCP servers, which it may start; without it they are played back. */
  readonly withServers?: (suite: Suite) => Promise<Suite>;
}

export interface LoadedSuite {
  readonly suite: Suite;
  readonly planned: SuitePlan;
  /** The folder that holds runs and cache. */
  readonly storage: string;
  readonly routes: RouteBook;
  /** Plans the same part of the suite again, with other servers. */
  readonly replan?: (suite: Suite) => SuitePlan;
}

/** Loads a suite file and plans it; its problems go to stderr. Throws when nothing is left to run, or when a model cannot be asked. */
export async function loadSuitePlan(
  context: CliContext,
  file: string,
  selection: SuiteSelection,
): Promise<LoadedSuite> {
  const loaded = await loadSuite(file);
  const judge = selection.judge === undefined ? undefined : judgeNamed(selection.judge);
  const suite = await withServersOf(
    selection,
    await suiteWithTierModels(context, { ...loaded, ...defined({ judge }) }),
  );
  const model = await modelsOfTiers(context, selection.model, findWorkspaceFolder(path.resolve(file)));
  const chosen = { ...selection, model, name: runNameOf(file) };
  const planned = planOf(context, suite, chosen);
  const asked = { targets: planned.plan.targets, cases: new Set(planned.caseOf.values()) };
  reportProblems(logProbProblems(asked, (id) => context.registry.get(id)));
  const routes = await routesFor(context, file);
  const models = [...new Set(planned.plan.targets.map((target) => target.model))];
  requireAnyTarget(models, routes, (id) => context.registry.resolve(id));
  const replan = (changed: Suite) => planChosen(context, changed, chosen);
  return { suite, planned, storage: storageFor(file), routes, replan };
}

function withServersOf({ withServers }: Pick<SuiteSelection, 'withServers'>, suite: Suite): Promise<Suite> {
  return withServers?.(suite) ?? Promise.resolve(suite);
}

function judgeNamed(name: string): string {
  const model = parseModelRef(name) ? normalizeModelName(name) : readProviderName(name);
  if (model !== undefined) return model;
  throw new PolypromptError('invalid-arguments', `--judge ${name} is no model.`, {
    hint: 'Write provider/model, for example openai/gpt-5.6-luna.',
  });
}

/** Loads the suite; its problems go to stderr. Throws when nothing is left to run. */
export async function loadSuite(file: string): Promise<Suite> {
  if (!existsSync(file))
    throw new PolypromptError('invalid-arguments', `${file} cannot be read.`, { hint: 'Check the path of the suite.' });
  const suite = await readProjectSuite(
    path.resolve(file),
    workspaceSuiteFiles(findWorkspaceFolder(path.resolve(file)), { given: path.resolve(file) }),
  );
  reportProblems(suite.problems);
  if (suite.cases.length > 0 && suite.prompts.length > 0) return suite;
  throw new PolypromptError('invalid-prompt', `${file} holds no case that can run.`, { hint: whyNothing(suite) });
}

/** The first problem that left something out, else what the suite lacks, so that the message leads to a line that exists. */
function whyNothing({ problems, prompts, file }: Suite): string {
  const [first] = placedIn(problems).filter(isLeftOut);
  if (first) return `${placeOfProblem(first)}: ${first.message}`;
  return prompts.length === 0 ? `Name its prompt in ${nameOf(file)}.` : `Name its cases in ${nameOf(file)}.`;
}

/** Writes the problems of a suite to stderr, each with its place. */
export function reportProblems(problems: SuitePlan['problems']): void {
  for (const problem of placedIn(problems))
    tell(`${inOneLine(`${placeOfProblem(problem)}: ${problem.severity}: ${problem.message}`)}\n`);
}

/** Problems with lines and columns, in files named from where the command runs. */
export function placedIn(problems: SuitePlan['problems']): readonly RunProblem[] {
  return placedProblems(problems, { read: readTextIfThere, nameOf });
}

/** The name of a file with `/` on every system, because it also goes into records and result files. */
function nameOf(file: string): string {
  return slashedPath(process.cwd(), file) || file;
}

/** Says why no case is left, among all the things that choose cases. */
function whyNoneIsLeft(suite: Suite, planned: SuitePlan, filters: readonly string[]): string {
  const [first] = placedIn(planned.problems);
  if (first) return `${placeOfProblem(first)}: ${first.message}`;
  const alone = filters.find((filter) => !suite.cases.some(caseFilter(suite.cases, [filter])));
  if (alone !== undefined) return `No case fits --filter ${JSON.stringify(alone)}.`;
  if (filters.length > 0 && !suite.cases.some(caseFilter(suite.cases, filters)))
    return 'No case fits all filters together.';
  return 'The prompts and models that its cases, or its models, ask for leave none.';
}

type ChosenPart = SuiteSelection & { readonly name: string };

function planChosen(context: CliContext, suite: Suite, options: ChosenPart): SuitePlan {
  const { clock, random } = context.environment;
  return planSuite(suite, {
    runId: newRunId(clock.wallTime(), random),
    name: options.name,
    promptVersion: promptVersionOf(suite),
    includes: caseFilter(suite.cases, options.filter),
    ...(options.model.length > 0 ? { models: options.model } : {}),
    ...defined({ repeat: options.repeat }),
  });
}

function planOf(context: CliContext, suite: Suite, options: ChosenPart): SuitePlan {
  const planned = planChosen(context, suite, options);
  reportProblems(planned.problems);
  if (planned.plan.targets.length === 0)
    throw new PolypromptError('invalid-arguments', `${suite.name} names no model.`, {
      hint: 'Give one with --model, for example --model simulated/terse.',
    });
  if (planned.plan.cells.length === 0)
    throw new PolypromptError('invalid-arguments', 'No case is left to run.', {
      hint: whyNoneIsLeft(suite, planned, options.filter),
    });
  return { ...planned, plan: { ...planned.plan, problems: placedIn([...suite.problems, ...planned.problems]) } };
}
