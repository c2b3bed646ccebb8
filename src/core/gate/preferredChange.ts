import type { EvalCase } from '../dataset/suite.ts';
import { jointOfJudges, jointPreference } from '../grading/jointPreference.ts';
import { isOfPreference, preferenceName } from '../grading/preferAnswers.ts';
import type { PreferenceReading, Preferred } from '../grading/verdict.ts';
import { isAgainstHead } from '../plan/comparedRows.ts';
import { judgementOf, preferredText, pText } from '../reports/preferenceLines.ts';
import { preferencesIn } from '../results/preferenceFigures.ts';
import type { CellState } from '../run/cellState.ts';
import { noiseLevel } from '../stats/compareOutcomes.ts';
import { holm } from '../stats/holm.ts';
import { mcnemar } from '../stats/mcnemar.ts';
import type { GatedSuite, GateResult, PreferredInCase } from './gateResult.ts';

/** Which version is liked better on one target by one criterion, over the affected cases that both answered. */
export interface PreferredChange {
  readonly suite: string;
  readonly target: string;
  /** The criterion, or the metric of the check. */
  readonly name: string;
  readonly cases: number;
  /** Cases in which the newer version is liked better, in which the older one is, and in which neither. */
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  /** Wins against losses (exact sign test), corrected by Holm for all of the check. */
  readonly p: number;
  readonly looks: number;
}

/** What judges said of a case's answers beside those of the older version, repeats together; none where no check asks for it. */
export function preferredInCase(
  { checks }: Pick<EvalCase, 'checks'>,
  cells: readonly CellState[],
  isOfOlder: (target: string) => boolean,
): readonly PreferredInCase[] {
  return checks.flatMap((check): readonly PreferredInCase[] => {
    if (!isOfPreference(check) || !isAgainstHead(check)) return [];
    const name = preferenceName(check);
    const isMeant = (reading: PreferenceReading) => reading.name === name && isOfOlder(reading.base);
    const repeats = cells.flatMap(({ verdict }) => {
      const said = (verdict?.checks ?? []).flatMap(preferencesIn).filter(isMeant);
      return said.length === 0 ? [] : [jointOfJudges(said)];
    });
    return repeats.length === 0 ? [] : [{ name, choice: jointPreference(repeats) }];
  });
}

/** The preferences of all suites by target and criterion, corrected for all of them together. */
export function preferredChanges(suites: readonly GatedSuite[]): readonly PreferredChange[] {
  const found = suites.flatMap(({ suite, rows }) =>
    rows.flatMap(({ target, preferred = [] }) =>
      preferred.map(({ name, choice }) => ({ suite, target, name, choice })),
    ),
  );
  const groups = [...Map.groupBy(found, ({ suite, target, name }) => JSON.stringify([suite, target, name])).values()];
  const changes = groups.flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const count = (wanted: Preferred) => own.filter(({ choice }) => choice === wanted).length;
    const { suite, target, name } = first;
    const [wins, losses] = [count('own'), count('base')];
    const p = mcnemar(wins, losses);
    return [{ suite, target, name, cases: own.length, wins, losses, ties: count('tie'), p, looks: groups.length }];
  });
  const corrected = holm(changes.map(({ p }) => p));
  return changes.map((change, index) => ({ ...change, p: corrected[index] ?? 1 }));
}

/** True where the older version is liked better by more than noise. */
export function isLikedLess({ wins, losses, p }: PreferredChange): boolean {
  return p <= noiseLevel && losses > wins;
}

/** `Is friendlier: staged preferred in 24, HEAD in 14, no difference in 12 of 50 (p = 0.14): not settled.` */
export function preferredSentence(change: PreferredChange, { head, base }: Pick<GateResult, 'head' | 'base'>): string {
  const names = { target: head, base };
  return `${change.name}: ${preferredText(change, names)} of ${change.cases} (${pText(change)}): ${judgementOf(change, names)}.`;
}
