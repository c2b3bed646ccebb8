import { statSync } from 'node:fs';
import type { RunState } from '../core/run/state.ts';
import { journalFile, listRunIds } from './journal.ts';
import { readRun } from './runSession.ts';

interface CachedRun {
  readonly changed: number;
  readonly state: RunState | undefined;
}

/** The stored runs of folders, read again only when a journal has changed. */
export class RunHistory {
  readonly #cache = new Map<string, CachedRun>();

  /** At most `limit` runs, newest first; of one prompt when `prompt` (its name in the plan) is given. */
  list(storage: string, { prompt, limit }: { readonly prompt?: string; readonly limit: number }): RunState[] {
    const found: RunState[] = [];
    for (const runId of listRunIds(storage)) {
      if (found.length >= limit) break;
      const state = this.#read(storage, runId);
      if (state && (prompt === undefined || state.prompt === prompt)) found.push(state);
    }
    return found;
  }

  #read(storage: string, runId: string): RunState | undefined {
    const file = journalFile(storage, runId);
    const changed = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (changed === undefined) return undefined;
    const cached = this.#cache.get(file);
    if (cached?.changed === changed) return cached.state;
    const state = readRun(storage, runId);
    this.#cache.set(file, { changed, state });
    return state;
  }
}
