import type { EvalCase, Suite, SuiteTarget } from '../dataset/suite.ts';
import { defined } from '../jsonRead.ts';
import { comparedRows, isAgainstHead } from '../plan/comparedRows.ts';
import type { SuitePlan } from '../plan/planSuite.ts';
import { targetAt } from '../run/cellIdentity.ts';
import type { PlannedCell, Target } from '../run/events.ts';
import { checkedBy } from './checkedBy.ts';
import { NeededCells } from './neededCells.ts';
import type { VersionPair } from './pairVersions.ts';

export interface VersionToRun {
  readonly suite: Suite;
  readonly planned: SuitePlan;
}

export interface JoinedVersions extends VersionToRun {
  /** The id that a cell of the older version has in the run, where the newer version uses its own id. */
  readonly idOfBase: (id: string) => string;
}

/**
 * Joins both versions into one run: the newer version's cells of all pairs, the older version's cells of the pairs in `needsBase`, and the
 * cells that these need. The older version, whose cases are to hold the checks that grade them, stands with its targets beside those of the
 * newer one. A cell that both ask and check alike is one cell. A cell that both ask alike and check differently is asked once, and the
 * answer is used for both.
 */
export function joinVersions(
  head: VersionToRun,
  base: VersionToRun | undefined,
  choice: {
    readonly pairs: readonly VersionPair[];
    readonly needsBase: ReadonlySet<VersionPair>;
    /** The label of the older version. */
    readonly label: string;
    /** The name in the newer version of each older target. */
    readonly targets: ReadonlyMap<string, string>;
  },
): JoinedVersions {
  const { pairs, needsBase, label, targets } = choice;
  const newer = new NeededCells(head.planned).of(pairs.flatMap((pair) => pair.head));
  const wanted = pairs.filter((pair) => needsBase.has(pair)).flatMap((pair) => pair.base);
  const older = base ? new NeededCells(base.planned).of(wanted) : new Set<string>();
  const isShared = base && sharedBy(head, base);
  const copied = new Map([...older].filter((id) => newer.has(id) && !isShared?.(id)).map((id) => [id, `${id}~before`]));
  const own = new Set([...older].filter((id) => !newer.has(id) || copied.has(id)));
  const idOfBase = (id: string) => copied.get(id) ?? id;
  const newerName = (target: string) => targets.get(target) ?? target;
  const nameOf = (target: string) => targetAt(newerName(target), label);
  const baseOf = olderCells(pairs, idOfBase);
  if (!base || own.size === 0)
    return { suite: head.suite, planned: { ...narrowed(head.planned, newer), baseOf }, idOfBase };
  return {
    suite: {
      ...head.suite,
      targets: [...head.suite.targets, ...base.suite.targets.map((target) => at(target, nameOf))],
    },
    planned: {
      ...joinPlans(narrowed(head.planned, newer), asOlder(base, own, { copied, label, newerName, nameOf, pairs })),
      baseOf,
    },
    idOfBase,
  };
}

/** The older version's cell, repeat by repeat, for each cell that is to be compared with it. */
function olderCells(pairs: readonly VersionPair[], idOfBase: (id: string) => string): ReadonlyMap<string, string> {
  const compared = pairs.filter(needsOlderAnswers);
  return new Map(
    compared.flatMap(({ head, base }) =>
      head.flatMap(({ id, repeat }) => {
        const older = base.find((cell) => cell.repeat === repeat);
        return older ? [[id, idOfBase(older.id)] as const] : [];
      }),
    ),
  );
}

/** True for a pair whose checks compare the answers of both versions, so that a stored result of the older one is not enough. */
export function needsOlderAnswers({ newer, base }: VersionPair): boolean {
  return base.length > 0 && newer.testCase.checks.some(isAgainstHead);
}

/**
 * True for a cell that both versions can share: the same id shows that they ask the same, and this compares everything that decides the
 * verdict.
 */
function sharedBy(head: VersionToRun, base: VersionToRun): (id: string) => boolean {
  const compared = comparedRows(base.planned);
  const { judge } = head.suite;
  const now = decidedIn(head);
  const before = decidedIn({ ...base, suite: { ...defined({ judge }), targets: base.suite.targets } });
  return (id) => !compared.has(id) && now(id) === before(id);
}

