import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { PolypromptError } from '../../core/errors.ts';
import { appearAs } from '../files/appearAs.ts';
import { removeQuietly } from '../files/removeQuietly.ts';
import { storageError } from '../files/storageError.ts';
import { journalFile } from './journal.ts';
import { processMark } from './processMark.ts';

const heartbeatMs = 10_000;
/**
 * A lock whose owner has given no sign of life for so long is taken over, whoever holds it: its process number may belong to another
 * program by now.
 */
const staleMs = 30_000;

interface Owner {
  readonly pid: number;
  readonly token: string;
  /** When the process started, where the system tells it. Another process with the same number has another start. */
  readonly started?: string;
  /** The machine on which the process number means something. */
  readonly host?: string;
}

/**
 * Lets one process at a time work on a run. The lock is a file beside the journal that names its owner, and its owner touches it regularly.
 * A process that stood still for too long (stopped, or on a machine that slept) may have lost the lock, and has to look before it goes on.
 */
export class RunLock {
  readonly #file: string;
  readonly #owner: Owner;
  readonly #timer: NodeJS.Timeout;
  #lastBeat = Date.now();
  #isLost = false;

  private constructor(file: string, owner: Owner) {
    this.#file = file;
    this.#owner = owner;
    this.#timer = setInterval(() => this.#beat(), heartbeatMs).unref();
  }

  /** Takes the lock. Throws `storage` with the process that already works on the run. The run's folder must exist. */
  static acquire(storage: string, runId: string): RunLock {
    const file = lockFile(storage, runId);
    const owner = ownOwner();
    const own = writeOwn(file, owner);
    try {
      for (let tries = 0; tries < 3; tries++) {
        if (appearAs(own, file)) return new RunLock(file, owner);
        takeAwayIfStale(file, owner.token);
      }
    } finally {
      rmSync(own, { force: true });
    }
    throw occupied(readOwner(file));
  }

  /** False once another process has taken the run over. The file is only looked at when the last sign of life is old. */
  isHeld(): boolean {
    const silence = Math.abs(Date.now() - this.#lastBeat);
    if (!this.#isLost && silence > 2 * heartbeatMs) this.#beat();
    return !this.#isLost;
  }

  release(): void {
    clearInterval(this.#timer);
    if (readOwner(this.#file)?.token === this.#owner.token) rmSync(this.#file, { force: true });
  }

  #beat(): void {
    const now = new Date();
    this.#lastBeat = now.getTime();
    const { token } = readOwner(this.#file) ?? this.#comeBack() ?? {};
    this.#isLost ||= token !== undefined && token !== this.#owner.token;
    try {
      if (!this.#isLost) utimesSync(this.#file, now, now);
    } catch {
      // The folder is gone or read-only. The journal says so at its next line.
    }
  }

  /** Nobody holds a lock that was deleted, so it is put back unless another process is faster. */
  #comeBack(): Owner | undefined {
    try {
      const own = writeOwn(this.#file, this.#owner);
      appearAs(own, this.#file);
      rmSync(own, { force: true });
    } catch {
      return undefined;
    }
    return readOwner(this.#file);
  }
}

/** True while another process, or this one, works on the run. */
export function isLocked(storage: string, runId: string): boolean {
  const file = lockFile(storage, runId);
  const owner = readOwner(file);
  return owner !== undefined && !isStale(file, owner);
}

function ownOwner(): Owner {
  const { started } = processMark(process.pid) ?? {};
  const owner = { pid: process.pid, token: randomBytes(8).toString('hex'), host: hostname() };
  return started === undefined ? owner : { ...owner, started };
}

/** A file of this process alone; a link to it becomes the lock. */
function writeOwn(file: string, owner: Owner): string {
  const own = `${file}.${owner.token}`;
  try {
    writeFileSync(own, JSON.stringify(owner), { flag: 'wx' });
    return own;
  } catch (cause) {
    removeQuietly(own);
    throw storageError('The run cannot be recorded', cause);
  }
}

export function lockFile(storage: string, runId: string): string {
  return `${journalFile(storage, runId)}.lock`;
}

/**
 * Removes a lock that is stale. When several processes find it, one of them moves it away; a living lock that got in between is put back.
 */
function takeAwayIfStale(file: string, token: string): void {
  const owner = readOwner(file);
  if (owner && !isStale(file, owner)) throw occupied(owner);
  const aside = `${file}.stale.${token}`;
  try {
    renameSync(file, aside);
    if (readOwner(aside)?.token !== owner?.token) appearAs(aside, file);
  } catch {
    // Another process was faster. The next try finds out which one.
  }
  rmSync(aside, { force: true });
}

/** A time in the future is no sign of life either: the clock was set back since, and a living owner touches its lock again soon. */
function isStale(file: string, owner: Owner): boolean {
  const touched = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Math.abs(Date.now() - touched) > staleMs || isDead(owner);
}

/** True when the owner has certainly ended; false where that cannot be known, so that only the sign of life counts. */
function isDead({ pid, started, host }: Owner): boolean {
  if (host !== undefined && host !== hostname()) return false;
  if (!Number.isSafeInteger(pid) || pid <= 0 || !isAlive(pid)) return true;
  const mark = processMark(pid);
  return mark !== undefined && (mark.isZombie || (started !== undefined && mark.started !== started));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function readOwner(file: string): Owner | undefined {
  try {
    const { pid, token, started, host }: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof pid !== 'number' || typeof token !== 'string') return undefined;
    return {
      pid,
      token,
      ...(typeof started === 'string' ? { started } : {}),
      ...(typeof host === 'string' ? { host } : {}),
    };
  } catch {
    return undefined;
  }
}

function occupied(owner: Owner | undefined): PolypromptError {
  const who = owner ? ` (process ${owner.pid})` : '';
  return new PolypromptError('storage', `Another window or command${who} is working on this run.`, {
    hint: 'Wait until it has ended, look at the run there, or start a new one.',
  });
}
