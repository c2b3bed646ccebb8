import type { SuitePrompt } from '../dataset/suite.ts';

type NamedPrompt = Pick<SuitePrompt, 'label' | 'raw'>;

/**
 * For each prompt of the newer version the place of the one in the older version that it was; undefined for a new one. A prompt is
 * known by its name and its text; of those that are left, the ones that are most alike belong together.
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

/** Of two texts at most 1: the name weighs more, and both together most. */
function likeness(left: NamedPrompt, right: NamedPrompt): number {
  const named = left.label === right.label ? 2 : 0;
  return named + (left.raw === right.raw ? 1.5 : commonWords(left.raw, right.raw));
}

/** Share of the words of the longer text that are in both. */
function commonWords(left: string, right: string): number {
  const [a, b] = [left, right].map((text) => new Set(text.match(/[\p{L}\p{N}]+/gu) ?? []));
  if (!a || !b) return 0;
  return [...a].filter((word) => b.has(word)).length / Math.max(a.size, b.size, 1);
}
