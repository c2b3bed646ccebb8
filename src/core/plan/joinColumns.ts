import { defined } from '../jsonRead.ts';
import { distinct, targetAt } from '../run/cellIdentity.ts';
import type { PlannedCell, RunPlan, Target } from '../run/events.ts';

/** What sets columns of a comparison apart from others of their models; nothing for the prompt as it is now. */
export interface ColumnKind {
  /** The name of another version of the prompt: `HEAD`, or that of a file. */
  readonly version?: string;
  /** The setting that differs, such as `temperature: 0`. */
  readonly setting?: string;
}

/** The columns of one kind, planned on their own: one for each model. */
export interface KindPlan extends ColumnKind {
  readonly plan: Pick<RunPlan, 'targets' | 'cells'>;
}

/** One grid of several kinds of columns. */
export interface JoinedColumns extends Pick<RunPlan, 'targets' | 'cells'> {
  /** For each kind, the ids that its cells have in the grid by those that they were planned with. */
  readonly ids: readonly ReadonlyMap<string, string>[];
}

/** The id of a column: its model's name, and what sets it apart. */
export function columnId(model: string, { version, setting }: ColumnKind): string {
  const at = version === undefined ? model : targetAt(model, version);
  return setting === undefined ? at : `${at} · ${setting}`;
}

/** Puts the columns of each model side by side, in the order of the kinds. Cells that ask exactly the same are asked apart. */
export function joinColumns(kinds: readonly KindPlan[]): JoinedColumns {
  const taken = new Set<string>();
  const parts = kinds.map((kind) => {
    const renamed = kind.plan.cells.map((cell) => renamedCell(cell, kind, taken));
    const ids = new Map(kind.plan.cells.map(({ id }, index) => [id, renamed[index]?.id ?? id]));
    return { targets: kind.plan.targets.map((target) => renamedTarget(target, kind)), cells: renamed, ids };
  });
  const models = [...new Set(parts.flatMap(({ targets }) => targets.map(({ model }) => model)))];
  const targets = models.flatMap((model) =>
    parts.flatMap((part) => part.targets.filter((target) => target.model === model)),
  );
  const place = new Map(targets.map(({ id }, index) => [id, index]));
  const cells = parts
    .flatMap((part) => part.cells)
    .toSorted((left, right) => (place.get(left.target) ?? 0) - (place.get(right.target) ?? 0));
  return { targets, cells, ids: parts.map(({ ids }) => ids) };
}

function renamedTarget(target: Target, { version, setting }: ColumnKind): Target {
  return {
    ...target,
    id: columnId(target.id, defined({ version, setting })),
    ...defined({ version, setting }),
    ...(version === undefined ? {} : { newerId: columnId(target.id, defined({ setting })) }),
  };
}

function renamedCell(cell: PlannedCell, kind: ColumnKind, taken: Set<string>): PlannedCell {
  const own = distinct({ ...cell, target: columnId(cell.target, kind) }, taken);
  taken.add(own.id);
  return own;
}
