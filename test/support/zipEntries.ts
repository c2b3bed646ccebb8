import { inflateRawSync } from 'node:zlib';

const directoryEntry = 0x02014b50;
const directoryEnd = 0x06054b50;

/** Every file of a zip archive by its name; unpacked when it is asked for. No comment, no second disk, below 4 GB. */
export function zipEntries(zip: Buffer): Map<string, () => Buffer> {
  const end = zip.length - 22;
  if (zip.readUInt32LE(end) !== directoryEnd) throw new Error('this is no zip archive, or it ends with a comment');
  const entries = new Map<string, () => Buffer>();
  let at = zip.readUInt32LE(end + 16);
  while (zip.readUInt32LE(at) === directoryEntry) {
    const entry = at;
    const nameLength = zip.readUInt16LE(entry + 28);
    entries.set(zip.toString('utf8', entry + 46, entry + 46 + nameLength), () => unpack(zip, entry));
    at += 46 + nameLength + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
  }
  return entries;
}

function unpack(zip: Buffer, entry: number): Buffer {
  const isPacked = zip.readUInt16LE(entry + 10) !== 0;
  const length = zip.readUInt32LE(entry + 20);
  const local = zip.readUInt32LE(entry + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const bytes = zip.subarray(start, start + length);
  return isPacked ? inflateRawSync(bytes) : bytes;
}
