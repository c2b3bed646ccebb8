/**
 * The chance that one of `k` runs drawn from `runs` passes, when `passed` of them did: 1 - C(n-c, k) / C(n, k). Undefined when `k` is no
 * draw.
 */
export function passAtK(runs: number, passed: number, k: number): number | undefined {
  const allFail = shareOfDraws(runs, runs - passed, k);
  return allFail === undefined ? undefined : 1 - allFail;
}

/** The chance that all of `k` runs pass (pass^k): C(c, k) / C(n, k). Undefined when `k` is no draw. */
export function passHatK(runs: number, passed: number, k: number): number | undefined {
  return shareOfDraws(runs, passed, k);
}

/** The share of the draws of `k` out of `all` that lie within `some` of them, as a product: the binomials themselves overflow. */
function shareOfDraws(all: number, some: number, k: number): number | undefined {
  const whole = [all, some, k].every(Number.isInteger);
  if (!whole || k < 1 || k > all || some < 0 || some > all) return undefined;
  let share = 1;
  for (let drawn = 0; drawn < k; drawn++) share *= Math.max(0, some - drawn) / (all - drawn);
  return share;
}
