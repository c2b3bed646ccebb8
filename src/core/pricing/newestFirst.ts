/** The models of each provider by the version in their names, the newest first; providers keep their order. Names without a version go last. */
export function newestFirst(models: readonly string[]): readonly string[] {
  const byProvider = Map.groupBy(models, (model) => model.slice(0, model.indexOf('/')));
  return [...byProvider.values()].flatMap((own) => own.toSorted((left, right) => versionOf(right) - versionOf(left)));
}

/**
 * The version in a name: `gpt-5.6-luna` is 5.6, `claude-haiku-4-5` is 4.5, `o4-mini` is 4. A number of three digits or more is a date or a
 * size.
 */
function versionOf(model: string): number {
  const name = model.slice(model.lastIndexOf('/') + 1);
  const [, major, minor = '0'] = /(?<!\d)(\d{1,2})(?:[.-](\d{1,2})(?![\db]))?(?![\db])/.exec(name) ?? [];
  return major === undefined ? -1 : Number(`${major}.${minor}`);
}
