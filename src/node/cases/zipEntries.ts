import { inflateRawSync, zstdDecompressSync } from 'node:zlib';
import { PolypromptError } from '../../core/errors.ts';

/** An entry of a zip archive: its name, and its bytes when they are asked for. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes when unpacked. */
  readonly size: number;
  read(): Uint8Array;
}

/** The most bytes that one entry may unpack to. */
const largestEntry = 512 * 1024 * 1024;

const hint = 'Write the log again, or export it as JSON.';
const centralMark = 0x02014b50;
const endMark = 0x06054b50;

/**
 * The entries of a zip archive by its central directory. Logs of Inspect pack theirs with Zstandard (method 93), which common packages cannot
 * read: https://inspect.aisi.org.uk/eval-logs.html. Throws for an archive that is damaged, encrypted or packed otherwise.
 */
export function zipEntries(archive: Buffer): readonly ZipEntry[] {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > archive.length || archive.readUInt32LE(end) !== endMark) throw damaged('has no directory');
  const count = archive.readUInt16LE(end + 10);
  const entries: ZipEntry[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (at + 46 > archive.length || archive.readUInt32LE(at) !== centralMark) throw damaged('has a broken directory');
    entries.push(entryAt(archive, at));
    at += 46 + archive.readUInt16LE(at + 28) + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}

function entryAt(archive: Buffer, at: number): ZipEntry {
  const method = archive.readUInt16LE(at + 10);
  const packed = archive.readUInt32LE(at + 20);
  const size = archive.readUInt32LE(at + 24);
  const name = archive.toString('utf8', at + 46, at + 46 + archive.readUInt16LE(at + 28));
  const local = archive.readUInt32LE(at + 42);
  return {
    name,
    size,
    read: () => {
      if (local + 30 > archive.length) throw damaged(`is cut off before "${name}"`);
      const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
      if (start + packed > archive.length) throw damaged(`is cut off inside of "${name}"`);
      return unpack(archive.subarray(start, start + packed), method, name);
    },
  };
}

function unpack(bytes: Buffer, method: number, name: string): Uint8Array {
  const limit = { maxOutputLength: largestEntry };
  try {
    if (method === 0) return bytes;
    if (method === 8) return inflateRawSync(bytes, limit);
    if (method === 93) return zstdDecompressSync(bytes, limit);
  } catch (error) {
    throw new PolypromptError('storage', `"${name}" of this archive cannot be unpacked.`, { hint, cause: error });
  }
  throw new PolypromptError('storage', `"${name}" of this archive is packed by method ${method}, which is not read.`, {
    hint,
  });
}

function damaged(what: string): PolypromptError {
  return new PolypromptError('storage', `This archive ${what}: it is damaged or was not written to its end.`, { hint });
}
