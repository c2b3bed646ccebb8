import { readFileSync } from 'node:fs';
import { asWritten } from '../../core/text/plainLines.ts';
import { replaceFile } from './replaceFile.ts';

/**
 * Writes a text file whole or not at all, with the line ends of the file that is there, which on Windows may differ from ours. Throws
 * `storage`.
 */
export function rewriteText(file: string, text: string): void {
  replaceFile(file, asWritten(text, textNow(file)));
}

function textNow(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
