/**
 * The p (0 to 1) of the exact paired test by sign flips, two-sided: the share of all ways to give the differences a sign whose sum is at
 * least as far from zero. The differences are whole numbers, such as passes of one side minus passes of the other in the same number of
 * draws of a row. Rows without a difference change nothing. Without any difference it is 1. With differences of 1 it is McNemar's test.
 */
export function signFlips(differences: readonly number[]): number {
  const sizes = differences.map(Math.abs).filter((size) => size > 0);
  const most = sizes.reduce((sum, size) => sum + size, 0);
  const observed = Math.abs(differences.reduce((sum, difference) => sum + difference, 0));
  // Index `most + sum` holds the chance of that sum.
  let chances = new Float64Array(2 * most + 1);
  chances[most] = 1;
  for (const size of sizes) {
    const next = new Float64Array(chances.length);
    for (const [index, chance] of chances.entries()) {
      if (chance === 0) continue;
      next[index + size] = (next[index + size] ?? 0) + chance / 2;
      next[index - size] = (next[index - size] ?? 0) + chance / 2;
    }
    chances = next;
  }
  const far = chances.reduce((sum, chance, index) => (Math.abs(index - most) >= observed ? sum + chance : sum), 0);
  return Math.min(1, far);
}
