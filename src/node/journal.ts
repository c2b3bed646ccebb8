import {
  closeSync,
  copyFileSync,
  existsSync,
  fstatSync,
  fsync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { PolypromptError } from '../core/errors.ts';
import type { RunEvent, RunStarted } from '../core/run/events.ts';
import { type JournalContent, piecesOfPlan, readLines } from './journalLines.ts';

const syncEveryMs = 250;
const encoder = new TextEncoder();
/** Steps on the way of a cell: a crash that loses them loses no answer. */
const passing: ReadonlySet<RunEvent['type']> = new Set(['cell-started', 'cell-warning', 'cell-usage', 'cell-retrying']);

/** The folder of all runs under a storage root (`.polyprompt` in a workspace folder). */
export function runsFolder(storage: string): string {
  return path.join(storage, 'runs');
}

/** Puts text behind the end of an open file and gives how many bytes went there; tests give one that fails. */
export type WriteText = (descriptor: number, bytes: Uint8Array) => number;

/**
 * An append-only record of one run: one JSON line per event, so that a kill at any moment loses at most what was not yet handed to
 * the system. Events that settle something are written before `append` returns; the others wait for the next of these, at most for
 * a quarter of a second. Deltas are left out: the closing event of a cell holds the whole answer.
 */
export class Journal {
  readonly #descriptor: number;
  readonly #write: WriteText;
  /** Bytes of whole lines: where a write that failed half-way is cut off. */
  #length: number;
  #waiting = '';
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(descriptor: number, write: WriteText) {
    this.#descriptor = descriptor;
    this.#write = write;
    this.#length = fstatSync(descriptor).size;
  }

  /** Opens (or goes on with) the journal of a run; throws `storage` when the disk or folder does not allow it. */
  static open(storage: string, runId: string, write: WriteText = writeSync): Journal {
    try {
      prepareStorage(storage);
      return new Journal(openSync(journalFile(storage, runId), 'a'), write);
    } catch (cause) {
      throw storageError('The run cannot be recorded', cause);
    }
  }

  /** Throws `storage` when the disk is full: then nothing of this event stands there, and it can be appended again. */
  append(event: RunEvent): void {
    if (this.#closed || event.type === 'cell-delta' || event.type === 'lane-changed') return;
    if (event.type === 'run-started') {
      this.#appendPlan(event);
      return;
    }
    const before = this.#waiting;
    this.#waiting += `${JSON.stringify(event)}\n`;
    this.#syncSoon();
    if (passing.has(event.type)) return;
    try {
      this.flush();
    } catch (error) {
      this.#waiting = before;
      throw error;
    }
  }

  /** Writes what waits; throws `storage`. */
  flush(): void {
    if (this.#waiting === '') return;
    this.#put([this.#waiting], 'The run cannot be recorded further');
    this.#waiting = '';
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#flushQuietly();
    closeSync(this.#descriptor);
  }

  /** All of them, or nothing. */
  #put(texts: Iterable<string>, complaint: string): void {
    let length = 0;
    try {
      for (const text of texts) {
        const bytes = encoder.encode(text);
        for (let written = 0; written < bytes.length; )
          written += this.#write(this.#descriptor, bytes.subarray(written));
        length += bytes.length;
      }
    } catch (cause) {
      this.#cutBack();
      throw storageError(complaint, cause);
    }
    this.#length += length;
  }

  #appendPlan(event: RunStarted): void {
    this.flush();
    this.#put(piecesOfPlan(event), 'The run cannot be recorded');
    this.#syncSoon();
  }

  #syncSoon(): void {
    this.#timer ??= setTimeout(() => this.#sync(), syncEveryMs).unref();
  }

  #cutBack(): void {
    try {
      ftruncateSync(this.#descriptor, this.#length);
    } catch {
      // Half a line stays: the reader counts it as damaged, and the lines around it are whole.
    }
  }

  #sync(): void {
    this.#timer = undefined;
    if (this.#closed) return;
    this.#flushQuietly();
    // A failed fsync is not an answer lost: the write itself went through, and the next one reports a full disk.
    fsync(this.#descriptor, () => undefined);
  }

  /** What waits settles nothing: the next event that does reports a full disk. */
  #flushQuietly(): void {
    try {
      this.flush();
    } catch {
      this.#waiting = '';
    }
  }
}

/**
 * Reads a run's events. A torn last line (a kill during a write) is cut off, with the original kept beside it; other bad lines are
 * skipped and counted.
 */
export function readJournal(storage: string, runId: string): JournalContent | undefined {
  const file = journalFile(storage, runId);
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  const whole = text.lastIndexOf('\n') + 1;
  if (whole < text.length) cutTornLine(file, text.slice(0, whole));
  const lines = text
    .slice(0, whole)
    .split('\n')
    .filter((line) => line !== '');
  return readLines(lines);
}

/** Run ids, newest first: ids begin with their time. */
export function listRunIds(storage: string): string[] {
  const folder = runsFolder(storage);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => name.slice(0, -'.jsonl'.length))
    .sort()
    .reverse();
}

/** Removes a run from disk; nothing happens when it is gone already. */
export function deleteRun(storage: string, runId: string): void {
  rmSync(journalFile(storage, runId), { force: true });
}

/** A run id that sorts by time, to the millisecond, and cannot collide in practice: `20261120-141502-0ck3x9`. */
export function newRunId(wallTime: number, random: () => number): string {
  const time = new Date(wallTime).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const digits = (value: number, count: number) => Math.floor(value).toString(36).padStart(count, '0');
  return `${time}-${digits(wallTime % 1000, 2)}${digits(random() * 36 ** 4, 4)}`;
}

/** The journal of a run; throws `invalid-arguments` for what cannot be a run id, so that no path is ever made of it. */
export function journalFile(storage: string, runId: string): string {
  if (!/^[\w-]+$/.test(runId)) throw new PolypromptError('invalid-arguments', `"${runId}" is not a run id.`);
  return path.join(runsFolder(storage), `${runId}.jsonl`);
}

function prepareStorage(storage: string): void {
  mkdirSync(runsFolder(storage), { recursive: true });
  const ignore = path.join(storage, '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, 'runs/\ncache/\n.gitignore\n');
}

function cutTornLine(file: string, whole: string): void {
  copyFileSync(file, `${file}.torn`);
  truncateSync(file, new TextEncoder().encode(whole).length);
}

function storageError(what: string, cause: unknown): PolypromptError {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
  return new PolypromptError('storage', `${what} (${reason}).`, { cause });
}
