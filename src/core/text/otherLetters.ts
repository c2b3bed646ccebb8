/** The code for a reference that only a forgiving disk can follow: Git, and so every other system, has the file under another name. */
export const otherLettersCode = 'other-letters';

/** The reason why a file is not read. */
export interface RefusedFile {
  /** The end of a sentence, such as "it lies outside of the workspace folder.". */
  readonly refused: string;
  /** The path of the existing file, where the reference differs from it in capitals or in Unicode form only. */
  readonly called?: string;
}

/** The code of the problem for a refusal; `other` for a refusal that has nothing to do with the name. */
export function refusalCode({ called }: RefusedFile, other: string): string {
  return called === undefined ? other : otherLettersCode;
}

/**
 * A name in the form that is the same for all names that a forgiving disk takes for one: Windows and macOS ignore capitals, and macOS the
 * Unicode form.
 */
export function foldedName(name: string): string {
  return name.normalize('NFC').toLowerCase().normalize('NFC');
}

/** The refusal of a name; both are of the same kind, the names or the paths. */
export function otherLetters(written: string, called: string): string {
  return written.normalize('NFC') === called.normalize('NFC')
    ? `the file is called "${called}", written with other characters that look the same. Copy the name of the file.`
    : `the file is called "${called}". Write its name with the same capitals.`;
}
