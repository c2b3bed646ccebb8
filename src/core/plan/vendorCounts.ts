import type { Environment } from '../environment.ts';
import { type PolypromptError, toPolypromptError } from '../errors.ts';
import type { Message } from '../messages.ts';
import { type CountTokens, messageTokens, settingTokens } from '../pricing/promptTokens.ts';
import type { ProviderRegistry } from '../providers/registry.ts';
import type { PlannedCell, RunPlan, Target } from '../run/events.ts';

export interface VendorCounts {
  /** The vendor's count of prompt tokens divided by ours, by `provider/model`, for `RunStatistics.tokenRatios`. */
  readonly tokenRatios: ReadonlyMap<string, number>;
  /** Models whose vendor does not count tokens, by `provider/model`. */
  readonly uncounted: readonly string[];
  /** Models whose vendor could not be asked, with the reason. */
  readonly failed: ReadonlyMap<string, PolypromptError>;
}

interface CountContext {
  readonly registry: ProviderRegistry;
  readonly environment: Environment;
  readonly countTokens: CountTokens;
  readonly signal: AbortSignal;
  /** The most prompts per model that are sent to be counted; 20 unless given. With no more prompts than that, the sum is exact. */
  readonly promptsPerModel?: number;
}

/** Asks the vendors to count the tokens of a plan's prompts. The prompts are sent to them, as running them would do; nothing is charged. */
export async function countByVendors(plan: RunPlan, context: CountContext): Promise<VendorCounts> {
  const targets = new Map(plan.targets.map((target) => [target.model, target]));
  const ratios = new Map<string, number>();
  const uncounted: string[] = [];
  const failed = new Map<string, PolypromptError>();
  const count = async (target: Target) => {
    const cells = sampleOf(plan, target.id, context.promptsPerModel ?? 20);
    try {
      const ratio = await ratioOf(target, cells, context);
      if (ratio === undefined) uncounted.push(target.model);
      else ratios.set(target.model, ratio);
    } catch (error) {
      context.signal.throwIfAborted();
      failed.set(target.model, toPolypromptError(error));
    }
  };
  await Promise.all([...targets.values()].map(count));
  return { tokenRatios: ratios, uncounted, failed };
}

/** Chooses `size` cells with different messages, spread over the plan. */
function sampleOf(plan: RunPlan, target: string, size: number): readonly PlannedCell[] {
  const distinct = new Map<readonly Message[], PlannedCell>();
  for (const cell of plan.cells) if (cell.target === target) distinct.set(cell.messages, cell);
  const cells = [...distinct.values()];
  const step = Math.max(1, cells.length / size);
  return Array.from({ length: Math.min(size, cells.length) }, (_, index) => cells[Math.floor(index * step)]).filter(
    (cell) => cell !== undefined,
  );
}

async function ratioOf(
  target: Target,
  cells: readonly PlannedCell[],
  { registry, environment, countTokens, signal }: CountContext,
): Promise<number | undefined> {
  const { provider, ref } = registry.resolve(target.model);
  if (!provider.countTokens || cells.length === 0) return undefined;
  const access = await registry.accessFor(provider, ref.model, environment);
  let vendor = 0;
  let ours = 0;
  for (const { messages, parameters = target.parameters } of cells) {
    vendor += await provider.countTokens({ model: ref.model, messages, parameters }, access, signal);
    ours += messageTokens(messages, countTokens) + settingTokens(parameters, countTokens);
  }
  return vendor > 0 && ours > 0 ? vendor / ours : undefined;
}
