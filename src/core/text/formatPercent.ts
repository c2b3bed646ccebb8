/** A share with one digit behind the point: `78.3%`, `100.0%`. */
export function formatPercent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

/** A share that is told in passing, without a digit that says nothing: `95%`, `92.5%`. */
export function formatShortPercent(share: number): string {
  return `${Number((share * 100).toFixed(1))}%`;
}

/** How much two texts have in common, in whole percents. Only what is equal is `100%`, only what shares nothing `0%`. */
export function formatLikeness(share: number): string {
  const percent = Math.round(share * 100);
  if (percent === 100 && share < 1) return '99%';
  if (percent === 0 && share > 0) return '1%';
  return `${percent}%`;
}
