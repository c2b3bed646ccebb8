/** The number of times that each run of `size` tokens occurs. */
export function countNgrams(tokens: readonly string[], size: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + size <= tokens.length; start++) {
    const key = tokens.slice(start, start + size).join('\u0000');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** The number of runs in both maps, each counted as often as it is in both. */
export function sharedCount(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): number {
  let shared = 0;
  for (const [key, count] of left) shared += Math.min(count, right.get(key) ?? 0);
  return shared;
}

/** Words in lower case between blanks, without the full stops at their ends. */
export function plainWords(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .map((word) => (word.endsWith('.') ? word.slice(0, word.length - trailingStops(word)) : word))
    .filter((word) => word !== '');
}

function trailingStops(word: string): number {
  let count = 0;
  while (word[word.length - 1 - count] === '.') count++;
  return count;
}
