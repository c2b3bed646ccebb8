/** The percentile (0 to 100) by linear interpolation between the nearest values (R's type 7); undefined without values. */
export function percentile(values: readonly number[], percent: number): number | undefined {
  if (values.length === 0 || !(percent >= 0 && percent <= 100)) return undefined;
  const sorted = values.toSorted((left, right) => left - right);
  const position = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? 0;
  return below + (above - below) * (position - Math.floor(position));
}
