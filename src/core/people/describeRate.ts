import { labelsForWidth } from '../stats/moreLabels.ts';
import { counted, formatCount } from '../text/formatCount.ts';
import { type CorrectedPasses, leastRateLabels } from './correctedPasses.ts';

/** A rate that is known within so much on each side is sure enough for most decisions. */
const sureWithin = 0.05;

/**
 * A sentence with the pass rate that people would give, and whose rate stands beside it; or why there is none, with the next step. `judge` is
 * who passes the answers otherwise: `the judge`, or `the checks`.
 */
export function describeRate(
  { answers, judgePassed, labels, people, lacking }: CorrectedPasses,
  judge: string,
): string {
  const own = `${judge} ${passes(judge)} ${rounded(judgePassed / answers)}% of them`;
  if (people && labels >= leastRateLabels) {
    const { low, high } = people.interval;
    return `People would pass about ${rounded(people.rate)}% of all ${counted(answers, 'answer')} (${rounded(low)} to ${rounded(high)}%), from ${counted(labels, 'label')} weighted by verdict; ${own}.${moreText(people.rate, { labels, answers })}`;
  }
  const [verdict] = lacking;
  const missing =
    labels > 0 && verdict !== undefined && lacking.length === 1
      ? `no answer that ${judge} ${verdict === 'pass' ? passes(judge) : fails(judge)} has a label that was drawn at random: judge some of them`
      : `it takes ${leastRateLabels} labels that were drawn at random, and there ${labels === 1 ? 'is 1' : `are ${formatCount(labels)}`}`;
  return `What people would pass of all ${counted(answers, 'answer')} is not known: ${missing}.`;
}

/** How many labels would make it surer, where that is many more. */
function moreText(rate: number, { labels, answers }: Pick<CorrectedPasses, 'labels' | 'answers'>): string {
  const wanted = labelsForWidth(rate * labels, labels, 2 * sureWithin);
  if (wanted === undefined || wanted <= labels || wanted >= answers) return '';
  return ` About ${formatCount(wanted)} labels would bring it to ${rounded(sureWithin)} points on each side.`;
}

/** The same rate for little room, such as `people: 80% (68 to 88%)`; undefined where it is not known. */
export function shortRate({ labels, people }: CorrectedPasses): string | undefined {
  if (!people || labels < leastRateLabels) return undefined;
  const { low, high } = people.interval;
  return `people: ${rounded(people.rate)}% (${rounded(low)} to ${rounded(high)}%)`;
}

function passes(judge: string): string {
  return judge.endsWith('s') ? 'pass' : 'passes';
}

function fails(judge: string): string {
  return judge.endsWith('s') ? 'fail' : 'fails';
}

function rounded(share: number): number {
  return Math.round(share * 100);
}
