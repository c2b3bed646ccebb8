import { Writable } from 'node:stream';

/**
 * Takes stdout for a protocol: what is written into the result goes there, and everything else that writes to stdout, whoever it is, goes
 * to stderr, because one stray line ends a client's connection.
 */
export function takeStdout(): Writable {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      write(chunk, (error) => done(error));
    },
  });
}
