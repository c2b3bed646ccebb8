import { jsonObjectIn, listAt } from '../jsonRead.ts';

/** The file that keeps how cases were made, beside the file of the cases. */
export function aboutFile(casesFile: string): string {
  return casesFile.replace(/\.[^./\\]+$/, '.import.json');
}

/** The kinds of personal data that somebody has chosen to keep, as the file beside the cases has them. */
export function keptKinds(about: string): readonly string[] {
  const read = jsonObjectIn(about);
  return read ? listAt(read, 'keep').filter((kind) => typeof kind === 'string') : [];
}
