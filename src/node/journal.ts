import {
  closeSync,
  copyFileSync,
  existsSync,
  fsync,
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
import { isJsonObject } from '../core/json.ts';
import type { RunEvent } from '../core/run/events.ts';

const fsyncEveryMs = 250;

/** The folder of all runs under a storage root (`.polyprompt` in a workspace folder). */
export function runsFolder(storage: string): string {
  return path.join(storage, 'runs');
}

/**
 * An append-only record of one run: one JSON line per event, each in one write, so that a kill at any moment loses at most what
 * was not yet handed to the system. Deltas are left out: the closing event of a cell holds the whole answer.
 */
export class Journal {
  readonly #descriptor: number;
  #syncTimer: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** Opens (or goes on with) the journal of a run; throws `storage` when the disk or folder does not allow it. */
  static open(storage: string, runId: string): Journal {
    try {
      prepareStorage(storage);
      return new Journal(openSync(journalFile(storage, runId), 'a'));
    } catch (cause) {
      throw storageError('The run cannot be recorded', cause);
    }
  }

  append(event: RunEvent): void {
    if (this.#closed || event.type === 'cell-delta') return;
    try {
      writeSync(this.#descriptor, `${JSON.stringify(event)}\n`);
    } catch (cause) {
      throw storageError('The run cannot be recorded further', cause);
    }
    this.#syncTimer ??= setTimeout(() => this.#sync(), fsyncEveryMs).unref();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#syncTimer);
    closeSync(this.#descriptor);
  }

  #sync(): void {
    this.#syncTimer = undefined;
    // A failed fsync is not an answer lost: the write itself went through, and the next one reports a full disk.
    if (!this.#closed) fsync(this.#descriptor, () => undefined);
  }
}

/** What a journal file holds; `damaged` counts lines that are not events. */
export interface JournalContent {
  readonly events: readonly RunEvent[];
  readonly damaged: number;
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
  const events = lines.map(parseEvent).filter((event) => event !== undefined);
  return { events, damaged: lines.length - events.length };
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

/** A run id that sorts by time and cannot collide in practice: `20261120-141502-k3x9`. */
export function newRunId(wallTime: number, random: () => number): string {
  const time = new Date(wallTime).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const tail = Math.floor(random() * 36 ** 4)
    .toString(36)
    .padStart(4, '0');
  return `${time}-${tail}`;
}

/** The journal of a run; throws `invalid-arguments` for what cannot be a run id, so that no path is ever made of it. */
export function journalFile(storage: string, runId: string): string {
  if (!/^[\w-]+$/.test(runId)) throw new PolypromptError('invalid-arguments', `"${runId}" is not a run id.`);
  return path.join(runsFolder(storage), `${runId}.jsonl`);
}

function prepareStorage(storage: string): void {
  mkdirSync(runsFolder(storage), { recursive: true });
  const ignore = path.join(storage, '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, 'runs/\ncache/\n');
}

function cutTornLine(file: string, whole: string): void {
  copyFileSync(file, `${file}.torn`);
  truncateSync(file, new TextEncoder().encode(whole).length);
}

function parseEvent(line: string): RunEvent | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRunEvent(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Journals are our own files: the type tag is enough to tell an event from damage. */
function isRunEvent(value: unknown): value is RunEvent {
  return isJsonObject(value) && typeof value['type'] === 'string' && /^(run|cell)-[a-z]+$/.test(value['type']);
}

function storageError(what: string, cause: unknown): PolypromptError {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
  return new PolypromptError('storage', `${what} (${reason}).`, { cause });
}
