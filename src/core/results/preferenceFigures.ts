import type { EvalCase } from '../dataset/suite.ts';
import { firmReadings, jointOfJudges, jointPreference, strictPreference } from '../grading/jointPreference.ts';
import { isOfPreference, preferenceName } from '../grading/preferAnswers.ts';
import type { PreferenceReading, Preferred, Verdict } from '../grading/verdict.ts';
import type { CellState } from '../run/cellState.ts';
import { type BothOrders, bothOrders, type Choice } from '../stats/bothOrders.ts';
import { holm } from '../stats/holm.ts';
import { type LengthBias, lengthBias } from '../stats/lengthBias.ts';
import { type OrderModel, orderModel } from '../stats/orderModel.ts';
import { sum } from '../stats/sum.ts';
import { type WinCounts, type WinRate, winRate } from '../stats/winRate.ts';
import { type PreferenceRanking, preferenceRanking } from './preferenceRanking.ts';

/** How often the answers of one target are liked better than those of another, over the cases that both answered. */
export interface DuelFigures extends WinCounts {
  readonly target: string;
  readonly base: string;
  readonly cases: number;
  /** Undefined without a case. */
  readonly rate: WinRate | undefined;
  /** Wins against losses (exact sign test), corrected by Holm for all duels of the check; 1 without a case. */
  readonly p: number;
  /** The number of duels that were looked at together. */
  readonly looks: number;
  /** Cases in which both answers are the same, so that nobody was asked; they are ties. */
  readonly same: number;
  /** The mean over both orders, and over the judges that stick to their choice, of 1, 1/2 or 0, summed over the cases: what the ranking counts. */
  readonly points: number;
}

/** What one judge's choices say of the judge: whether it likes a place, and whether it likes length. */
export interface JudgeLeaning {
  /** `provider/model`. */
  readonly judge: string;
  readonly orders: BothOrders;
  /** What standing first is worth to it, apart from how good the answers are; absent where the choices tell no finite worth. */
  readonly place?: OrderModel;
  readonly length: LengthBias;
}

/** Everything that the checks of preference of one name have found. */
export interface PreferenceFigures {
  readonly name: string;
  readonly duels: readonly DuelFigures[];
  readonly judges: readonly JudgeLeaning[];
  /** Answers that could not be compared, because a judge or the other answer failed; they are in no figure. */
  readonly open: number;
  /** Only where three or more targets are compared. */
  readonly ranking?: PreferenceRanking;
}

/** A reading with the answer that it is of. */
interface FoundReading {
  readonly caseId: string;
  readonly repeat: number;
  readonly target: string;
  readonly reading: PreferenceReading;
}

interface PreferenceRow {
  readonly cell: Pick<CellState, 'caseId' | 'repeat' | 'target' | 'verdict'>;
  readonly testCase: Pick<EvalCase, 'checks'>;
}

/** The figures of all checks of preference, in the order in which they first occur; none where there are none. */
export function preferenceFigures(rows: readonly PreferenceRow[]): readonly PreferenceFigures[] {
  const found = rows.flatMap(({ cell: { caseId, repeat, target, verdict } }) =>
    (verdict?.checks ?? []).flatMap(preferencesIn).map((reading) => ({ caseId, repeat, target, reading })),
  );
  const open = rows.flatMap(openIn);
  const counted = Map.groupBy(
    found.filter(({ reading }) => !reading.isMirror),
    ({ reading }) => reading.name,
  );
  return [...new Set([...counted.keys(), ...open])].map((name) => ({
    ...figuresOf(name, counted.get(name) ?? []),
    open: open.filter((one) => one === name).length,
  }));
}

/** The names of the checks of preference that came to nothing in an answer. */
function openIn({ cell: { verdict }, testCase: { checks } }: PreferenceRow): readonly string[] {
  // What has passed may be kept without its checks; those that came to nothing never are.
  if (verdict?.checks.length !== checks.length) return [];
  return checks.flatMap((check, index) => {
    const outcome = verdict.checks[index]?.outcome;
    const cameToNothing = outcome === 'ungraded' || outcome === 'error';
    return isOfPreference(check) && cameToNothing ? [preferenceName(check)] : [];
  });
}

/** What a verdict, or its parts, has read of preferences. */
export function preferencesIn({ reading, components = [] }: Verdict): readonly PreferenceReading[] {
  return [...(reading?.type === 'preference' ? [reading] : []), ...components.flatMap(preferencesIn)];
}

