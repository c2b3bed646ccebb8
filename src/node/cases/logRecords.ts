import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { CsvRecords, type CsvRow } from '../../core/cases/csvRecords.ts';
import { parseRecord } from '../../core/cases/parseRecord.ts';
import { RecordSplitter, type RecordText } from '../../core/cases/recordSplitter.ts';
import { PolypromptError } from '../../core/errors.ts';
import { isJsonObject, type JsonValue } from '../../core/json.ts';
import { storageError } from '../files/storageError.ts';
import { zipEntries } from './zipEntries.ts';

/** One record of a file. `line` counts from 1; `size` is its text in UTF-16 units. */
export type LogRecord = { readonly line: number; readonly size: number } & (
  | { readonly value: JsonValue }
  | { readonly problem: string }
);

/** What is told while a file is read: bytes of it that were taken from the disk. */
export type OnBytes = (bytes: number) => void;

/** The records of a log file, one after another, in bounded memory: JSON in any layout, CSV, either of them packed by gzip, and logs of Inspect. */
export async function* logRecords(path: string, onBytes: OnBytes = () => {}): AsyncGenerator<LogRecord> {
  const start = await firstBytes(path);
  const mark = start.toString('latin1');
  if (mark === 'PAR1')
    throw new PolypromptError('invalid-arguments', `"${path}" is Parquet, which is not read.`, {
      hint: 'Export it as JSON lines or CSV.',
    });
  if (mark === 'PK\x03\x04') yield* archiveRecords(path);
  else yield* textRecords(textPieces(path, start[0] === 0x1f && start[1] === 0x8b, onBytes));
}

async function firstBytes(path: string): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw storageError(`"${path}" cannot be read`, error, 'Name a file of logs that is there and may be read.');
  }
}

async function* textPieces(path: string, isPacked: boolean, onBytes: OnBytes): AsyncGenerator<string> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  file.on('data', (bytes) => onBytes(bytes.length));
  const unpacked = createGunzip();
  if (isPacked) file.on('error', (error) => unpacked.destroy(error)).pipe(unpacked);
  const decoder = new TextDecoder();
  try {
    for await (const bytes of isPacked ? unpacked : file) yield decoder.decode(bytes, { stream: true });
  } catch (error) {
    throw storageError(`"${path}" cannot be read to its end`, error, 'Copy or write the file again.');
  } finally {
    file.destroy();
  }
}

async function* textRecords(pieces: AsyncIterable<string>): AsyncGenerator<LogRecord> {
  let reader: CsvRecords | RecordSplitter | undefined;
  let start = '';
  for await (const piece of pieces) {
    if (reader) yield* recordsOf(reader.push(piece));
    else {
      start += piece;
      const isJson = RecordSplitter.looksLikeJson(start);
      if (isJson === undefined) continue;
      reader = isJson ? new RecordSplitter() : new CsvRecords();
      yield* recordsOf(reader.push(start));
    }
  }
  if (reader) yield* recordsOf(reader.end());
}

function* recordsOf(found: readonly (RecordText | CsvRow)[]): Generator<LogRecord> {
  for (const record of found) {
    if (!('text' in record)) yield { size: 'value' in record ? JSON.stringify(record.value).length : 0, ...record };
    else yield { line: record.line, size: record.text.length, ...parseRecord(record) };
  }
}

/** The samples of a log of Inspect, each with what the header says of the run. */
async function* archiveRecords(path: string): AsyncGenerator<LogRecord> {
  const entries = zipEntries(await readFile(path));
  const header = entries.find(({ name }) => name === 'header.json' || name === '_journal/start.json');
  const about = header ? parseEntry(header.read()) : null;
  let line = 0;
  for (const entry of entries.filter(({ name }) => /^samples\/.*\.json$/.test(name))) {
    const value = parseEntry(entry.read());
    line++;
    yield {
      line,
      size: entry.size,
      value: { eval: isJsonObject(about) ? (about['eval'] ?? {}) : {}, samples: [value] },
    };
  }
}

function parseEntry(bytes: Uint8Array): JsonValue {
  const text = new TextDecoder().decode(bytes);
  const parsed = parseRecord({ line: 1, text });
  return 'value' in parsed ? parsed.value : null;
}
