import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '..', 'whole');

/**
 * Compares a whole output with the file that holds it. With `POLYPROMPT_WRITE_WHOLE=1` the file is written anew, and Git's diff shows what
 * changed.
 */
export function assertWhole(name: string, text: string): void {
  const file = path.join(folder, name);
  if (process.env['POLYPROMPT_WRITE_WHOLE'] === '1') {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  assert.equal(text, readFileSync(file, 'utf8').replaceAll('\r\n', '\n'), `not as in test/whole/${name}`);
}
