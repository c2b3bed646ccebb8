/** A share as percents of the cases, with one digit behind the point. */
export function points(share: number): string {
  return (share * 100).toFixed(1).replace(/^-0\.0$/, '0.0');
}

/** Up to two significant digits: what is only roughly known should not look exact, nor promise too little. */
export function roundUp(count: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.ceil(count / step) * step;
}
