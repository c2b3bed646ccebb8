import { jointPreference, mirrored, strictPreference } from '../grading/jointPreference.ts';
import type { PreferenceReading, Preferred } from '../grading/verdict.ts';
import { type ChoiceLine, currentChoices, pairKey } from '../people/choiceLines.ts';
import { preferencesIn } from '../results/preferenceFigures.ts';
import { holm } from '../stats/holm.ts';
import { mcnemar } from '../stats/mcnemar.ts';
import { type Interval, wilson } from '../stats/wilson.ts';
import { type WinCounts, type WinRate, winRate } from '../stats/winRate.ts';
import { type ChoicePair, choicePairs, type PairedRow } from './choicePairs.ts';

/** How often people like one target's answers better than those of another. */
export interface PeopleDuel extends WinCounts {
  readonly target: string;
  readonly base: string;
  readonly cases: number;
  readonly rate: WinRate | undefined;
  /** Corrected by Holm for all duels of the criterion. */
  readonly p: number;
  readonly looks: number;
}

/** How far a judge says what people say of the same pairs. */
export interface JudgeBesidePeople {
  readonly judge: string;
  readonly pairs: number;
  readonly agree: number;
  readonly interval: Interval | undefined;
  /** Pairs in which both chose, and not the same answer. */
  readonly opposite: number;
}

/** What people chose of a run's pairs by one criterion. */
export interface PeoplePreferences {
  /** Absent where they chose on the whole. */
  readonly criterion?: string;
  readonly duels: readonly PeopleDuel[];
  readonly judges: readonly JudgeBesidePeople[];
  /** Choices of one side, how many fell on the left, and whether they lean (exact, two-sided). */
  readonly sides: { readonly chosen: number; readonly left: number; readonly p: number };
}

interface ChosenPair {
  readonly pair: ChoicePair;
  readonly choice: Preferred;
  readonly readings: readonly PreferenceReading[];
}

/** What people's choices say of a run; pairs whose answers have changed since have none. */
export function peoplePreferences(
  rows: readonly PairedRow[],
  lines: readonly ChoiceLine[],
): readonly PeoplePreferences[] {
  const said = Map.groupBy(currentChoices(lines), ({ left, right, criterion }) => pairKey([left, right], criterion));
  if (said.size === 0) return [];
  const readings = readingsOf(rows);
  const chosen = choicePairs(rows, '').flatMap((pair): readonly ChosenPair[] => {
    const choices = (said.get(pair.key) ?? []).map((line) => choiceIn(line, pair));
    return choices.length === 0
      ? []
      : [{ pair, choice: jointPreference(choices), readings: readings.get(placeOf(pair)) ?? [] }];
  });
  return [...Map.groupBy(chosen, ({ pair }) => pair.criterion)].map(([criterion, own]) => ({
    ...(criterion === undefined ? {} : { criterion }),
    duels: duelsOf(own),
    judges: judgesOf(own),
    sides: sidesOf(own.flatMap(({ pair }) => said.get(pair.key) ?? [])),
  }));
}

/** A choice as it is about the pair, whichever side its answers stood on when it was made. */
function choiceIn({ choice, left }: ChoiceLine, pair: ChoicePair): Preferred {
  if (choice !== 'left' && choice !== 'right') return 'tie';
  const own = pair[pair.own].digest;
  const isOwnLeft = left === own;
  return (choice === 'left') === isOwnLeft ? 'own' : 'base';
}

/** What judges said of each pair, by the names of both targets. */
function readingsOf(rows: readonly PairedRow[]): ReadonlyMap<string, readonly PreferenceReading[]> {
  const found = rows.flatMap(({ cell: { caseId, repeat, target, verdict } }) =>
    (verdict?.checks ?? []).flatMap(preferencesIn).map((reading) => ({
      reading,
      key: JSON.stringify([caseId, repeat, reading.name, target, reading.base]),
    })),
  );
  return new Map(
    [...Map.groupBy(found, ({ key }) => key)].map(([key, own]) => [key, own.map(({ reading }) => reading)]),
  );
}

function placeOf(pair: ChoicePair): string {
  const { caseId, repeat, criterion, own } = pair;
  const base = pair[own === 'left' ? 'right' : 'left'];
  return JSON.stringify([caseId, repeat, criterion ?? null, pair[own].target, base.target]);
}

function duelsOf(chosen: readonly ChosenPair[]): readonly PeopleDuel[] {
  const oriented = chosen.map(({ pair, choice }) => {
    const [own, base] = [pair[pair.own].target, pair[pair.own === 'left' ? 'right' : 'left'].target];
    // Without a judge's check nothing says which of both is compared with which.
    return own < base || pair.criterion !== undefined
      ? { target: own, base, choice }
      : { target: base, base: own, choice: mirrored(choice) };
  });
  const groups = [...Map.groupBy(oriented, ({ target, base }) => JSON.stringify([target, base])).values()];
  const duels = groups.flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const count = (wanted: Preferred) => own.filter(({ choice }) => choice === wanted).length;
    const counts = { wins: count('own'), losses: count('base'), ties: count('tie') };
    const rate = winRate(counts);
    return [
      {
        target: first.target,
        base: first.base,
        cases: own.length,
        ...counts,
        rate,
        p: rate?.p ?? 1,
        looks: groups.length,
      },
    ];
  });
  const corrected = holm(duels.map(({ p }) => p));
  return duels.map((duel, index) => ({ ...duel, p: corrected[index] ?? 1 }));
}

function judgesOf(chosen: readonly ChosenPair[]): readonly JudgeBesidePeople[] {
  const both = chosen.flatMap(({ choice, readings }) =>
    readings.flatMap((reading) =>
      reading.asked ? [{ judge: reading.asked.judge, people: choice, said: strictPreference(reading) }] : [],
    ),
  );
  return [...Map.groupBy(both, ({ judge }) => judge)].map(([judge, own]) => {
    const agree = own.filter(({ people, said }) => people === said).length;
    const opposite = own.filter(({ people, said }) => people !== 'tie' && said === mirrored(people)).length;
    return { judge, pairs: own.length, agree, interval: wilson(agree, own.length), opposite };
  });
}

function sidesOf(lines: readonly ChoiceLine[]): PeoplePreferences['sides'] {
  const left = lines.filter(({ choice }) => choice === 'left').length;
  const right = lines.filter(({ choice }) => choice === 'right').length;
  return { chosen: left + right, left, p: mcnemar(left, right) };
}
