import { similarityOf } from './diffTexts.ts';

/** The margin (0 to 1) by which an answer has to be less alike than the next one before it is called odd. */
const margin = 0.1;
/** The number of characters compared per answer: enough to tell answers apart, and few enough for eight long ones. */
const compared = 20_000;

/** The answer that is least like all others, by a clear margin; undefined when there is none or fewer than three answers. */
export function oddOneOut(texts: readonly string[]): number | undefined {
  if (texts.length < 3) return undefined;
  const means = meanSimilarities(texts.map((text) => text.slice(0, compared)));
  const ascending = means.map((mean, index) => ({ mean, index })).sort((a, b) => a.mean - b.mean);
  const [lowest, next] = ascending;
  return lowest && next && next.mean - lowest.mean >= margin ? lowest.index : undefined;
}

function meanSimilarities(texts: readonly string[]): readonly number[] {
  const sums = texts.map(() => 0);
  texts.forEach((left, i) => {
    texts.slice(i + 1).forEach((right, offset) => {
      const j = i + 1 + offset;
      const similarity = similarityOf(left, right);
      sums[i] = (sums[i] ?? 0) + similarity;
      sums[j] = (sums[j] ?? 0) + similarity;
    });
  });
  return sums.map((sum) => sum / (texts.length - 1));
}
