/** The least number of items to insert, delete or replace in order to turn one sequence into the other. */
export function levenshtein(left: readonly string[], right: readonly string[]): number {
  // Numbers compare faster than texts, and there may be 400 million comparisons.
  const numbers = new Map<string, number>();
  const numbered = (items: readonly string[]) =>
    Uint32Array.from(items, (item) => {
      const number = numbers.get(item) ?? numbers.size;
      numbers.set(item, number);
      return number;
    });
  const others = numbered(right);
  const row = Uint32Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [i, item] of numbered(left).entries()) {
    let before = i;
    let last = i + 1;
    row[0] = last;
    for (let j = 0; j < others.length; j++) {
      const above = row[j + 1] ?? 0;
      last = Math.min(before + (item === others[j] ? 0 : 1), above + 1, last + 1);
      before = above;
      row[j + 1] = last;
    }
  }
  return row[right.length] ?? 0;
}
