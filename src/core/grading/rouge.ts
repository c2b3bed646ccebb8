import { countNgrams, sharedCount } from './ngrams.ts';

/** ROUGE-N as F1 (0 to 1): the runs of `size` tokens that both texts have, each counted as often as in both. */
export function rougeN(candidate: readonly string[], reference: readonly string[], size = 1): number {
  const theirs = countNgrams(candidate, size);
  const ours = countNgrams(reference, size);
  const shared = sharedCount(theirs, ours);
  const total = Math.max(0, candidate.length - size + 1) + Math.max(0, reference.length - size + 1);
  return total === 0 ? 0 : (2 * shared) / total;
}

/** Words, their contracted endings, and marks, each as a token of its own. Capitals are kept. */
export function rougeTokens(text: string): readonly string[] {
  return text.match(/[\p{L}\p{M}\p{N}_]+(?=n't\b)|n't\b|'(?:s|m|d|ll|re|ve)\b|[\p{L}\p{M}\p{N}_]+|[^\s]/gu) ?? [];
}
