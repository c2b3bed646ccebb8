import { defined } from '../jsonRead.ts';
import { caseName } from '../plan/caseName.ts';
import { outcomeOf } from '../results/outcome.ts';
import { costOfCells } from '../results/summary.ts';
import type { RunState } from '../run/state.ts';
import { type Change, changeOf } from './change.ts';
import { lostChecks } from './checkedBy.ts';
import { classesInCase } from './classChange.ts';
import type { GatedCase, OlderChecks } from './gateResult.ts';
import type { JoinedVersions } from './joinVersions.ts';
import type { KnownBase } from './knownBase.ts';
import type { VersionPair, VersionRow } from './pairVersions.ts';
import { preferredInCase } from './preferredChange.ts';
import { type VersionResult, versionResult } from './versionResult.ts';

export interface RowSource {
  readonly pair: VersionPair;
  readonly order: number;
  readonly place: GatedCase['place'];
  /** Undefined when nothing was run. */
  readonly state: RunState | undefined;
  readonly idOfBase: JoinedVersions['idOfBase'];
  readonly known: KnownBase | undefined;
  /** The verdicts of the older version's checks, for a pair that is checked differently than before. */
  readonly older: OlderChecks | undefined;
  /** What judges say that only advise, by the cell; its verdict is without them. */
  readonly adviceOf?: ReadonlyMap<string, readonly string[]>;
}

/** The result of a pair, in the form that reports use. */
export function gatedCase(source: RowSource): GatedCase {
  const { pair, order, place, older } = source;
  const { after, before, shown, note } = sidesOf(source);
  const worse = worseChecks(source, { after, before });
  const isNew = pair.base.length === 0 && before === undefined;
  const advice = adviceOn(source);
  return {
    order,
    caseId: pair.caseId,
    ...defined({ promptIndex: pair.head[0]?.promptIndex }),
    name: caseName(pair.newer.testCase),
    target: pair.target,
    place,
    change: worse ? 'regressed' : isUndecided(source) ? 'unchecked' : changeIn(pair.newer, { after, before, isNew }),
    head: after ?? null,
    base: shown ?? null,
    note: [worse, note].filter((text) => text !== undefined).join(' ') || null,
    byOlderChecks: older ?? null,
    ...preferredIn(source),
    ...classesIn(source),
    ...defined({ advice }),
  };
}

/** What the checks that only advise say of the newer version's answers, each once; undefined where none of its checks only advises. */
function adviceOn({ pair, adviceOf }: RowSource): readonly string[] | undefined {
  const said = pair.head.flatMap(({ id }) => adviceOf?.get(id) ?? []);
  return pair.head.some(({ id }) => adviceOf?.has(id)) ? [...new Set(said)] : undefined;
}

/** True where all checks of the newer version's answers only advise. */
function isUndecided({ pair, state, adviceOf }: RowSource): boolean {
  const cells = pair.head.flatMap(({ id }) => (adviceOf?.has(id) ? (state?.cells[id] ?? []) : []));
  return cells.length > 0 && cells.every((cell) => outcomeOf(cell) === 'unchecked');
}

function preferredIn({ pair, state }: RowSource): Pick<GatedCase, 'preferred'> {
  const cells = pair.head.flatMap(({ id }) => state?.cells[id] ?? []);
  const targets = new Map(state?.targets.map((target) => [target.id, target]));
  // Where both versions share a cell, it is compared with itself.
  const isOfOlder = (id: string) => targets.get(id)?.version !== undefined || id === pair.target;
  const preferred = preferredInCase(pair.newer.testCase, cells, isOfOlder);
  return preferred.length > 0 ? { preferred } : {};
}

function classesIn({ pair, state, idOfBase }: RowSource): Pick<GatedCase, 'classes'> {
  const cellsOf = (ids: readonly string[]) => ids.flatMap((id) => state?.cells[id] ?? []);
  const before = cellsOf(pair.base.map(({ id }) => idOfBase(id)));
  const classes = classesInCase(before, cellsOf(pair.head.map(({ id }) => id)));
  return classes.length > 0 ? { classes } : {};
}

interface Sides {
  readonly after: VersionResult | undefined;
  readonly before: VersionResult | undefined;
}

/** Where no check looks at an answer, it cannot get worse, and nothing is known of it. */
function changeIn({ testCase }: VersionRow, { after, before, isNew }: Sides & { readonly isNew: boolean }): Change {
  return testCase.checks.length === 0 ? 'unchecked' : changeOf(after, before, isNew);
}

function sidesOf({ pair, state, idOfBase, known }: RowSource): Sides & {
  /** The result of the older version, even where it cannot be compared. */
  readonly shown: VersionResult | undefined;
  readonly note: string | undefined;
} {
  const cellsOf = (ids: readonly string[]) => ids.flatMap((id) => state?.cells[id] ?? []);
  const headIds = pair.head.map(({ id }) => id);
  const baseCells = cellsOf(pair.base.map(({ id }) => idOfBase(id)));
  const asChecked = pair.newer.testCase.checks.length === 0 ? unchecked : (result: VersionResult) => result;
  const rerun = versionResult(baseCells);
  const now = versionResult(cellsOf(headIds));
  const after = now && asChecked(now);
  const baseline = known?.result;
  // A cell that both versions share is paid for once.
  const paidForBase = costOfCells(baseCells.filter(({ id }) => !headIds.includes(id)));
  if (!baseline) {
    const before = rerun && asChecked({ ...rerun, cost: paidForBase });
    return { after, before, shown: before, note: known?.note };
  }
  // The older version may have been asked all the same, for a judge to compare the answers, which was paid for.
  const stored = rerun ? { ...baseline, cost: paidForBase } : baseline;
  // Another model answers under this name now, so the baseline's result of the old one cannot be compared.
  if (baseline.served === null || after?.served == null || baseline.served === after.served)
    return { after, before: stored, shown: stored, note: known?.note };
  const note = `The baseline is of ${baseline.served}, now ${after.served} answers: accept a new baseline.`;
  return { after, before: undefined, shown: stored, note };
}

/** A result without a verdict, whatever the suite as a whole says of answers that no check looks at. */
function unchecked(result: VersionResult): VersionResult {
  return { ...result, passed: 0, graded: 0, score: null, reason: 'No check looks at it.' };
}

/**
 * The reason why a row is worse whatever its answer came to by today's checks: they are gone, or they miss what the older checks saw.
 * Undefined where it is not worse for such a reason.
 */
function worseChecks({ pair, known, older }: RowSource, { after, before }: Sides): string | undefined {
  if (!pair.older || known?.isAgreed) return undefined;
  const lost = lostChecks(pair.newer.testCase, pair.older.testCase);
  if (lost !== undefined) return lost;
  // If today's checks tell the versions apart, they decide.
  const isBlind = ['same', 'still-failing'].includes(changeOf(after, before, false));
  const wasBetter = older?.base === 'pass' && older.head === 'fail';
  if (!isBlind || !wasBetter) return undefined;
  return pair.hasOtherTransforms
    ? 'The transform of its answer changed too: by what was before, the older version passed and this one fails.'
    : 'Its checks changed too: by those before, the older version passed and this one fails.';
}
