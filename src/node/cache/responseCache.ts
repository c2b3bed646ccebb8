import {
  closeSync,
  constants,
  existsSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { AnswerCache } from '../../core/execute/executeContext.ts';
import { isJsonObject } from '../../core/json.ts';
import type { CellResult } from '../../core/run/events.ts';
import { prepareStorage } from '../files/storageFolder.ts';
import { cacheSecret } from './cacheSecret.ts';
import { Seal } from './seal.ts';

interface Entry {
  readonly segment: string;
  readonly offset: number;
  readonly length: number;
}

export interface CacheLimits {
  /** Limit in bytes for all answers together. */
  readonly maxBytes: number;
  /** The secret by which the cache knows its own lines; the user's own unless given. */
  readonly secret?: Uint8Array;
}

const defaultLimits: CacheLimits = { maxBytes: 256 * 1024 * 1024 };
/** The cache gives back its space in parts of this share. */
const segments = 8;
const chunkBytes = 1024 * 1024;
const lineFeed = 10;
const lookAgainMs = 1000;
/** A link in place of one of our files is never followed. */
const noLink = constants.O_NOFOLLOW ?? 0;
const appending = constants.O_APPEND | constants.O_CREAT | constants.O_RDWR | noLink;

/**
 * Answers on disk, one line each in a few large files that only grow; where each stands is kept in memory. The file that was not
 * used for longest goes when there are too many bytes. Nothing here is ever needed: what cannot be read or written counts as absent.
 * Only what was written with the same secret is believed: a cache that came with the repository could answer whatever it likes.
 */
export class ResponseCache implements AnswerCache {
  readonly #storage: string;
  readonly #folder: string;
  readonly #limits: CacheLimits;
  #seal: Seal | undefined;
  #isRefused = false;
  #lookedAt = 0;
  #wasThere = false;
  readonly #maxBytes: number;
  #index: Map<string, Entry> | undefined;
  readonly #descriptors = new Map<string, number>();
  #current = '';
  #currentBytes = 0;

  /** `storage` is the `.polyprompt` folder. Nothing is opened before the first question. */
  constructor(storage: string, limits: CacheLimits = defaultLimits) {
    this.#storage = storage;
    this.#limits = limits;
    this.#folder = path.join(storage, 'cache');
    this.#maxBytes = limits.maxBytes;
  }

  get(key: string): CellResult | undefined {
    try {
      const entry = this.#open().get(key);
      return entry && this.#read(key, entry);
    } catch {
      return undefined;
    }
  }

  /** Tells whether there is an answer. Reads no answer and creates no file. */
  has(key: string): boolean {
    try {
      return (this.#index !== undefined || this.#isThere()) && this.#open().has(key);
    } catch {
      return false;
    }
  }

  set(key: string, result: CellResult): void {
    try {
      const index = this.#open();
      if (this.#isRefused) return;
      const line = Buffer.from(`${this.#ownSeal.line({ key, result })}\n`);
      if (line.length > this.#maxBytes / segments) return;
      if (this.#currentBytes + line.length > this.#maxBytes / segments) this.#nextSegment();
      if (writeSync(this.#descriptor(this.#current), line) < line.length) return;
      index.set(key, { segment: this.#current, offset: this.#currentBytes, length: line.length });
      this.#currentBytes += line.length;
    } catch {
      // The disk may be full. The run's own journal reports that.
      this.#currentBytes = this.#sizeOf(this.#current);
    }
  }

  /** Bytes of all answers on disk. */
  get bytes(): number {
    if (!existsSync(this.#folder)) return 0;
    return this.#names().reduce((sum, name) => sum + this.#sizeOf(name), 0);
  }

  /** Forgets every answer. */
  clear(): void {
    this.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  close(): void {
    for (const descriptor of this.#descriptors.values()) closeSync(descriptor);
    this.#descriptors.clear();
    this.#index = undefined;
    this.#isRefused = false;
  }

  /**
   * Whether the folder exists, looked up at most once in a while: the question comes for many keys in a row, and another process may make
   * the folder in between.
   */
  #isThere(): boolean {
    const now = Date.now();
    if (now - this.#lookedAt > lookAgainMs) {
      this.#lookedAt = now;
      this.#wasThere = existsSync(this.#folder);
    }
    return this.#wasThere;
  }

  #open(): Map<string, Entry> {
    if (this.#index) return this.#index;
    const index = new Map<string, Entry>();
    this.#index = index;
    try {
      prepareStorage(this.#storage, 'cache');
    } catch {
      this.#isRefused = true;
      return index;
    }
    const names = this.#names().filter((name) => name.startsWith(this.#ownNames));
    for (const segment of names) for (const [key, entry] of this.#scan(segment)) index.set(key, entry);
    this.#current = names.at(-1) ?? this.#segmentName(1);
    this.#currentBytes = this.#sizeOf(this.#current);
    return index;
  }

  #names(): string[] {
    return readdirSync(this.#folder)
      .filter((name) => /^answers-(?:[0-9a-f]{8}-)?\d{6}\.jsonl$/.test(name))
      .sort();
  }

  get #ownSeal(): Seal {
    this.#seal ??= new Seal(this.#limits.secret ?? cacheSecret());
    return this.#seal;
  }

  /**
   * The beginning of the names of our own files. Files of other secrets are never read, but they count for the limit: the oldest file goes
   * first, whoever wrote it.
   */
  get #ownNames(): string {
    return `answers-${this.#ownSeal.name}-`;
  }

  #segmentName(number: number): string {
    return `${this.#ownNames}${String(number).padStart(6, '0')}.jsonl`;
  }

  #sizeOf(segment: string): number {
    return statSync(path.join(this.#folder, segment), { throwIfNoEntry: false })?.size ?? 0;
  }

  #nextSegment(): void {
    this.#current = this.#segmentName(1 + Number(this.#current.slice(this.#ownNames.length).replace(/\D/g, '')));
    this.#currentBytes = this.#sizeOf(this.#current);
    const spare = this.#names()
      .map((name) => ({ name, used: statSync(path.join(this.#folder, name)).mtimeMs }))
      .sort((left, right) => left.used - right.used);
    for (const { name } of spare.slice(0, Math.max(0, spare.length - segments + 1))) this.#forget(name);
  }

  #forget(segment: string): void {
    const descriptor = this.#descriptors.get(segment);
    if (descriptor !== undefined) closeSync(descriptor);
    this.#descriptors.delete(segment);
    rmSync(path.join(this.#folder, segment), { force: true });
    for (const [key, entry] of this.#index ?? []) if (entry.segment === segment) this.#index?.delete(key);
  }

  #descriptor(segment: string): number {
    const known = this.#descriptors.get(segment);
    if (known !== undefined) return known;
    const file = path.join(this.#folder, segment);
    const descriptor = openSync(file, appending);
    this.#descriptors.set(segment, descriptor);
    // A file's time is the time of its last use, so that what was read lately is removed last.
    const now = new Date();
    utimesSync(file, now, now);
    return descriptor;
  }

  /** Another process may have written in between, so only a line with this very key is an answer to it. */
  #read(key: string, { segment, offset, length }: Entry): CellResult | undefined {
    const bytes = Buffer.allocUnsafe(length);
    const read = readSync(this.#descriptor(segment), bytes, 0, length, offset);
    const opened = this.#ownSeal.open(bytes.toString('utf8', 0, read));
    const line: unknown = opened === undefined ? undefined : JSON.parse(opened);
    return isJsonObject(line) && line['key'] === key && isResult(line['result']) ? line['result'] : undefined;
  }

  *#scan(segment: string): Generator<[string, Entry]> {
    const descriptor = openSync(path.join(this.#folder, segment), constants.O_RDONLY | noLink);
    try {
      let held = Buffer.alloc(0);
      let offset = 0;
      for (;;) {
        const chunk = Buffer.allocUnsafe(chunkBytes);
        const read = readSync(descriptor, chunk, 0, chunkBytes, offset + held.length);
        if (read === 0) return;
        held = Buffer.concat([held, chunk.subarray(0, read)]);
        let start = 0;
        for (let end = held.indexOf(lineFeed); end >= 0; end = held.indexOf(lineFeed, start)) {
          const key = keyOf(held.toString('utf8', start, Math.min(end, start + 500)));
          if (key !== undefined) yield [key, { segment, offset: offset + start, length: end + 1 - start }];
          start = end + 1;
        }
        offset += start;
        held = held.subarray(start);
      }
    } finally {
      closeSync(descriptor);
    }
  }
}

/** The key stands first in a line; the answer behind it is not parsed for that. */
function keyOf(beginning: string): string | undefined {
  const quoted = /^\{"key":("(?:[^"\\]|\\.)*")/.exec(beginning)?.[1];
  return quoted === undefined ? undefined : String(JSON.parse(quoted));
}

/** These are our own files, so the presence of an answer is enough to tell a result from damage. */
function isResult(value: unknown): value is CellResult {
  return isJsonObject(value) && typeof value['answer'] === 'string' && isJsonObject(value['timing']);
}
