import { readFileSync } from 'node:fs';

/** A file's text without its byte order mark, as an editor has it; undefined when it cannot be read. */
export function readTextIfThere(file: string): string | undefined {
  try {
    return new TextDecoder().decode(readFileSync(file));
  } catch {
    return undefined;
  }
}
