import type { Target } from '../../run/events.ts';
import type { MatrixTarget } from './matrix.ts';

/** The columns: each target, preceded by the same target in the older version of the prompt, where that ran too. */
export function matrixTargets(targets: readonly Target[]): readonly MatrixTarget[] {
  const older = targets.filter(({ version }) => version !== undefined);
  const newer = targets.filter(({ version }) => version === undefined);
  return newer.flatMap(({ id, model }): MatrixTarget[] => {
    const before = older.find((target) => target.newerId === id);
    if (!before?.version) return [{ id, model }];
    return [
      { id: before.id, model, version: before.version, newerId: id },
      { id, model, olderId: before.id },
    ];
  });
}
