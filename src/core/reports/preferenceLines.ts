import type { DuelFigures, JudgeLeaning, PreferenceFigures } from '../results/preferenceFigures.ts';
import type { PreferenceRanking, RankedPair } from '../results/preferenceRanking.ts';
import { noiseLevel } from '../stats/compareOutcomes.ts';
import type { OrderModel } from '../stats/orderModel.ts';
import type { Interval } from '../stats/wilson.ts';
import type { WinCounts } from '../stats/winRate.ts';
import { counted, formatCount } from '../text/formatCount.ts';
import { formatPercent } from '../text/formatPercent.ts';

/** Gives a name of a target or a judge the form that a text needs. */
export type Written = (name: string) => string;

/** The fewest choices that changed with the order from which a liking for a place can be told at all. */
const fewestFlips = 6;

/** What the checks of preference of one name have found, in sentences: who is liked better, who is best of several, and how judges lean. */
export function preferenceLines(figures: PreferenceFigures, written: Written): readonly string[] {
  return [...figures.duels.map((duel) => duelSentence(duel, written)), ...preferenceNotes(figures, written)];
}

/** The same without the pairs, which a table may show: who is best of several, and how judges lean. */
export function preferenceNotes({ ranking, judges, open }: PreferenceFigures, written: Written): readonly string[] {
  return [
    ...(ranking ? rankingSentences(ranking, written) : []),
    ...judges.flatMap((judge) => leaningSentences(judge, written)),
    ...(open > 0
      ? [`${counted(open, 'answer')} could not be compared and ${open === 1 ? 'is' : 'are'} in no figure.`]
      : []),
  ];
}

/** `B preferred in 24, A in 14, no difference in 12 of 50 (60.0%, 46.2 to 72.4; p = 0.14): not settled.` */
export function duelSentence(duel: Omit<DuelFigures, 'points'>, written: Written): string {
  const { target, base, cases, same, rate } = duel;
  const names = { target: written(target), base: written(base) };
  const share = rate ? `${shareText(rate.rate, rate.interval)}; ` : '';
  const equal = same > 0 ? ` In ${formatCount(same)} the answers are the same.` : '';
  return `${preferredText(duel, names)} of ${formatCount(cases)} (${share}${pText(duel)}): ${judgementOf(duel, names)}.${equal}`;
}

interface DuelNames {
  readonly target: string;
  readonly base: string;
}

/** `B preferred in 24, A in 14, no difference in 12` */
export function preferredText({ wins, losses, ties }: WinCounts, { target, base }: DuelNames): string {
  return `${target} preferred in ${formatCount(wins)}, ${base} in ${formatCount(losses)}, no difference in ${formatCount(ties)}`;
}

/** `not settled`, or who is liked better. */
export function judgementOf(
  { wins, losses, p }: Pick<DuelFigures, 'wins' | 'losses' | 'p'>,
  { target, base }: DuelNames,
): string {
  if (p > noiseLevel) return 'not settled';
  return `${wins > losses ? target : base} is liked better`;
}

export function pText({ p, looks }: Pick<DuelFigures, 'p' | 'looks'>): string {
  const text = p < 0.001 ? 'p < 0.001' : `p = ${Number(p.toPrecision(2))}`;
  return looks > 1 ? `${text}, corrected for ${looks} comparisons` : text;
}

function shareText(share: number, interval: Interval): string {
  const bare = (end: number) => formatPercent(end).replace('%', '');
  return `${formatPercent(share)}, ${bare(interval.low)} to ${bare(interval.high)}`;
}

function rankingSentences(ranking: PreferenceRanking, written: Written): readonly string[] {
  const listed = (names: readonly string[]) => andList(names.map(written));
  switch (ranking.type) {
    case 'ranked':
      return [
        `Best first: ${ranking.order.map((name, index) => `${index + 1}. ${written(name)}`).join('  ')}`,
        ...ranking.pairs.filter(({ isApart }) => !isApart).map((pair) => closeSentence(pair, written)),
        ...ranking.order.flatMap((name) => behindSentence(name, ranking.pairs, listed)),
      ];
    case 'unbeaten':
      return [
        `${listed(ranking.targets)} ${ranking.targets.length === 1 ? 'has' : 'have'} never lost to the others, so no ranking can be worked out: compare more cases.`,
      ];
    case 'unconnected':
      return [
        `These were never compared with each other, so there is no ranking of all: ${ranking.groups.map(listed).join('; ')}.`,
      ];
  }
}

function closeSentence({ better, other, chance, interval }: RankedPair, written: Written): string {
  return `${written(better)} and ${written(other)} cannot be told apart yet: ${written(better)} would be preferred in ${shareText(chance, interval)}.`;
}

function behindSentence(
  name: string,
  pairs: readonly RankedPair[],
  listed: (names: readonly string[]) => string,
): readonly string[] {
  const ahead = pairs.filter(({ other, isApart }) => other === name && isApart).map(({ better }) => better);
  return ahead.length > 0 ? [`${listed([name])} is behind ${listed(ahead)}.`] : [];
}

/** `A`, `A and B`, or `A, B and C`. */
function andList(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function leaningSentences({ judge, orders, place, length }: JudgeLeaning, written: Written): readonly string[] {
  return [placeSentence(written(judge), orders, place), ...lengthSentence(written(judge), length)];
}

/** A choice that changes with the order may be chance; only its direction says something of the judge. */
function placeSentence(
  judge: string,
  { pairs, flipsToFirst, flipsToSecond, p }: JudgeLeaning['orders'],
  worth: JudgeLeaning['place'],
): string {
  const flips = flipsToFirst + flipsToSecond;
  const start = `Asked both ways round, ${judge} changed its mind in ${formatCount(flips)} of ${formatCount(pairs)}`;
  if (flips === 0) return `${start}.`;
  const [most, place] = flipsToFirst >= flipsToSecond ? [flipsToFirst, 'first'] : [flipsToSecond, 'second'];
  const times = most === flips ? (flips === 1 ? '' : 'each time ') : `${counted(most, 'time')} `;
  const towards = `${start}, ${times}towards the ${place}`;
  if (p <= noiseLevel) return `${towards}: it favours what stands ${place}${worth ? placeShare(worth, place) : ''}.`;
  return flips < fewestFlips
    ? `${towards}: too few to tell whether it favours a place.`
    : `${towards} (${pText({ p, looks: 1 })}): no sign that it favours a place.`;
}

/** ` (of two equal answers it would choose that in 67.0%, 58.1 to 74.8)` */
function placeShare({ firstBonus, firstBonusError }: OrderModel, place: string): string {
  const bonus = place === 'first' ? firstBonus : -firstBonus;
  const share = (logOdds: number) => 1 / (1 + Math.exp(-logOdds));
  const reach = 1.959964 * firstBonusError;
  const interval = { low: share(bonus - reach), high: share(bonus + reach) };
  return ` (of two equal answers it would choose that in ${shareText(share(bonus), interval)})`;
}

function lengthSentence(
  judge: string,
  { pairs, longerWon, longerShare, longerInterval }: JudgeLeaning['length'],
): readonly string[] {
  if (longerShare === undefined || !longerInterval) return [];
  const share = `${judge} chose the longer answer in ${formatCount(longerWon)} of ${formatCount(pairs)} that it decided (${shareText(longerShare, longerInterval)})`;
  if (longerInterval.low > 0.5)
    return [`${share}: it favours length, or longer is better here; people's choices on the same pairs tell.`];
  if (longerInterval.high < 0.5)
    return [`${share}: it favours brevity, or shorter is better here; people's choices on the same pairs tell.`];
  return [`${share}: no sign that it favours length.`];
}
