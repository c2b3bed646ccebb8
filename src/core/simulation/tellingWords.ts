import { wordsOf } from '../routing/routeRequest.ts';
import type { ReplayRow } from './replayRows.ts';

/** The results of rows, in their order: true when passed; undefined where it is not known. */
export type Outcomes = readonly (boolean | undefined)[];

/** The number of rows below which a word may be chance; a word that most rows hold tells nothing. */
const leastRows = 4;
const mostShare = 0.6;
const mostWords = 8;
/** The chi-square with one degree of freedom for p = 0.01. */
const tellingChiSquare = 6.63;

/** The words with which the cheapest target fails more often than without them, beyond chance; the most telling first. */
export function tellingWords(rows: readonly ReplayRow[], outcomes: Outcomes): readonly string[] {
  const graded = [...rows.keys()].filter((index) => outcomes[index] !== undefined);
  const counts = new Map<string, { rows: number; failed: number }>();
  for (const index of graded)
    for (const word of wordsIn(rows, index)) {
      const count = counts.get(word) ?? { rows: 0, failed: 0 };
      counts.set(word, count);
      count.rows++;
      if (!outcomes[index]) count.failed++;
    }
  const failed = graded.filter((index) => !outcomes[index]).length;
  const total = { rows: graded.length, failed };
  return [...counts]
    .filter(([, count]) => count.rows >= leastRows && count.rows <= mostShare * graded.length)
    .map(([word, count]) => ({ word, chiSquare: chiSquareOf(count, total) }))
    .filter(({ chiSquare }) => chiSquare >= tellingChiSquare)
    .sort((left, right) => right.chiSquare - left.chiSquare || (left.word < right.word ? -1 : 1))
    .slice(0, mostWords)
    .map(({ word }) => word);
}

interface Count {
  readonly rows: number;
  readonly failed: number;
}

/** The chi-square of the 2 x 2 table word by failure; 0 where the word goes with fewer failures. */
function chiSquareOf(word: Count, total: Count): number {
  const [a, b] = [word.failed, word.rows - word.failed];
  const [c, d] = [total.failed - a, total.rows - word.rows - (total.failed - a)];
  const product = (a + b) * (c + d) * (a + c) * (b + d);
  const excess = a * d - b * c;
  return product === 0 || excess <= 0 ? 0 : (total.rows * excess * excess) / product;
}

function wordsIn(rows: readonly ReplayRow[], index: number): ReadonlySet<string> {
  const row = rows[index];
  return row ? wordsOf(row.request) : new Set();
}
