/** A count such as `412` or `2,000`: the same in every language, as the words around it are English. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** A count with its noun, such as `1 case` or `2,000 cases`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** A count for little room: `412`, `9,999`, `12.3k`, `1.05M`. */
export function formatShortCount(count: number): string {
  if (count < 10_000) return formatCount(count);
  if (count < 999_500) return `${threeDigits(count / 1000)}k`;
  return `${threeDigits(count / 1_000_000)}M`;
}

function threeDigits(value: number): string {
  return `${Number(value.toPrecision(3))}`;
}
