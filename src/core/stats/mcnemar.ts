/**
 * The p (0 to 1) of McNemar's exact test, two-sided, for `onlyLeft` and `onlyRight` discordant pairs: min(1, 2 P(X <= the smaller)) with X
 * binomial of both together and 1/2. Without discordant pairs it is 1. Counts are whole numbers; a p below 1e-308 is 0.
 */
export function mcnemar(onlyLeft: number, onlyRight: number): number {
  const pairs = onlyLeft + onlyRight;
  const fewer = Math.min(onlyLeft, onlyRight);
  return Math.min(1, 2 * halvedChoices(pairs, fewer) * tailInUnitsOfItsEnd(pairs, fewer));
}

/** C(pairs, chosen) / 2^pairs. The halvings are taken as the product grows, which is exact and keeps thousands of pairs in range. */
function halvedChoices(pairs: number, chosen: number): number {
  let [product, halvings] = [1, pairs];
  for (let index = 1; index <= chosen; index++) {
    product *= (pairs - chosen + index) / index;
    while (product > 1 && halvings > 0) {
      product /= 2;
      halvings--;
    }
  }
  return product * 2 ** -halvings;
}

/** P(X <= end) / P(X = end) of a binomial with 1/2. */
function tailInUnitsOfItsEnd(pairs: number, end: number): number {
  let [term, sum] = [1, 1];
  for (let index = end; index > 0; index--) {
    term *= index / (pairs - index + 1);
    sum += term;
  }
  return sum;
}
