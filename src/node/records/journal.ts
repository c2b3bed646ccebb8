import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import type { RunEvent, RunStarted } from '../../core/run/events.ts';
import type { AnsweredBy } from '../../core/run/round.ts';
import { linesOfFile } from '../files/linesOfFile.ts';
import { removeQuietly } from '../files/removeQuietly.ts';
import { replaceFile } from '../files/replaceFile.ts';
import { storageError } from '../files/storageError.ts';
import { prepareStorage } from '../files/storageFolder.ts';
import type { WriteText } from '../files/writeText.ts';
import { copyOpenFile } from './copyOpenFile.ts';
import { believable, type JournalContent, type JournalLine, piecesOfPlan, readLines } from './journalLines.ts';
import { summedLine } from './summedLine.ts';

const syncEveryMs = 250;
/**
 * How often the system is asked about the file: asking takes as long as writing a line to it. The file is always looked at when a run ends.
 */
const lookEveryMs = 100;
/** A link in place of a journal is never followed: what is appended would land in the file that it names. */
const appending = constants.O_APPEND | constants.O_CREAT | constants.O_RDWR | (constants.O_NOFOLLOW ?? 0);
/** Bytes that a disk must take before a run goes on, because the answers that it buys have to be kept. */
const enoughRoom = 256 * 1024;
const lineFeed = 10;
/** Events on the way of a cell. A crash that loses them loses no answer. */
const passing: ReadonlySet<RunEvent['type']> = new Set(['cell-started', 'cell-warning', 'cell-usage', 'cell-retrying']);

/** How many events may wait at the same time. */
const mostWaiting = 100;

/** True where the same answer to a call comes again for nothing. What a server or a person has said may be had only once. */
const comesAgain: Readonly<Record<AnsweredBy, boolean>> = {
  rule: true,
  script: true,
  recording: true,
  refused: true,
  server: false,
  person: false,
};

/** True for an event that may wait: a resumed run makes it again, and nobody is paid or asked for it. */
function mayWait(event: RunEvent): boolean {
  switch (event.type) {
    case 'cell-graded':
      return event.judging === undefined;
    case 'tool-result':
      return comesAgain[event.result.by];
    case 'user-turn':
      return event.user.by === 'case';
    default:
      return passing.has(event.type);
  }
}

/** The folder of all runs under a storage root (`.polyprompt` in a workspace folder). */
export function runsFolder(storage: string): string {
  return path.join(storage, 'runs');
}

/**
 * An append-only record of one run: one JSON line per event, so that a kill at any moment loses at most what was not yet handed to
 * the system. Events that settle something are written before `append` returns; the others wait for the next of these, at most for
 * a quarter of a second. Deltas are left out: the closing event of a cell holds the whole answer. So is the usage of an answer where the
 * closing event comes with it.
 */
export class Journal {
  readonly #storage: string;
  readonly #file: string;
  readonly #write: WriteText;
  #descriptor: number;
  /** Bytes of whole lines, where the file is cut after a write that failed half-way. */
  #length: number;
  #waiting: RunEvent[] = [];
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  #lookedAt = Number.NEGATIVE_INFINITY;

  private constructor(storage: string, file: string, write: WriteText) {
    this.#storage = storage;
    this.#file = file;
    this.#write = write;
    this.#descriptor = openSync(file, appending);
    this.#length = fstatSync(this.#descriptor).size;
  }

  /** Opens (or goes on with) the journal of a run; throws `storage` when the disk or folder does not allow it. */
  static open(storage: string, runId: string, write: WriteText = writeSync): Journal {
    try {
      prepareStorage(storage);
      return new Journal(storage, journalFile(storage, runId), write);
    } catch (cause) {
      if (cause instanceof PolypromptError) throw cause;
      throw storageError('The run cannot be recorded', cause);
    }
  }

