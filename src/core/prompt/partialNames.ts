/** The names under which a prompt can include the partials at these paths (all with `/`, in one workspace folder). */
export function partialNames(promptPath: string, partialPaths: readonly string[]): readonly string[] {
  const names = partialPaths.flatMap((path) => partialName(promptPath, path) ?? []);
  return [...new Set(names)].sort();
}

/**
 * The name under which a prompt includes a partial: partials are sought beside the prompt and in each folder above, and the name is the
 * path from the nearest common folder. Undefined for a path that cannot be included.
 */
function partialName(promptPath: string, partialPath: string): string | undefined {
  const from = promptPath.split('/').slice(0, -1);
  const folders = partialPath.split('/').slice(0, -1);
  const file = /([^/]*)$/.exec(partialPath)?.[1] ?? '';
  const stem = /^_([^.]+)(?:\.[^.]+)?\.prompt$/.exec(file)?.[1];
  if (stem === undefined) return undefined;
  const shared = folders.findIndex((folder, index) => folder !== from[index]);
  return [...(shared < 0 ? [] : folders.slice(shared)), stem].join('/');
}