function figuresOf(name: string, found: readonly FoundReading[]): Omit<PreferenceFigures, 'open'> {
  const duels = adjusted(
    [...Map.groupBy(found, ({ target, reading }) => JSON.stringify([target, reading.base])).values()].map(duelOf),
  );
  const asked = found.filter(({ reading }) => reading.asked !== undefined);
  const judges = [...Map.groupBy(asked, ({ reading }) => reading.asked?.judge ?? '')];
  const ranking = preferenceRanking(duels);
  return {
    name,
    duels,
    judges: judges.map(([judge, own]) => leaningOf(judge, own)),
    ...(ranking ? { ranking } : {}),
  };
}

function duelOf(found: readonly FoundReading[]): DuelFigures {
  const [first] = found;
  const cases = [...Map.groupBy(found, ({ caseId }) => caseId).values()];
  const choices = cases.map(choiceOfCase);
  const count = (wanted: Preferred) => choices.filter((choice) => choice === wanted).length;
  const counts = { wins: count('own'), losses: count('base'), ties: count('tie') };
  return {
    target: first?.target ?? '',
    base: first?.reading.base ?? '',
    cases: cases.length,
    ...counts,
    rate: winRate(counts),
    p: winRate(counts)?.p ?? 1,
    looks: 1,
    same: cases.filter((own) => own.every(({ reading }) => reading.asked === undefined)).length,
    points: cases.reduce((sum, own) => sum + pointsOfCase(own), 0),
  };
}

function adjusted(duels: readonly DuelFigures[]): readonly DuelFigures[] {
  const corrected = holm(duels.map(({ p }) => p));
  return duels.map((duel, index) => ({ ...duel, p: corrected[index] ?? 1, looks: duels.length }));
}

/** A case counts once, however often it ran: what more than half of its repeats say, each by the majority of its judges. */
function choiceOfCase(found: readonly FoundReading[]): Preferred {
  const repeats = [...Map.groupBy(found, ({ repeat }) => repeat).values()];
  return jointPreference(repeats.map((own) => jointOfJudges(own.map(({ reading }) => reading))));
}

function pointsOfCase(found: readonly FoundReading[]): number {
  const repeats = [...Map.groupBy(found, ({ repeat }) => repeat).values()];
  return meanOf(repeats.map((own) => meanOf(firmReadings(own.map(({ reading }) => reading)).map(meanScore))));
}

function meanOf(numbers: readonly number[]): number {
  return sum(numbers) / numbers.length;
}

/** The mean over both orders, which keeps more of what a judge said than the verdict of both together. */
function meanScore({ asked }: PreferenceReading): number {
  const score = (choice: Preferred) => (choice === 'own' ? 1 : choice === 'tie' ? 0.5 : 0);
  return asked ? (score(asked.whenFirst) + score(asked.whenSecond)) / 2 : 0.5;
}

const choiceOf = { own: 'A', base: 'B', tie: 'tie' } as const satisfies Readonly<Record<Preferred, Choice>>;

function leaningOf(judge: string, found: readonly FoundReading[]): JudgeLeaning {
  const place = placeOf(found);
  return {
    judge,
    ...(place ? { place } : {}),
    orders: bothOrders(
      found.flatMap(({ reading: { asked } }) =>
        asked ? [{ first: choiceOf[asked.whenFirst], second: choiceOf[asked.whenSecond] }] : [],
      ),
    ),
    length: lengthBias(
      found.flatMap(({ reading }) => {
        const said = strictPreference(reading);
        const [lengthA, lengthB] = reading.lengths;
        return said === 'tie' || lengthA === 0 || lengthB === 0 ? [] : [{ lengthA, lengthB, wonA: said === 'own' }];
      }),
    ),
  };
}

/** Fits every choice that is no tie, each order by itself. */
function placeOf(found: readonly FoundReading[]): OrderModel | undefined {
  const targets = [...new Set(found.flatMap(({ target, reading }) => [target, reading.base]))];
  const contests = new Map<string, { first: number; second: number; firstWon: number; firstLost: number }>();
  const add = (first: number, second: number, isFirst: boolean) => {
    const key = `${first} ${second}`;
    const known = contests.get(key) ?? { first, second, firstWon: 0, firstLost: 0 };
    contests.set(key, known);
    if (isFirst) known.firstWon++;
    else known.firstLost++;
  };
  for (const { target, reading } of found) {
    const [own, base, { whenFirst = 'tie', whenSecond = 'tie' }] = [
      targets.indexOf(target),
      targets.indexOf(reading.base),
      reading.asked ?? {},
    ];
    if (whenFirst !== 'tie') add(own, base, whenFirst === 'own');
    if (whenSecond !== 'tie') add(base, own, whenSecond === 'base');
  }
  return contests.size === 0 ? undefined : orderModel(targets.length, [...contests.values()]);
}
