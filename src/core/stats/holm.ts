/**
 * Holm's correction for looking at several comparisons at once: the p-values in the order given, each times the number of those that are
 * not smaller, never below a smaller one's, at most 1. A corrected value at or below alpha is a difference.
 */
export function holm(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((p, index) => ({ p, index })).sort((left, right) => left.p - right.p);
  const adjusted = pValues.map(() => 1);
  let largest = 0;
  for (const [rank, { p, index }] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (order.length - rank) * p));
    adjusted[index] = largest;
  }
  return adjusted;
}