function decidedIn(version: {
  readonly suite: Pick<Suite, 'judge' | 'targets'>;
  readonly planned: SuitePlan;
}): (id: string) => string {
  const { suite, planned } = version;
  const targets = new Map(planned.plan.cells.map(({ id, target }) => [id, target]));
  return (id) => {
    const testCase = planned.caseOf.get(id);
    return testCase ? JSON.stringify(checkedBy(testCase, suite)(targets.get(id) ?? '')) : '';
  };
}

function joinPlans(newer: SuitePlan, older: SuitePlan): SuitePlan {
  return {
    problems: newer.problems,
    plan: {
      ...newer.plan,
      targets: [...newer.plan.targets, ...older.plan.targets],
      cells: [...newer.plan.cells, ...older.plan.cells],
    },
    caseOf: new Map([...newer.caseOf, ...older.caseOf]),
    promptOf: new Map([...newer.promptOf, ...older.promptOf]),
    sourcesOf: new Map([...newer.sourcesOf, ...older.sourcesOf]),
    transformsOf: new Map([...newer.transformsOf, ...older.transformsOf]),
  };
}

interface OlderNames {
  readonly copied: ReadonlyMap<string, string>;
  readonly label: string;
  /** The names of an older target: in the newer version, and in the joined run, where it stands beside that one. */
  readonly newerName: (target: string) => string;
  readonly nameOf: (target: string) => string;
  readonly pairs: readonly VersionPair[];
}

/** The older version's part of a run, under the names that it has there. */
function asOlder(
  { planned }: VersionToRun,
  ids: ReadonlySet<string>,
  { copied, label, newerName, nameOf, pairs }: OlderNames,
): SuitePlan {
  const own = narrowed(planned, ids);
  // A check that chooses the best answer of a case must not compare the answers of two versions.
  const older = (testCase: EvalCase): EvalCase => ({ ...testCase, id: targetAt(testCase.id, label) });
  const renamed = <Value>(map: ReadonlyMap<string, Value>) =>
    new Map([...map].map(([id, value]) => [copied.get(id) ?? id, value] as const));
  const twins = new Map(pairs.flatMap(({ head, base }) => base.map(({ id }) => [id, head[0]] as const)));
  const asked = new Set(own.plan.cells.map(({ target }) => target));
  return {
    problems: own.problems,
    plan: {
      ...own.plan,
      targets: own.plan.targets
        .filter(({ id }) => asked.has(id))
        .map((target): Target => ({ ...at(target, nameOf), version: label, newerId: newerName(target.id) })),
      cells: own.plan.cells.map((cell) => ({
        ...besideIts(twins.get(cell.id), afterItsTwin(cell, copied)),
        target: nameOf(cell.target),
      })),
    },
    caseOf: new Map([...renamed(own.caseOf)].map(([id, testCase]) => [id, older(testCase)])),
    promptOf: renamed(own.promptOf),
    sourcesOf: renamed(own.sourcesOf),
    transformsOf: renamed(own.transformsOf),
  };
}

/** Puts a cell into the row of its pair, even if its prompt had another index. */
function besideIts(twin: PlannedCell | undefined, cell: PlannedCell): PlannedCell {
  if (!twin) return cell;
  const { promptIndex: _own, ...rest } = cell;
  return { ...rest, caseId: twin.caseId, ...defined({ promptIndex: twin.promptIndex }) };
}

/** Makes an older cell wait for the same cell of the newer version, whose answer is then in the cache. */
function afterItsTwin(cell: PlannedCell, copied: ReadonlyMap<string, string>): PlannedCell {
  const id = copied.get(cell.id);
  if (id === undefined) return cell;
  // Its new id does not end in the number of its copy.
  const { copy: _number, ...rest } = cell;
  return { ...rest, id, after: [...(cell.after ?? []), cell.id] };
}

function at<Named extends Target | SuiteTarget>(target: Named, nameOf: (target: string) => string): Named {
  return { ...target, id: nameOf(target.id) };
}

function narrowed(planned: SuitePlan, ids: ReadonlySet<string>): SuitePlan {
  const only = <Value>(map: ReadonlyMap<string, Value>) => new Map([...map].filter(([id]) => ids.has(id)));
  // The fields are written out, so that a map that a plan gains cannot be forgotten here.
  return {
    problems: planned.problems,
    plan: { ...planned.plan, cells: planned.plan.cells.filter(({ id }) => ids.has(id)) },
    caseOf: only(planned.caseOf),
    promptOf: only(planned.promptOf),
    sourcesOf: only(planned.sourcesOf),
    transformsOf: only(planned.transformsOf),
  };
}
