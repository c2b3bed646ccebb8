import type { EvalCase, Suite, SuiteTarget } from '../../dataset/suite.ts';
import type { PlannedCell, Target } from '../events.ts';
import type { SuitePlan } from '../planSuite.ts';
import type { VersionPair } from './pairVersions.ts';

export interface VersionToRun {
  readonly suite: Suite;
  readonly planned: SuitePlan;
}

/** `openai/gpt-5.6-luna @ HEAD` */
export function targetAt(target: string, version: string): string {
  return `${target} @ ${version}`;
}

/**
 * Both versions as one run: the newer version's cells of all pairs, the older one's of those that `needsBase` holds, and the cells
 * whose answers these need. The older version's targets stand beside those of the newer one. What both ask alike is one cell.
 */
export function joinVersions(
  head: VersionToRun,
  base: VersionToRun | undefined,
  choice: {
    readonly pairs: readonly VersionPair[];
    readonly needsBase: ReadonlySet<VersionPair>;
    /** What the older version is called. */
    readonly label: string;
  },
): VersionToRun {
  const { pairs, needsBase, label } = choice;
  const newer = withSources(
    head.planned,
    pairs.flatMap((pair) => pair.head),
  );
  const taken = new Set(newer.map(({ id }) => id));
  const wanted = pairs.filter((pair) => needsBase.has(pair)).flatMap((pair) => pair.base);
  const older = base ? withSources(base.planned, wanted).filter(({ id }) => !taken.has(id)) : [];
  if (!base || older.length === 0) return { suite: head.suite, planned: narrowed(head.planned, newer) };
  return {
    suite: {
      ...head.suite,
      targets: [...head.suite.targets, ...base.suite.targets.map((target) => at(target, label))],
    },
    planned: joinPlans(narrowed(head.planned, newer), narrowed(base.planned, older), label),
  };
}

function joinPlans(newer: SuitePlan, older: SuitePlan, label: string): SuitePlan {
  // Answers of two versions are no rivals in a check that chooses the best one of a case.
  const asOlder = (row: EvalCase): EvalCase => ({ ...row, id: targetAt(row.id, label) });
  const olderCases = [...older.caseOf].map(([id, row]) => [id, asOlder(row)] as const);
  const asked = new Set(older.plan.cells.map(({ target }) => target));
  const targets = older.plan.targets.filter(({ id }) => asked.has(id));
  return {
    ...newer,
    plan: {
      ...newer.plan,
      targets: [...newer.plan.targets, ...targets.map((target): Target => ({ ...at(target, label), version: label }))],
      cells: [
        ...newer.plan.cells,
        ...older.plan.cells.map((cell) => ({ ...cell, target: targetAt(cell.target, label) })),
      ],
    },
    caseOf: new Map([...newer.caseOf, ...olderCases]),
    promptOf: new Map([...newer.promptOf, ...older.promptOf]),
    sourcesOf: new Map([...newer.sourcesOf, ...older.sourcesOf]),
  };
}

function at<Named extends Target | SuiteTarget>(target: Named, version: string): Named {
  return { ...target, id: targetAt(target.id, version) };
}

/** The cells and those whose answers their prompts are made of, in the order of the plan. */
function withSources({ plan }: SuitePlan, wanted: readonly PlannedCell[]): readonly PlannedCell[] {
  const byId = new Map(plan.cells.map((cell) => [cell.id, cell]));
  const kept = new Set<string>();
  const open = wanted.map(({ id }) => id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (kept.has(id)) continue;
    kept.add(id);
    open.push(...(byId.get(id)?.after ?? []));
  }
  return plan.cells.filter(({ id }) => kept.has(id));
}

function narrowed(planned: SuitePlan, cells: readonly PlannedCell[]): SuitePlan {
  const ids = new Set(cells.map(({ id }) => id));
  const only = <Value>(map: ReadonlyMap<string, Value>) => new Map([...map].filter(([id]) => ids.has(id)));
  return {
    ...planned,
    plan: { ...planned.plan, cells },
    caseOf: only(planned.caseOf),
    promptOf: only(planned.promptOf),
    sourcesOf: only(planned.sourcesOf),
  };
}
