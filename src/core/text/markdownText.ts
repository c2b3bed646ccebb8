import { printable } from './printable.ts';

/** Text as Markdown that shows exactly it, on one line: nothing in it is markup, a link or an entity. Lines still break at blanks. */
export function markdownText(text: string): string {
  return printable(text.replace(/\s+/g, ' ')).replace(/[!-/:-@[-`{-~]/g, (character) => `\\${character}`);
}
