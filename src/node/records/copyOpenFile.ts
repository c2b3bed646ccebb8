import { readSync } from 'node:fs';
import type { WriteText } from '../files/writeText.ts';

const chunkBytes = 1024 * 1024;

/** Copies the content of an open file, which may have no name any more, to the end of another one. */
export function copyOpenFile(from: number, to: number, write: WriteText): void {
  const chunk = new Uint8Array(chunkBytes);
  for (let at = 0, read = readSync(from, chunk, 0, chunkBytes, 0); read > 0; ) {
    for (let written = 0; written < read; ) written += write(to, chunk.subarray(written, read));
    at += read;
    read = readSync(from, chunk, 0, chunkBytes, at);
  }
}
