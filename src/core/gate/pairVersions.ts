import type { EvalCase, Suite } from '../dataset/suite.ts';
import { defined } from '../jsonRead.ts';
import { caseName } from '../plan/caseName.ts';
import { comparedRows } from '../plan/comparedRows.ts';
import type { SuitePlan } from '../plan/planSuite.ts';
import { caseKey, requestOf } from '../run/cellIdentity.ts';
import type { PlannedCell } from '../run/events.ts';
import { caseIdentities } from './caseIdentity.ts';
import { asCheckedBy, type CheckedBy, checkedBy, checksHash } from './checkedBy.ts';
import type { RemovedCase } from './gateResult.ts';
import { matchCases, namedIn } from './matchCases.ts';
import { matchPrompts } from './matchPrompts.ts';
import { matchTargets } from './matchTargets.ts';

/** One side of a pair: a case on a target in one version. */
export interface VersionRow {
  readonly testCase: EvalCase;
  /** The id of the case in runs. */
  readonly caseId: string;
  /** The name of the case in baselines: it is the same for the same inputs, whichever checks they have. */
  readonly identity: string;
  readonly target: string;
  /** The cells of all its repeats. */
  readonly cells: readonly PlannedCell[];
  /** A hash of its checks, 12 hex digits. In the older version it is that of the case with the checks of the newer one. */
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
  /** True for a case that is checked differently than before, by its checks or by what changes its answers for them; never for a new one. */
  readonly hasOtherChecks: boolean;
  /** True where what changes its answers for the checks is another script, or is new or gone. */
  readonly hasOtherTransforms: boolean;
}

/** The comparison of two versions of a suite, before anything is run. */
export interface PairedVersions {
  /** Pairs of which something that decides their result is different, in the order of the newer version. */
  readonly affected: readonly VersionPair[];
  /** The number of cases x targets that ask and check exactly the same in both versions. */
  readonly unchanged: number;
  /** The cases x targets that the newer version no longer has, in the order of the older one. */
  readonly removed: readonly RemovedCase[];
  /** Give a case of one version the checks of the other. */
  readonly checkers: CheckersOfVersions;
  /** The names in the newer version of the older version's targets. */
  readonly targets: ReadonlyMap<string, string>;
  /** The older version's case for each case of the newer version. */
  readonly cases: ReadonlyMap<EvalCase, EvalCase>;
}

export interface CheckersOfVersions {
  /** The older case with today's checks. */
  now(older: EvalCase, newer: EvalCase): EvalCase;
  /** The newer case with the checks that it had before. */
  before(newer: EvalCase, older: EvalCase): EvalCase;
}

export interface PlannedVersion {
  readonly suite: Suite;
  readonly planned: SuitePlan;
}

/**
 * Finds the rows that a change affects, by content: cases are paired by their inputs, prompts by name and text, targets by name and model.
 * A pair is affected when its request or its checks differ. Where a check compares the answers to a case, a change of one answer affects
 * all of them.
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
  const kept = new Set([...paired].map(({ testCase }) => testCase));
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
  return before.asked === now.asked && !isCheckedAnew(now, before);
}

function isCheckedAnew({ checked: now }: RowOfVersion, { checked: before }: RowOfVersion): boolean {
  return before.checks !== now.checks || before.transforms !== now.transforms;
}

interface PairContext {
  readonly before: RowOfVersion | undefined;
  readonly head: PlannedVersion;
  readonly checkers: CheckersOfVersions;
}

function pairOf(now: RowOfVersion, { before, head, checkers }: PairContext): VersionPair {
  const { caseId, target, cells } = now;
  const hasOtherChecks = before !== undefined && isCheckedAnew(now, before);
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
    hasOtherTransforms: before !== undefined && before.checked.transforms !== now.checked.transforms,
  };
}

function checkedNow(
  { testCase, target, version }: RowOfVersion,
  now: RowOfVersion,
  { head, checkers }: Omit<PairContext, 'before'>,
): CheckedBy {
  const { judge } = head.suite;
  return checkedBy(checkers.now(testCase, now.testCase), { targets: version.suite.targets, ...defined({ judge }) })(
    target,
  );
}

function removedRow({ testCase, target }: RowOfVersion, kept: ReadonlySet<EvalCase>): RemovedCase {
  return { name: caseName(testCase), target, isWholeCase: !kept.has(testCase) };
}

interface MatchedRows extends Pick<PairedVersions, 'targets' | 'cases'> {
  /** The row of the older version that a row of the newer one was; undefined for a new row. */
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
    of: ({ testCase, prompt, target }) => {
      const [beforeRow, beforePrompt, beforeTarget] = [cases.get(testCase), prompts[prompt], targetBefore.get(target)];
      if (!beforeRow || beforePrompt === undefined || beforeTarget === undefined) return undefined;
      return older.of(beforeRow, beforePrompt, beforeTarget);
    },
  };
}

/** The older version, with its cases graded by today's checks; removed cases stay as they were. */
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
  readonly testCase: EvalCase;
  /** The index of the prompt in the suite. */
  readonly prompt: number;
  readonly caseId: string;
  readonly identity: string;
  readonly target: string;
  readonly cells: readonly PlannedCell[];
  /** The hash of its request, and of those whose answers it is compared with. */
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
    this.#byCase = Map.groupBy(this.rows, ({ testCase }) => testCase);
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
    const own = { version, testCase, prompt, caseId, target, cells, asked, checked: checked(target) };
    return [
      {
        ...own,
        // The identity is worked out when asked for, since only affected rows need it.
        get identity() {
          identities ??= caseIdentities(suite.cases);
          return caseKey(identities.get(testCase) ?? testCase.id, hasSeveral ? prompt : undefined);
        },
      },
    ];
  });
}
