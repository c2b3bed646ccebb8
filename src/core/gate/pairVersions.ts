import type { EvalCase, Suite } from '../dataset/suite.ts';
import { defined } from '../jsonRead.ts';
import { caseName } from '../plan/caseName.ts';
import { comparedRows } from '../plan/comparedRows.ts';
import type { SuitePlan } from '../plan/planSuite.ts';
import { requestOf, rowKey } from '../run/cellIdentity.ts';
import type { PlannedCell } from '../run/events.ts';
import { caseIdentities } from './caseIdentity.ts';
import { asCheckedBy, type CheckedBy, checkedBy, checksHash } from './checkedBy.ts';
import type { RemovedCase } from './gateResult.ts';
import { matchCases, namedIn } from './matchCases.ts';
import { matchPrompts } from './matchPrompts.ts';
import { matchTargets } from './matchTargets.ts';

/** One side of a pair: a case on a target in one version. */
export interface VersionRow {
  readonly row: EvalCase;
  /** As runs call it. */
  readonly caseId: string;
  /** As baselines call it: the same for the same inputs, whatever checks them. */
  readonly identity: string;
  readonly target: string;
  /** Of all its repeats. */
  readonly cells: readonly PlannedCell[];
  /** As 12 hex digits; of the older version as it would be with the checks of the newer one. */
  readonly checks: string;
}

/** One case on one target in two versions. */
export interface VersionPair {
  readonly caseId: string;
  readonly target: string;
  readonly head: readonly PlannedCell[];
  /** Empty for a case or target that the version before did not have. */
  readonly base: readonly PlannedCell[];
  readonly newer: VersionRow;
  readonly older: VersionRow | undefined;
  /** True for a case that is checked otherwise than before; never for a new one. */
  readonly hasOtherChecks: boolean;
}

/** What two versions of a suite have to do with each other. */
export interface PairedVersions {
  /** In the order of the newer version; only where something that decides its result is different. */
  readonly affected: readonly VersionPair[];
  /** Cases x targets that ask and check the very same in both versions. */
  readonly unchanged: number;
  /** Cases x targets that the newer version does not have any more, in the order of the older one. */
  readonly removed: readonly RemovedCase[];
  /** How a case of one version is graded by the other one's checks. */
  readonly checkers: CheckersOfVersions;
  /** What targets of the older version are called in the newer one. */
  readonly targets: ReadonlyMap<string, string>;
  /** Cases of the newer version by what they were in the older one. */
  readonly cases: ReadonlyMap<EvalCase, EvalCase>;
}

export interface CheckersOfVersions {
  /** An older case by today's checks. */
  now(older: EvalCase, newer: EvalCase): EvalCase;
  /** A newer case by the checks that there were. */
  before(newer: EvalCase, older: EvalCase): EvalCase;
}

export interface PlannedVersion {
  readonly suite: Suite;
  readonly planned: SuitePlan;
}

/**
 * Finds what a change affects, by content: cases are paired by what they are asked with, prompts by name and text, targets by name and
 * model. A pair is affected when what is asked differs, or by what it is checked. Where a check compares the answers to a case, all of
 * them are affected by a change of one.
 */
export function pairVersions(head: PlannedVersion, base: PlannedVersion | undefined): PairedVersions {
  const newer = new RowsOfVersion(head);
  const older = base && new RowsOfVersion(base);
  const checkers = checkersOf(head, base);
  const matched = matchRows(newer, older);
  const affected: VersionPair[] = [];
  const paired = new Set<RowOfVersion>();
  let unchanged = 0;
  for (const now of newer.rows) {
    const before = matched.of(now);
    if (before) paired.add(before);
    if (before && isUnchanged(now, before)) unchanged++;
    else affected.push(pairOf(now, { before, head, checkers }));
  }
  const removed = (older?.rows ?? []).filter((row) => !paired.has(row));
  const kept = new Set([...paired].map(({ row: testCase }) => testCase));
  const { targets, cases } = matched;
  return { affected, unchanged, removed: removed.map((row) => removedRow(row, kept)), checkers, targets, cases };
}

function checkersOf(head: PlannedVersion, base: PlannedVersion | undefined): CheckersOfVersions {
  const isAsked = [head, base].map((version) => namedIn(version?.suite.prompts.map(({ raw }) => raw) ?? []));
  const [askedNow = () => false, askedBefore = () => false] = isAsked;
  return {
    now: (older, newer) => asCheckedBy(older, newer, askedBefore),
    before: (newer, older) => asCheckedBy(newer, older, askedNow),
  };
}

/** Every case on every target of one version. */
export function rowsOfVersion(version: PlannedVersion): readonly VersionRow[] {
  return rowsOf(version).map((row) => ({ ...row, checks: checksHash(row.checked) }));
}

function isUnchanged(now: RowOfVersion, before: RowOfVersion): boolean {
  const { checks, transforms } = now.checked;
  return before.asked === now.asked && before.checked.checks === checks && before.checked.transforms === transforms;
}

interface PairContext {
  readonly before: RowOfVersion | undefined;
  readonly head: PlannedVersion;
  readonly checkers: CheckersOfVersions;
}

function pairOf(now: RowOfVersion, { before, head, checkers }: PairContext): VersionPair {
  const { caseId, target, cells } = now;
  const hasOtherChecks = before !== undefined && before.checked.checks !== now.checked.checks;
  return {
    caseId,
    target,
    head: cells,
    base: before?.cells ?? [],
    newer: { ...now, checks: checksHash(now.checked) },
    older: before && {
      ...before,
      checks: checksHash(hasOtherChecks ? checkedNow(before, now, { head, checkers }) : before.checked),
    },
    hasOtherChecks,
  };
}

