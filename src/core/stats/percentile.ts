/** The value below which a fraction (0 to 1) of the values lies, by linear interpolation between the nearest values (R's type 7); undefined without values. */
export function percentile(values: readonly number[], fraction: number): number | undefined {
  if (values.length === 0 || !(fraction >= 0 && fraction <= 1)) return undefined;
  const sorted = values.toSorted((left, right) => left - right);
  const position = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? 0;
  return below + (above - below) * (position - Math.floor(position));
}
