import type { Target } from '../run/events.ts';
import { canonicalJson } from './caseIdentity.ts';

type NamedTarget = Pick<Target, 'id' | 'model' | 'parameters'>;

/**
 * Maps the targets of the older version to their names in the newer one; removed targets are left out. A target is known by its name, then
 * by its model with the same settings, then by its model alone: another label makes no other model.
 */
export function matchTargets(
  newer: readonly NamedTarget[],
  older: readonly NamedTarget[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const taken = new Set<string>();
  const keys: readonly ((target: NamedTarget) => string)[] = [
    ({ id }) => id,
    ({ model, parameters }) => `${model} ${canonicalJson(parameters)}`,
    ({ model }) => model,
  ];
  for (const keyOf of keys)
    for (const target of older) {
      if (found.has(target.id)) continue;
      const now = newer.find((other) => !taken.has(other.id) && keyOf(other) === keyOf(target));
      if (!now) continue;
      found.set(target.id, now.id);
      taken.add(now.id);
    }
  return found;
}
