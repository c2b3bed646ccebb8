const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'null',
};

/** The types of a JSON Schema in words: `['string', 'null']` becomes "a text or null". */
export function describeTypes(types: readonly string[]): string {
  return types.map((type) => (Object.hasOwn(typeWords, type) ? typeWords[type] : type)).join(' or ');
}
