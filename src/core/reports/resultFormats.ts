/** The formats of result files: the extension of each, with its name for people. */
export const resultFormats = {
  json: 'JSON',
  jsonl: 'JSON Lines',
  csv: 'CSV',
  xml: 'JUnit XML',
  md: 'Markdown',
  html: 'HTML report',
  'promptfoo.json': 'promptfoo JSON',
} as const;

export type ResultFormat = keyof typeof resultFormats;

export function isResultFormat(name: unknown): name is ResultFormat {
  return typeof name === 'string' && Object.hasOwn(resultFormats, name);
}

/** The format that a file's name asks for, by the longest extension that it ends in; undefined for other names. */
export function resultFormatOf(file: string): ResultFormat | undefined {
  return Object.keys(resultFormats)
    .filter(isResultFormat)
    .sort((left, right) => right.length - left.length)
    .find((extension) => file.endsWith(`.${extension}`));
}
