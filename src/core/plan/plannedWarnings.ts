import { PolypromptError } from '../errors.ts';
import type { ModelWarning } from '../messages.ts';
import type { ProviderRegistry, ResolvedModel } from '../providers/registry.ts';
import { requestWarnings } from '../providers/requestWarnings.ts';
import { tryResolve } from '../providers/tryResolve.ts';
import type { PlannedCell, RunPlan, Target } from '../run/events.ts';

/** The most cells of a target that are looked at: warnings depend on the settings, and seldom on the prompt. */
const mostCells = 200;

export interface PlannedWarning extends ModelWarning {
  readonly target: string;
}

/** The parts of a plan's settings and prompts that could not be sent as they are, by target, each once. Nothing is sent. */
export function plannedWarnings({ targets, cells }: RunPlan, registry: ProviderRegistry): readonly PlannedWarning[] {
  return targets.flatMap((target) => {
    const resolved = tryResolve(registry, target.model);
    // Unless it is a route, others report why the model cannot be resolved.
    if (resolved instanceof PolypromptError) return [];
    const own = cells.filter((cell) => cell.target === target.id).slice(0, mostCells);
    const told = own.flatMap((cell) => warningsOf(resolved, cell, target));
    const once = new Map(told.map((warning) => [`${warning.field} ${warning.message}`, warning]));
    return [...once.values()].map((warning) => ({ target: target.id, ...warning }));
  });
}

function warningsOf(resolved: ResolvedModel, { messages, parameters }: PlannedCell, target: Target) {
  return requestWarnings(resolved, { messages, parameters: parameters ?? target.parameters });
}
