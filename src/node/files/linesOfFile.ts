import { closeSync, openSync, readSync } from 'node:fs';

const lineFeed = 10;
const chunkBytes = 256 * 1024;

/**
 * Yields the whole lines of a file one after the other, without the empty ones, so that a large file is never in memory. What stands behind
 * the last line end is not a whole line.
 */
export function* linesOfFile(file: string): Generator<string> {
  const descriptor = openSync(file, 'r');
  try {
    const chunk = Buffer.alloc(chunkBytes);
    let rest: Buffer[] = [];
    for (let read = readSync(descriptor, chunk); read > 0; read = readSync(descriptor, chunk)) {
      const bytes = chunk.subarray(0, read);
      let start = 0;
      for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
        const line =
          rest.length > 0 ? textOf([...rest, bytes.subarray(start, end)]) : bytes.toString('utf8', start, end);
        rest = [];
        start = end + 1;
        if (line !== '') yield line;
      }
      if (start < read) rest.push(Buffer.from(bytes.subarray(start)));
    }
  } finally {
    closeSync(descriptor);
  }
}

function textOf(pieces: readonly Buffer[]): string {
  return Buffer.concat(pieces).toString('utf8');
}