function checkedNow(
  { row: testCase, target, version }: RowOfVersion,
  now: RowOfVersion,
  { head, checkers }: Omit<PairContext, 'before'>,
): CheckedBy {
  const { judge } = head.suite;
  return checkedBy(checkers.now(testCase, now.row), { targets: version.suite.targets, ...defined({ judge }) })(target);
}

function removedRow({ row: testCase, target }: RowOfVersion, kept: ReadonlySet<EvalCase>): RemovedCase {
  return { name: caseName(testCase), target, isWholeCase: !kept.has(testCase) };
}

interface MatchedRows extends Pick<PairedVersions, 'targets' | 'cases'> {
  /** Which row of the older version a row of the newer one was. */
  of(now: RowOfVersion): RowOfVersion | undefined;
}

function matchRows(newer: RowsOfVersion, older: RowsOfVersion | undefined): MatchedRows {
  if (!older) return { targets: new Map(), cases: new Map(), of: () => undefined };
  const [head, base] = [newer.version, older.version];
  const cases = matchCases(newer, older);
  const prompts = matchPrompts(head.suite.prompts, base.suite.prompts);
  const targets = matchTargets(head.planned.plan.targets, base.planned.plan.targets);
  const targetBefore = new Map([...targets].map(([before, now]) => [now, before]));
  return {
    targets,
    cases: new Map([...cases].map(([now, before]) => [before, now])),
    of: ({ row: testCase, prompt, target }) => {
      const [beforeRow, beforePrompt, beforeTarget] = [cases.get(testCase), prompts[prompt], targetBefore.get(target)];
      if (!beforeRow || beforePrompt === undefined || beforeTarget === undefined) return undefined;
      return older.of(beforeRow, beforePrompt, beforeTarget);
    },
  };
}

/** The older version with its cases as today's checks grade them; cases that are gone stay as they were. */
export function gradedAsNow<Version extends PlannedVersion>(
  version: Version,
  { cases, checkers }: Pick<PairedVersions, 'cases' | 'checkers'>,
): Version {
  const adopted = new Map([...cases].map(([before, now]) => [before, checkers.now(before, now)]));
  const caseOf = new Map([...version.planned.caseOf].map(([id, testCase]) => [id, adopted.get(testCase) ?? testCase]));
  return { ...version, planned: { ...version.planned, caseOf } };
}

interface RowOfVersion {
  readonly version: PlannedVersion;
  readonly row: EvalCase;
  /** Its place among the prompts of the suite. */
  readonly prompt: number;
  readonly caseId: string;
  readonly identity: string;
  readonly target: string;
  readonly cells: readonly PlannedCell[];
  /** Its request, and those of the answers that it is compared with. */
  readonly asked: string;
  readonly checked: CheckedBy;
}

/** The cells of one version by case, prompt and target. */
class RowsOfVersion {
  readonly version: PlannedVersion;
  readonly rows: readonly RowOfVersion[];
  readonly cases: readonly EvalCase[];
  readonly templates: readonly string[];
  readonly #byCase: ReadonlyMap<EvalCase, readonly RowOfVersion[]>;

  constructor(version: PlannedVersion) {
    this.version = version;
    this.rows = rowsOf(version);
    this.#byCase = Map.groupBy(this.rows, ({ row: testCase }) => testCase);
    this.cases = [...this.#byCase.keys()];
    this.templates = version.suite.prompts.map(({ raw }) => raw);
  }

  of(testCase: EvalCase, prompt: number, target: string): RowOfVersion | undefined {
    return this.#byCase.get(testCase)?.find((candidate) => candidate.prompt === prompt && candidate.target === target);
  }

  askedBy(testCase: EvalCase): string | undefined {
    const cells = this.#byCase.get(testCase)?.flatMap((own) => own.cells.slice(0, 1));
    return cells && JSON.stringify([...new Set(cells.map(({ messages }) => JSON.stringify(messages)))]);
  }
}

function rowsOf(version: PlannedVersion): readonly RowOfVersion[] {
  const { suite, planned } = version;
  const numbers = new Map(
    suite.prompts.flatMap((prompt, index) => [prompt, ...(prompt.variants ?? [])].map((own) => [own, index] as const)),
  );
  const rivals = comparedRows(planned);
  let identities: ReturnType<typeof caseIdentities> | undefined;
  const hasSeveral = suite.prompts.length > 1;
  const checks = new Map<EvalCase, ReturnType<typeof checkedBy>>();
  const promptOf = ({ id }: PlannedCell) => {
    const prompt = hasSeveral ? planned.promptOf.get(id) : undefined;
    return (prompt && numbers.get(prompt)) ?? 0;
  };
  const grouped = Map.groupBy(planned.plan.cells, (cell) => `${cell.caseId} ${promptOf(cell)} ${cell.target}`);
  return [...grouped.values()].flatMap((cells) => {
    const [first] = cells;
    const testCase = first && planned.caseOf.get(first.id);
    if (!testCase) return [];
    const prompt = promptOf(first);
    const checked = checks.get(testCase) ?? checkedBy(testCase, suite);
    checks.set(testCase, checked);
    const compared = cells.map(({ id }) => rivals.get(id)?.cells.map(requestOf).sort() ?? null);
    const asked = JSON.stringify([cells.map(requestOf), compared]);
    const { caseId, target } = first;
    const own = { version, row: testCase, prompt, caseId, target, cells, asked, checked: checked(target) };
    return [
      {
        ...own,
        // Wanted of what is affected alone.
        get identity() {
          identities ??= caseIdentities(suite.cases);
          return rowKey(identities.get(testCase) ?? testCase.id, hasSeveral ? prompt : undefined);
        },
      },
    ];
  });
}
