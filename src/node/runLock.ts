import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { PolypromptError } from '../core/errors.ts';
import { journalFile } from './journal.ts';

const heartbeatMs = 10_000;
/** A lock without a sign of life for so long is taken over, whoever holds it: a process number may belong to another program by now. */
const staleMs = 30_000;

interface Owner {
  readonly pid: number;
  readonly token: string;
}

/** One process at a time works on a run. The lock is a file beside the journal that names its owner and is touched while it lives. */
export class RunLock {
  readonly #file: string;
  readonly #token: string;
  readonly #timer: NodeJS.Timeout;

  private constructor(file: string, token: string) {
    this.#file = file;
    this.#token = token;
    this.#timer = setInterval(() => this.#beat(), heartbeatMs).unref();
  }

  /** Throws `storage` that names the process which works on the run already. The run's folder must exist. */
  static acquire(storage: string, runId: string): RunLock {
    const file = lockFile(storage, runId);
    const token = randomBytes(8).toString('hex');
    const own = `${file}.${token}`;
    writeFileSync(own, JSON.stringify({ pid: process.pid, token } satisfies Owner));
    try {
      for (let tries = 0; tries < 3; tries++) {
        if (tryLink(own, file)) return new RunLock(file, token);
        takeAwayIfStale(file, token);
      }
    } finally {
      rmSync(own, { force: true });
    }
    throw occupied(readOwner(file));
  }

  release(): void {
    clearInterval(this.#timer);
    if (readOwner(this.#file)?.token === this.#token) rmSync(this.#file, { force: true });
  }

  #beat(): void {
    try {
      const now = new Date();
      if (readOwner(this.#file)?.token === this.#token) utimesSync(this.#file, now, now);
    } catch {
      // The folder is gone or read-only; the journal says so at its next line.
    }
  }
}

/** True while another process, or this one, works on the run. */
export function isLocked(storage: string, runId: string): boolean {
  const file = lockFile(storage, runId);
  const owner = readOwner(file);
  return owner !== undefined && !isStale(file, owner);
}

export function lockFile(storage: string, runId: string): string {
  return `${journalFile(storage, runId)}.lock`;
}

/** A link appears whole or not at all, and never replaces another. */
function tryLink(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Of several that find the same stale lock one moves it away; a living one that got in between is put back. */
function takeAwayIfStale(file: string, token: string): void {
  const owner = readOwner(file);
  if (owner && !isStale(file, owner)) throw occupied(owner);
  const aside = `${file}.stale.${token}`;
  try {
    renameSync(file, aside);
    if (readOwner(aside)?.token !== owner?.token) tryLink(aside, file);
  } catch {
    // Another process was faster; the next try finds out who.
  }
  rmSync(aside, { force: true });
}

function isStale(file: string, owner: Owner): boolean {
  const touched = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Date.now() - touched > staleMs || !isAlive(owner.pid);
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
    const { pid, token } = JSON.parse(readFileSync(file, 'utf8'));
    return typeof pid === 'number' && typeof token === 'string' ? { pid, token } : undefined;
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
