import type { SuitePrompt } from '../dataset/suite.ts';

type NamedPrompt = Pick<SuitePrompt, 'label' | 'raw'>;

/**
 * Finds the index in the older version of each prompt of the newer one; undefined for a new prompt. A prompt is known by its name and its
 * text; of those that are left, the most alike belong together.
 */
export function matchPrompts(
  newer: readonly NamedPrompt[],
  older: readonly NamedPrompt[],
): readonly (number | undefined)[] {
  const found: (number | undefined)[] = newer.map(() => undefined);
  const pairs = newer.flatMap((prompt, index) =>
    older.map((before, place) => ({ index, place, weight: likeness(prompt, before) })),
  );
  const taken = new Set<number>();
  for (const { index, place } of pairs.sort((left, right) => right.weight - left.weight)) {
    if (found[index] !== undefined || taken.has(place)) continue;
    found[index] = place;
    taken.add(place);
  }
  return found;
}

/**
 * The likeness of two prompts, 0 to 3.5: the same name adds 2, and the same text 1.5; different texts add the share of words that they have
 * in common, at most 1.
 */
function likeness(left: NamedPrompt, right: NamedPrompt): number {
  const named = left.label === right.label ? 2 : 0;
  return named + (left.raw === right.raw ? 1.5 : commonWords(left.raw, right.raw));
}

/** The number of words in both texts, as a share of the words of the longer one (0 to 1). */
function commonWords(left: string, right: string): number {
  const [a, b] = [left, right].map((text) => new Set(text.match(/[\p{L}\p{N}]+/gu) ?? []));
  if (!a || !b) return 0;
  return [...a].filter((word) => b.has(word)).length / Math.max(a.size, b.size, 1);
}
