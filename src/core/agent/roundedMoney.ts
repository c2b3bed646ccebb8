/** An amount in USD with nine digits that count, so that no sum of amounts comes out as `0.060000000000000005`. */
export function roundedMoney(amount: number): number {
  return Number(amount.toPrecision(9));
}
