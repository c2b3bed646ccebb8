import type { Reading, Verdict } from '../grading/verdict.ts';
import { pText } from '../reports/preferenceLines.ts';
import type { CellState } from '../run/cellState.ts';
import { noiseLevel } from '../stats/compareOutcomes.ts';
import { holm } from '../stats/holm.ts';
import { mcnemar } from '../stats/mcnemar.ts';
import { formatCount } from '../text/formatCount.ts';
import { formatShortPercent } from '../text/formatPercent.ts';
import type { ClassInCase, GatedSuite } from './gateResult.ts';

/** How often a class was found before and after on one target, over the affected cases of the class that both versions answered. */
export interface ClassChange {
  readonly suite: string;
  readonly target: string;
  /** The metric of the check, `label` without one. */
  readonly name: string;
  readonly label: string;
  readonly cases: number;
  readonly before: number;
  readonly after: number;
  /** Cases found only before against those found only after (exact McNemar test), corrected by Holm for all classes that changed. */
  readonly p: number;
  readonly looks: number;
}

/** Which classes a case has, and whether each version answered it; repeats together. None where a side has no answer that was read. */
export function classesInCase(before: readonly CellState[], after: readonly CellState[]): readonly ClassInCase[] {
  const older = foundIn(before);
  return [...foundIn(after)].flatMap(([key, { name, label, isFound }]) => {
    const then = older.get(key);
    return then ? [{ name, label, before: then.isFound, after: isFound }] : [];
  });
}

interface FoundClass {
  readonly name: string;
  readonly label: string;
  /** True when most answers are of the class. */
  readonly isFound: boolean;
}

function foundIn(cells: readonly CellState[]): ReadonlyMap<string, FoundClass> {
  const read = cells.flatMap(({ verdict }) => (verdict?.checks ?? []).flatMap(labelsIn));
  const groups = Map.groupBy(read, ({ name, label }) => JSON.stringify([name, label]));
  const found = new Map<string, FoundClass>();
  for (const [key, own] of groups) {
    const [first] = own;
    const right = own.filter(({ isRight }) => isRight).length;
    if (first) found.set(key, { name: first.name, label: first.label, isFound: right * 2 > own.length });
  }
  return found;
}

/** The one class of a case as a check read it. A case of several labels has no one class. */
function labelsIn({
  outcome,
  reading,
  components = [],
}: Verdict): readonly { name: string; label: string; isRight: boolean }[] {
  const label = reading && onlyLabel(reading);
  const own = reading && label !== undefined ? [{ name: reading.name, label, isRight: outcome === 'pass' }] : [];
  return [...own, ...components.flatMap(labelsIn)];
}

function onlyLabel(reading: Reading): string | undefined {
  return reading.type === 'labels' && reading.expected.length === 1 ? reading.expected[0] : undefined;
}

/** The classes of all suites that were found more or less often than before, corrected for all of them together. */
export function classChanges(suites: readonly GatedSuite[]): readonly ClassChange[] {
  const found = suites.flatMap(({ suite, rows }) =>
    rows.flatMap(({ target, classes = [] }) => classes.map((one) => ({ suite, target, ...one }))),
  );
  const groups = Map.groupBy(found, ({ suite, target, name, label }) => JSON.stringify([suite, target, name, label]));
  const changed = [...groups.values()].flatMap((own) => {
    const [first] = own;
    const lost = own.filter(({ before, after }) => before && !after).length;
    const won = own.filter(({ before, after }) => !before && after).length;
    if (!first || lost + won === 0) return [];
    const { suite, target, name, label } = first;
    const before = own.filter((one) => one.before).length;
    return [
      { suite, target, name, label, cases: own.length, before, after: before - lost + won, p: mcnemar(won, lost) },
    ];
  });
  const corrected = holm(changed.map(({ p }) => p));
  return changed.map((change, index) => ({ ...change, p: corrected[index] ?? 1, looks: changed.length }));
}

/** True where a class is found less often than before by more than noise. */
export function isFoundLess({ before, after, p }: ClassChange): boolean {
  return p <= noiseLevel && after < before;
}

/** `label: recall of refund fell from 96% to 81% (26 cases; p = 0.031): more than noise.` */
export function classSentence(change: ClassChange): string {
  const { name, label, cases, before, after, p } = change;
  const [from, to] = [before, after].map((count) => formatShortPercent(count / cases));
  const turn = after === before ? `stayed at ${to}` : `${after < before ? 'fell' : 'rose'} from ${from} to ${to}`;
  const noise = p <= noiseLevel ? 'more than noise' : 'inside the noise';
  return `${name}: recall of ${label} ${turn} (${formatCount(cases)} ${cases === 1 ? 'case' : 'cases'}; ${pText(change)}): ${noise}.`;
}
