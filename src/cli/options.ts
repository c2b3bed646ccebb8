/** For options that may be given more than once. */
export function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}
