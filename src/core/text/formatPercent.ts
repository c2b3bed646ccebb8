/** A share with one digit behind the point: `78.3%`, `100.0%`. */
export function formatPercent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

/** A share in running text, without a digit that says nothing: `95%`, `92.5%`. */
export function formatShortPercent(share: number): string {
  return `${Number((share * 100).toFixed(1))}%`;
}

/** The part that two texts have in common, in whole percents. Only equal texts are `100%`, and only texts that share nothing `0%`. */
export function formatLikeness(share: number): string {
  const percent = Math.round(share * 100);
  if (percent === 100 && share < 1) return '99%';
  if (percent === 0 && share > 0) return '1%';
  return `${percent}%`;
}
