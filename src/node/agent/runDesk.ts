import { PolypromptError } from '../../core/errors.ts';
import { cellsOf, type RunState } from '../../core/run/state.ts';
import { isActive, readRun } from '../runs/readRun.ts';
import type { RunSession } from '../runs/runSession.ts';
import type { AgentCall } from './agentContext.ts';

/** Milliseconds between two words about progress, since each looks at all cells. */
const progressMs = 250;

/** Something that goes on after the call that has started it: a run, a comparison, an improvement. */
export interface Work {
  /** Settles when it has ended and all that it held is let go; never rejects. */
  readonly ended: Promise<void>;
  stop(): void;
  /** How far it has come. */
  progress(): { readonly ended: number; readonly of: number };
  /** Calls back whenever it may have come further; the result ends that. */
  onProgress?(listener: () => void): () => void;
}

/** The work under way of one server, by id. It outlives the calls that start and read it. */
export class RunDesk {
  readonly #works = new Map<string, Work>();
  readonly #sessions = new Map<string, RunSession>();

  add(id: string, work: Work, session?: RunSession): void {
    this.#works.set(id, work);
    if (session) this.#sessions.set(id, session);
    void work.ended.then(() => {
      this.#works.delete(id);
      this.#sessions.delete(id);
    });
  }

  isUnderWay(id: string): boolean {
    return this.#works.has(id);
  }

  get ids(): readonly string[] {
    return [...this.#works.keys()];
  }

  /** A run as it is now; undefined where there is none of this id. */
  stateOf(storage: string, runId: string): RunState | undefined {
    return this.#sessions.get(runId)?.state ?? readRun(storage, runId);
  }

  /** Stops work and waits until it has ended; false where nothing of this id is under way. */
  async stop(id: string): Promise<boolean> {
    const work = this.#works.get(id);
    work?.stop();
    await work?.ended;
    return work !== undefined;
  }

  /** Stops everything and waits for its end. */
  async dispose(): Promise<void> {
    await Promise.all(this.ids.map((id) => this.stop(id)));
  }

  /**
   * Waits until work has ended, some seconds are over, or the caller gives up. Progress is told meanwhile. With `stopsOnAbort` the work
   * stops when the caller gives up.
   */
  async wait(
    id: string,
    { seconds, stopsOnAbort }: { readonly seconds: number; readonly stopsOnAbort: boolean },
    call: AgentCall,
  ): Promise<void> {
    const work = this.#works.get(id);
    if (!work) return;
    const tell = atMostEvery(progressMs, () => call.onProgress?.(work.progress()));
    const quiet = work.onProgress?.(tell);
    const isAborted = await untilEndOr(work.ended, seconds * 1000, call.signal);
    quiet?.();
    if (!isAborted) return;
    if (stopsOnAbort) await this.stop(id);
    throw new PolypromptError('invalid-arguments', 'The call was given up.', {
      hint: `Its state: read_results ${id}.`,
    });
  }
}

/** The work of one session. `close` lets go of what it holds. */
export function workOfSession(session: RunSession, close: () => Promise<void>): Work {
  return {
    ended: session.ended().then(close, close),
    stop: () => session.stop(),
    progress: () => progressOf(session),
    onProgress: (listener) =>
      session.subscribe(({ type }) => {
        if (type === 'cell-done' || type === 'cell-failed') listener();
      }),
  };
}

/** The cells of a session that have ended, of all that it has. */
export function progressOf(session: RunSession): { readonly ended: number; readonly of: number } {
  const cells = [...cellsOf(session.state)];
  return { ended: cells.filter(({ status }) => !isActive(status)).length, of: cells.length };
}

/** Calls at once, and then no sooner than some milliseconds after the last call. */
function atMostEvery(milliseconds: number, callback: () => void): () => void {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (now - last < milliseconds) return;
    last = now;
    callback();
  };
}

/** Waits for the first of the three; true where the caller gave up. */
async function untilEndOr(ended: Promise<void>, milliseconds: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return true;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const onAbort = () => resolve(true);
  const timer = setTimeout(() => resolve(false), milliseconds);
  signal.addEventListener('abort', onAbort, { once: true });
  void ended.then(() => resolve(false));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
