import { hiddenAsEscapes, printable } from '../../core/text/printable.ts';

// The only way to the terminal. Names, messages and answers may hold anything, and nothing that passes here moves the cursor, sets a title,
// fills the clipboard or turns the direction of the text. Only the progress line, which holds no foreign text, writes by itself.

/** Writes text to stdout. */
export function print(text: string): void {
  process.stdout.write(printable(text));
}

/** Writes text to stderr. */
export function tell(text: string): void {
  process.stderr.write(printable(text));
}

/** Writes a value as JSON to stdout. Characters that would not show are written as escapes of JSON, so the value stays the same. */
export function printJson(value: unknown, indent?: number): void {
  process.stdout.write(`${hiddenAsEscapes(JSON.stringify(value, null, indent))}\n`);
}

/** Writes text that a program is to read to stdout: unchanged, unless a person looks at it. */
export function printFile(text: string): void {
  process.stdout.write(process.stdout.isTTY ? printable(text) : text);
}
