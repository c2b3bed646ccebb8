import { sum } from './sum.ts';

/** What is compared: labels without an order, or grades with one distance between them. */
export type RatingLevel = 'nominal' | 'ordinal' | 'interval';

/**
 * Krippendorff's alpha of several people's ratings (`ratings[person][answer]`, null for none), which copes with gaps. Answers with one rating
 * do not count. Undefined where only one label occurs, or nobody rated the same.
 */
export function krippendorffAlpha(
  ratings: readonly (readonly (number | null)[])[],
  level: RatingLevel,
): number | undefined {
  const items = Math.max(0, ...ratings.map((row) => row.length));
  const units = Array.from({ length: items }, (_, item) =>
    ratings.flatMap((row) => row[item] ?? []).filter((value): value is number => value !== null),
  ).filter((values) => values.length > 1);
  const labels = [...new Set(units.flat())].toSorted((left, right) => left - right);
  const place = new Map(labels.map((label, index) => [label, index]));
  const coincidences = labels.map(() => labels.map(() => 0));
  for (const values of units) addPairs(coincidences, values, place);
  const margins = coincidences.map(sum);
  const distance = distanceOf(level, labels, margins);
  const n = sum(margins);
  const observed = sum(coincidences.flatMap((row, i) => row.map((count, j) => count * distance(i, j))));
  const expected =
    sum(margins.flatMap((left, i) => margins.map((right, j) => left * right * distance(i, j)))) / (n - 1);
  return expected > 0 ? 1 - observed / expected : undefined;
}

function addPairs(coincidences: number[][], values: readonly number[], place: ReadonlyMap<number, number>): void {
  for (const [first, left] of values.entries())
    for (const [second, right] of values.entries()) {
      const row = coincidences[place.get(left) ?? -1];
      const column = place.get(right);
      if (first !== second && row && column !== undefined) row[column] = (row[column] ?? 0) + 1 / (values.length - 1);
    }
}

function distanceOf(
  level: RatingLevel,
  labels: readonly number[],
  margins: readonly number[],
): (i: number, j: number) => number {
  if (level === 'nominal') return (i, j) => (i === j ? 0 : 1);
  if (level === 'interval') return (i, j) => ((labels[i] ?? 0) - (labels[j] ?? 0)) ** 2;
  return (i, j) => {
    const [low, high] = [Math.min(i, j), Math.max(i, j)];
    const between = sum(margins.slice(low, high + 1)) - ((margins[low] ?? 0) + (margins[high] ?? 0)) / 2;
    return i === j ? 0 : between * between;
  };
}
