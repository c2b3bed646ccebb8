/** A share as percents of the cases, with one digit behind the point. */
export function points(share: number): string {
  return (share * 100).toFixed(1).replace(/^-0\.0$/, '0.0');
}

/** A count rounded up to two significant digits: a rough figure should not look exact, nor promise too little. */
export function roundUp(count: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.ceil(count / step) * step;
}
