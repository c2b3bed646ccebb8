/** The folders of a pattern before the first part with a wildcard. */
export function fixedFolder(pattern: string): string {
  const parts = pattern.split('/');
  const first = parts.findIndex((part) => /[*?[\]{}()!]/.test(part));
  return parts.slice(0, first < 0 ? -1 : first).join('/');
}
