import { counted, formatCount } from '../../text/formatCount.ts';
import { formatPercent } from '../../text/formatPercent.ts';
import type { ChosenRows } from './chooseRows.ts';

/** What chosen rows stand for, and what they do not say. */
export function sampleReport({ rows, groups, covered, total }: ChosenRows, seed: number): readonly string[] {
  const random = rows.filter(({ part }) => part === 'random').length;
  const share = total === 0 ? 0 : (total - covered) / total;
  return [
    `These ${counted(rows.length, 'row')} stand for ${counted(total, 'case')} in ${counted(groups, 'group')} of nearly the same request; ${formatPercent(share)} of the cases are like no row here.`,
    `Drawn at random: ${formatCount(random)}, whose results say something of the log. Chosen because unlike the others: ${formatCount(rows.length - random)}, whose results do not. The seed is ${seed}.`,
  ];
}
