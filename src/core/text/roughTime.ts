/** A rough time as text: `about 8 s`, `about 25 s`, `about 1 min 40 s`, `about 12 min`, `about 2 h 10 min`. */
export function formatRoughTime(milliseconds: number): string {
  const seconds = Math.max(1, milliseconds / 1000);
  if (seconds < 10) return `about ${Math.round(seconds)} s`;
  if (seconds < 57.5) return `about ${roundTo(seconds, 5)} s`;
  if (seconds < 595) return about(roundTo(seconds, 10), ['min', 's']);
  if (seconds < 57.5 * 60) return `about ${Math.round(seconds / 60)} min`;
  return about(roundTo(seconds / 60, 10), ['h', 'min']);
}

function about(small: number, [large, unit]: readonly [string, string]): string {
  const rest = small % 60;
  return `about ${Math.floor(small / 60)} ${large}${rest === 0 ? '' : ` ${rest} ${unit}`}`;
}

function roundTo(value: number, step: number): number {
  return Math.round(value / step) * step;
}
