import { closeSync, openSync, readSync } from 'node:fs';
import { isJsonObject } from '../../core/json.ts';
import { foldAll, type RunState } from '../../core/run/state.ts';
import { journalFile, listRunIds, readJournal, readJournalLines } from '../records/journal.ts';
import { isLocked } from '../records/runLock.ts';
import { RunRecord } from '../records/runRecord.ts';
import { KeptReadings } from './keptReadings.ts';
import { readRun } from './readRun.ts';
import { figuresOf, noFigures, type RunFigures } from './runFigures.ts';

/** The first line of a run's journal. */
interface RunHead {
  readonly prompt: string;
  readonly kind: RunKind;
}

export type RunKind = 'compare' | 'eval' | 'improve';

export interface RunFilter {
  /** The name of a prompt or suite in the plan; runs of any when absent. */
  readonly prompt?: string;
  readonly kind?: RunKind;
  readonly limit: number;
  /** Runs that are in memory anyway, because on disk a run under way looks as if it had been cut off. */
  readonly known?: ReadonlyMap<string, RunState>;
}

const headBytes = 64 * 1024;
const usuallyKept = 60_000;
/** How many later runs a crash is remembered for. */
const recentRuns = 20;

/** The stored runs of folders. A first line is read once; a whole journal is read only when it is asked for and has changed. */
export class RunHistory {
  readonly #heads = new Map<string, RunHead | undefined>();
  readonly #states: KeptReadings<RunState>;
  readonly #figures: KeptReadings<RunFigures>;

  /** `keptCells` is how many cells of all runs together stay in memory; others are read again. It is 0 for a caller that asks only once. */
  constructor({ keptCells = usuallyKept }: { readonly keptCells?: number } = {}) {
    this.#states = new KeptReadings(keptCells, ({ plan }) => plan.length);
    this.#figures = new KeptReadings(keptCells, ({ cells }) => cells.length);
  }

  /** Lists at most `limit` runs, newest first. */
  list(storage: string, { limit, ...filter }: RunFilter): RunState[] {
    const found: RunState[] = [];
    for (const state of this.each(storage, filter)) {
      if (found.push(state) >= limit) break;
    }
    return found;
  }

  /** Yields runs, newest first; a journal is read when its turn comes. */
  *each(storage: string, { known, ...filter }: Omit<RunFilter, 'limit'>): Generator<RunState> {
    for (const runId of this.#idsOf(storage, filter)) {
      const state = known?.get(runId) ?? this.#states.read(journalFile(storage, runId), () => readRun(storage, runId));
      if (state) yield state;
    }
  }

  /** Yields the figures of runs, newest first, at a small part of what whole runs take. */
  *figures(storage: string, filter: Pick<RunFilter, 'prompt'>): Generator<RunFigures> {
    for (const runId of this.#idsOf(storage, filter)) {
      const read = () => figuresOf(readJournalLines(storage, runId, noFigures));
      const figures = this.#figures.read(journalFile(storage, runId), read);
      if (figures) yield figures;
    }
  }

  /** The suites of the newest evals, each once, by their path in the folder. */
  evaluated(storage: string): readonly string[] {
    const heads = listRunIds(storage)
      .slice(0, recentRuns)
      .map((runId) => this.#headOf(storage, runId));
    return [...new Set(heads.flatMap((head) => (head?.kind === 'eval' ? [head.prompt] : [])))];
  }

  /** Recent evals that were cut off: their journal has no end, and no process works on them. */
  unfinished(storage: string): RunState[] {
    const evals = listRunIds(storage).slice(0, recentRuns);
    return evals.flatMap((runId) => {
      if (this.#headOf(storage, runId)?.kind !== 'eval' || isLocked(storage, runId)) return [];
      const state = foldAll(readJournal(storage, runId)?.events ?? []);
      return state?.status === 'running' ? [state] : [];
    });
  }

  /**
   * Ends a run that was cut off, with the answers that it has. Throws `storage` when another process works on it, or when the disk refuses.
   */
  close(storage: string, runId: string, at: number): void {
    const record = new RunRecord({
      storage,
      runId,
      onStorageFailure: (error) => {
        throw error;
      },
    });
    record.reopen();
    try {
      record.append({ type: 'run-ended', runId, at, outcome: 'cancelled' });
    } finally {
      record.close();
    }
  }

  *#idsOf(storage: string, { prompt, kind }: Pick<RunFilter, 'prompt' | 'kind'>): Generator<string> {
    for (const runId of listRunIds(storage)) {
      const head = this.#headOf(storage, runId);
      if (head && (prompt ?? head.prompt) === head.prompt && (kind ?? head.kind) === head.kind) yield runId;
    }
  }

  #headOf(storage: string, runId: string): RunHead | undefined {
    const file = journalFile(storage, runId);
    const known = this.#heads.get(file);
    if (known) return known;
    const head = readHead(file);
    this.#heads.set(file, head);
    return head;
  }
}

function readHead(file: string): RunHead | undefined {
  try {
    const line = firstLine(file);
    const head: unknown = JSON.parse(line);
    if (!isJsonObject(head) || typeof head['prompt'] !== 'string') return undefined;
    return { prompt: head['prompt'], kind: kindOf(head['kind']) };
  } catch {
    return undefined;
  }
}

function kindOf(kind: unknown): RunKind {
  return kind === 'eval' || kind === 'improve' ? kind : 'compare';
}

function firstLine(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = new Uint8Array(headBytes);
    const length = readSync(descriptor, bytes, 0, headBytes, 0);
    const text = new TextDecoder().decode(bytes.subarray(0, length));
    return text.slice(0, text.indexOf('\n'));
  } finally {
    closeSync(descriptor);
  }
}
