import { countNgrams, sharedCount } from './ngrams.ts';

const longest = 4;

/** Google's sentence BLEU (0 to 1): the lesser of precision and recall over runs of 1 to 4 tokens, for the reference that fits best. */
export function gleu(candidate: readonly string[], references: readonly (readonly string[])[]): number {
  return Math.max(0, ...references.map((reference) => gleuOf(candidate, reference)));
}

function gleuOf(candidate: readonly string[], reference: readonly string[]): number {
  let shared = 0;
  let total = 0;
  for (let size = 1; size <= longest; size++) {
    shared += sharedCount(countNgrams(candidate, size), countNgrams(reference, size));
    total += Math.max(0, Math.max(candidate.length, reference.length) - size + 1);
  }
  return total === 0 ? 0 : shared / total;
}
