import { duelSentence, type Written } from '../reports/preferenceLines.ts';
import { noiseLevel } from '../stats/compareOutcomes.ts';
import { counted } from '../text/formatCount.ts';
import { formatPercent } from '../text/formatPercent.ts';
import type { JudgeBesidePeople, PeoplePreferences } from './peoplePreferences.ts';

/** What people chose by one criterion in sentences, with how far judges say the same. */
export function peoplePreferenceLines(
  { duels, judges, sides }: PeoplePreferences,
  written: Written,
): readonly string[] {
  return [
    ...duels.map((duel) => `People: ${duelSentence({ ...duel, same: 0 }, written)}`),
    ...judges.map((judge) => judgeSentence(judge, written)),
    ...(sides.chosen > 0 ? [sideSentence(sides)] : []),
  ];
}

/** The name of a criterion, which is none where people chose on the whole. */
export function criterionName({ criterion }: Pick<PeoplePreferences, 'criterion'>): string {
  return criterion ?? 'On the whole';
}

function judgeSentence({ judge, pairs, agree, interval, opposite }: JudgeBesidePeople, written: Written): string {
  const bare = (end: number) => formatPercent(end).replace('%', '');
  const share = interval ? ` (${bare(interval.low)} to ${formatPercent(interval.high)})` : '';
  const against = opposite === 0 ? 'never chose the other answer' : `chose the other answer in ${opposite}`;
  return `${written(judge)} says what people say in ${agree} of ${counted(pairs, 'pair')}${share}, and ${against}.`;
}

function sideSentence({ chosen, left, p }: PeoplePreferences['sides']): string {
  const start = `Of ${counted(chosen, 'choice')} of a side people made ${left} on the left`;
  if (p > noiseLevel) return `${start}: no sign that they favour a side.`;
  return `${start}: they favour the ${left * 2 > chosen ? 'left' : 'right'} side.`;
}
