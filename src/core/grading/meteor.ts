import { porterStem } from './porterStem.ts';

const alpha = 0.9;
const beta = 3;
const gamma = 0.5;

/**
 * METEOR (0 to 1) by exact words and Porter stems, without synonyms (alpha 0.9, beta 3, gamma 0.5), for the reference that fits best.
 * Identical texts of m tokens score 1 - 0.5 / m³.
 */
export function meteor(candidate: readonly string[], references: readonly (readonly string[])[]): number {
  return Math.max(0, ...references.map((reference) => meteorOf(candidate, reference)));
}

function meteorOf(candidate: readonly string[], reference: readonly string[]): number {
  const matches = align(candidate, reference);
  if (matches.length === 0) return 0;
  const precision = matches.length / candidate.length;
  const recall = matches.length / reference.length;
  const mean = (precision * recall) / (alpha * precision + (1 - alpha) * recall);
  const penalty = gamma * (chunkCount(matches) / matches.length) ** beta;
  return (1 - penalty) * mean;
}

type Match = readonly [candidateIndex: number, referenceIndex: number];

/** Matches equal words first, then equal stems; each word once. Both are taken from the end, as the reference implementation does. */
function align(candidate: readonly string[], reference: readonly string[]): readonly Match[] {
  const exact = pairUp([...candidate.entries()], [...reference.entries()]);
  const stems = pairUp(stemmed(exact.candidate), stemmed(exact.reference));
  return [...exact.matches, ...stems.matches].sort(([left], [right]) => left - right);
}

type Words = readonly (readonly [index: number, word: string])[];

function stemmed(words: Words): Words {
  return words.map(([index, word]) => [index, porterStem(word)] as const);
}

function pairUp(candidate: Words, reference: Words) {
  const matches: Match[] = [];
  const free = Map.groupBy(reference, ([, word]) => word);
  const taken = new Set<number>();
  const left: (readonly [number, string])[] = [];
  for (const [index, word] of candidate.toReversed()) {
    const found = free.get(word)?.pop();
    if (found === undefined) left.push([index, word]);
    else {
      matches.push([index, found[0]]);
      taken.add(found[0]);
    }
  }
  return { matches, candidate: left.reverse(), reference: reference.filter(([index]) => !taken.has(index)) };
}

/** The number of runs of matches that stand next to each other in both texts. */
function chunkCount(matches: readonly Match[]): number {
  return matches.filter(([candidate, reference], index) => {
    const before = matches[index - 1];
    return before === undefined || candidate !== before[0] + 1 || reference !== before[1] + 1;
  }).length;
}