  /** Appends an event. Throws `storage` when the disk is full; then nothing of this event is in the file, and it can be appended again. */
  append(event: RunEvent): void {
    if (this.#closed || event.type === 'cell-delta' || event.type === 'lane-changed') return;
    if (event.type === 'run-started') {
      this.#appendPlan(event);
      return;
    }
    const before = this.#waiting;
    // An answer has its usage with it, so that what was told of it before need not be written.
    const stillTrue = hasUsage(event) ? before.filter((old) => !isUsageOf(old, event)) : before;
    this.#waiting = [...stillTrue, event];
    if (event.type === 'run-ended') this.#lookedAt = Number.NEGATIVE_INFINITY;
    this.#syncSoon();
    if (mayWait(event) && this.#waiting.length < mostWaiting) return;
    try {
      this.flush();
    } catch (error) {
      this.#waiting = before;
      throw error;
    }
  }

  /** Writes the events that wait; throws `storage`. */
  flush(): void {
    if (this.#waiting.length === 0) return;
    this.#put([linesOf(this.#waiting)], 'The run cannot be recorded further');
    this.#waiting = [];
  }

  /** Throws `storage` where the disk would not take the next answers. */
  requireRoom(): void {
    const probe = `${this.#file}.room`;
    let descriptor: number | undefined;
    try {
      descriptor = openSync(probe, 'wx');
      const bytes = new Uint8Array(enoughRoom);
      for (let written = 0; written < bytes.length; ) written += this.#write(descriptor, bytes.subarray(written));
    } catch (cause) {
      throw storageError('The answers of this run could not be kept', cause, 'Make room on the disk, then go on.');
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
      removeQuietly(probe);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#flushQuietly();
    this.abandon();
  }

  /** Closes the journal, and removes the file where nothing is in it. */
  discard(): void {
    this.close();
    if (this.#length === 0) rmSync(this.#file, { force: true });
  }

  /** Closes the journal without writing more, because another process writes it now. */
  abandon(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    closeSync(this.#descriptor);
  }

  /** Appends all the texts, or none of them. */
  #put(texts: Iterable<string>, complaint: string): void {
    if (performance.now() - this.#lookedAt > lookEveryMs) this.#requireWhole();
    let length = 0;
    try {
      for (const text of texts) {
        const bytes = Buffer.from(text);
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

  /**
   * Makes sure that the file on disk is still ours. A file that was deleted is whole as long as it is open, so it is written anew. For one
   * that somebody cut or wrote to, this throws `storage`.
   */
  #requireWhole(): void {
    this.#lookedAt = performance.now();
    const { nlink, size } = fstatSync(this.#descriptor);
    if (size !== this.#length)
      throw new PolypromptError(
        'storage',
        `${path.basename(this.#file)}, the record of this run, was changed by something else.`,
        {
          hint: 'What was recorded before may be lost. Run it anew.',
        },
      );
    if (nlink > 0) return;
    try {
      prepareStorage(this.#storage);
      const copy = openSync(this.#file, appending | constants.O_EXCL);
      copyOpenFile(this.#descriptor, copy, this.#write);
      closeSync(this.#descriptor);
      this.#descriptor = copy;
    } catch (cause) {
      throw storageError(
        `${path.basename(this.#file)}, the record of this run, was deleted and cannot be written anew`,
        cause,
      );
    }
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
      // Half a line stays in the file. The reader counts it as damaged, and the lines around it are whole.
    }
  }

  #sync(): void {
    this.#timer = undefined;
    if (this.#closed) return;
    this.#flushQuietly();
    // A failed fsync loses no answer: the write itself went through, and the next write reports a full disk.
    fsync(this.#descriptor, () => undefined);
  }

  /** The events that wait settle nothing. The next event that does reports a full disk, and is written together with them. */
  #flushQuietly(): void {
    try {
      this.flush();
    } catch {
      // They go on waiting.
    }
  }
}

function linesOf(events: readonly RunEvent[]): string {
  return events.map((event) => `${summedLine(event)}\n`).join('');
}

/** True for an answer, of a cell or of one of its rounds, that tells its usage. */
function hasUsage(event: RunEvent): event is Extract<RunEvent, { readonly cell: string }> {
  if (event.type === 'cell-done') return event.usage !== null;
  return event.type === 'cell-round' && event.round.usage !== null;
}

function isUsageOf(event: RunEvent, { cell }: { readonly cell: string }): boolean {
  return event.type === 'cell-usage' && event.cell === cell;
}

/**
 * Reads a run's events and changes nothing, since another process may be writing. Half a line at the end is passed over; other bad lines
 * are skipped and counted.
 */
export function readJournal(storage: string, runId: string): JournalContent | undefined {
  const file = journalFile(storage, runId);
  if (!existsSync(file)) return undefined;
  return readLines(linesOfFile(file));
}

/**
 * Yields the lines of a run's journal one by one, undefined for a damaged one, and changes nothing. Half a line at the end is passed over,
 * and so are lines of the types in `without`.
 */
export function* readJournalLines(
  storage: string,
  runId: string,
  without?: readonly JournalLine['type'][],
): Generator<JournalLine | undefined> {
  const file = journalFile(storage, runId);
  if (existsSync(file)) yield* believable(linesOfFile(file), without);
}

/**
 * Cuts off a torn last line, which a kill during a write leaves, and keeps the original beside the file. Only the holder of the run's lock
 * may call this, because for everybody else half a line may be one that is being written. Throws `storage`.
 */
export function mendJournal(storage: string, runId: string): void {
  const file = journalFile(storage, runId);
  if (!existsSync(file)) return;
  const bytes = readFileSync(file);
  const whole = bytes.lastIndexOf(lineFeed) + 1;
  if (whole === bytes.length) return;
  replaceFile(`${file}.torn`, bytes);
  truncateSync(file, whole);
}

/** Run ids, newest first, because ids begin with their time. */
export function listRunIds(storage: string): string[] {
  const folder = runsFolder(storage);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => name.slice(0, -'.jsonl'.length))
    .sort()
    .reverse();
}

/** Removes a run from disk. Nothing happens when it is gone already. */
export function deleteRun(storage: string, runId: string): void {
  rmSync(journalFile(storage, runId), { force: true });
}

/** A run id that sorts by time, to the millisecond, and cannot collide in practice: `20261120-141502-0ck3x9`. */
export function newRunId(wallTime: number, random: () => number): string {
  const time = new Date(wallTime).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const digits = (value: number, count: number) => Math.floor(value).toString(36).padStart(count, '0');
  return `${time}-${digits(wallTime % 1000, 2)}${digits(random() * 36 ** 4, 4)}`;
}

/** The path of a run's journal. Throws `invalid-arguments` for what cannot be a run id, so that no path is ever made of it. */
export function journalFile(storage: string, runId: string): string {
  if (!/^[\w-]+$/.test(runId)) throw new PolypromptError('invalid-arguments', `"${runId}" is not a run id.`);
  return path.join(runsFolder(storage), `${runId}.jsonl`);
}
