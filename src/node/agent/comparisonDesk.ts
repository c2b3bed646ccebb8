import { randomBytes } from 'node:crypto';
import type { GateResult } from '../../core/gate/gateResult.ts';
import type { RunSession } from '../runs/runSession.ts';
import { progressOf, type RunDesk, type Work } from './runDesk.ts';

/** A comparison under way or ended. */
export interface Comparison {
  readonly id: string;
  /** Undefined while it goes on, and where it failed. */
  result(): GateResult | undefined;
  /** The reason why it failed; undefined otherwise. */
  failure(): unknown;
}

/** What a comparison is told while it works. */
export interface ComparisonWork {
  onSession(session: RunSession): void;
  /** Called once it is agreed what may be spent. */
  onAgreed(): void;
}

/** How many comparisons that have ended are remembered. */
const remembered = 20;

/**
 * The comparisons of one server by id. They are not stored: their answers are, in runs and in the cache, so that one that is lost is made
 * again without paying twice.
 */
export class ComparisonDesk {
  readonly #runs: RunDesk;
  readonly #known = new Map<string, Comparison>();

  constructor(runs: RunDesk) {
    this.#runs = runs;
  }

  get(id: string): Comparison | undefined {
    return this.#known.get(id);
  }

  has(id: string): boolean {
    return this.#known.has(id);
  }

  /** Starts a comparison. Resolves once it is agreed what may be spent, or when it has ended before. */
  async start(compare: (work: ComparisonWork) => Promise<GateResult>): Promise<Comparison> {
    const under = new UnderWay();
    const id = `compare-${randomBytes(6).toString('hex')}`;
    const ended = under.carryOut(compare);
    const comparison = { id, result: () => under.result, failure: () => under.failure };
    this.#remember(comparison);
    this.#runs.add(id, under.asWork(ended));
    await Promise.race([under.agreed, ended]);
    return comparison;
  }

  #remember(comparison: Comparison): void {
    this.#known.set(comparison.id, comparison);
    const [oldest] = this.#known.keys();
    if (this.#known.size > remembered && oldest !== undefined) this.#known.delete(oldest);
  }
}

class UnderWay {
  readonly #agreement = Promise.withResolvers<void>();
  readonly #listeners = new Set<() => void>();
  #session: RunSession | undefined;
  #isStopped = false;
  result: GateResult | undefined;
  failure: unknown;

  get agreed(): Promise<void> {
    return this.#agreement.promise;
  }

  async carryOut(compare: (work: ComparisonWork) => Promise<GateResult>): Promise<void> {
    try {
      const result = await compare({
        onSession: (session) => this.#watch(session),
        onAgreed: () => this.#agreement.resolve(),
      });
      this.result = this.#isStopped ? { ...result, stopped: [...result.stopped, 'interrupted'] } : result;
    } catch (error) {
      this.failure = error;
    }
  }

  asWork(ended: Promise<void>): Work {
    return {
      ended,
      stop: () => this.#stop(),
      progress: () => (this.#session ? progressOf(this.#session) : { ended: 0, of: 0 }),
      onProgress: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    };
  }

  #watch(session: RunSession): void {
    this.#session = session;
    session.subscribe(({ type }) => {
      if (type === 'cell-done' || type === 'cell-failed') for (const listener of this.#listeners) listener();
    });
    if (this.#isStopped) session.stop();
  }

  #stop(): void {
    this.#isStopped = true;
    this.#session?.stop();
  }
}
