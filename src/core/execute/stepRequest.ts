import type { Environment } from '../environment.ts';
import { PolypromptError, toPolypromptError } from '../errors.ts';
import type { RequestSize } from '../plan/requestSize.ts';
import type { Catalog } from '../pricing/catalog.ts';
import type { CellResult, CellRunEvent } from '../run/events.ts';
import type { Round } from '../run/round.ts';
import { AwaitedRequest } from './awaitedRequest.ts';
import { CellRecorder } from './cellRecorder.ts';
import { type CellCall, streamCell } from './cellRequest.ts';
import type { Attempt, AttemptEnd, ScheduledRequest } from './scheduledRequest.ts';

/** Thrown when no money was left for a request of the route: the cell waits, and a resumed run asks it. */
export class RouteLeft extends Error {}

/** The end of a request. One that failed or was stopped has cost something, too. */
export type StepEnd =
  | { readonly type: 'answered'; readonly result: CellResult }
  | ({ readonly type: 'failed'; readonly error: PolypromptError; readonly partial: string } & StepAccount)
  | ({ readonly type: 'stopped' } & StepAccount);

/** The end of one of its rounds: the model may have called tools whose results it is to be given. */
export type StepReply = StepEnd | { readonly type: 'called'; readonly round: Round };

export type StepAccount = Partial<ReturnType<CellRecorder['account']>>;

interface StepWork extends CellCall {
  readonly id: string;
  readonly size: RequestSize;
  readonly environment: Environment;
  readonly catalog: Catalog;
  readonly timeoutMs: number | undefined;
  /** Called with each event of the model's answer while it streams. */
  said(event: CellRunEvent): void;
}

/** One request of a route as the scheduler sees it. */
export class StepRequest extends AwaitedRequest implements ScheduledRequest {
  readonly isImpatient = true;
  readonly #work: StepWork;
  readonly #settled = Promise.withResolvers<StepReply>();
  /** The account and the text of the attempt that failed; undefined while none has. */
  #failed: (StepAccount & { readonly partial: string }) | undefined;

  constructor(work: StepWork) {
    super(work);
    this.#work = work;
  }

  /** The end of the request; rejects with nothing but `RouteLeft`. */
  get end(): Promise<StepReply> {
    return this.#settled.promise;
  }

  async attempt(attempt: Attempt): Promise<AttemptEnd> {
    const { cell, target, rounds = [], environment, catalog, said } = this.#work;
    let partial = '';
    const emit = (event: CellRunEvent) => {
      if (event.type === 'cell-delta') partial += event.text ?? '';
      said(event);
    };
    const recorder = new CellRecorder(
      { environment, catalog, emit: (event) => isSaid(event) && emit(event) },
      { cell, target, rounds },
      { ...attempt, number: 1 },
    );
    try {
      recorder.begin();
      await this.#stream(attempt, recorder);
      if (recorder.next !== 'end') this.#settled.resolve({ type: 'called', round: recorder.finishRound() });
      else this.#settled.resolve({ type: 'answered', result: recorder.finish() });
      return { type: 'answered', tokens: recorder.tokens, cost: recorder.charged, timed: recorder.timed };
    } catch (thrown) {
      if (attempt.signal.aborted) {
        this.#settled.resolve({ type: 'stopped', ...recorder.account() });
        return { type: 'stopped' };
      }
      this.#failed = { ...recorder.account(), partial };
      return {
        type: 'failed',
        error: toPolypromptError(thrown),
        hasContent: recorder.hasContent,
        cost: recorder.charged,
      };
    }
  }

  retrying(): void {}

  failed(error: PolypromptError): void {
    this.#settled.resolve({ type: 'failed', error, partial: '', ...this.#failed });
  }

  cancelled(): void {
    this.#settled.resolve({ type: 'stopped' });
  }

  left(): void {
    this.#settled.reject(new RouteLeft());
  }

  /** Streams the answer within the time that the route allows. */
  async #stream(attempt: Attempt, recorder: CellRecorder): Promise<void> {
    const { timeoutMs, target, environment } = this.#work;
    const limit = new AbortController();
    const cancel = timeoutMs === undefined ? undefined : environment.clock.after(timeoutMs, () => limit.abort());
    const signal = AbortSignal.any([attempt.signal, limit.signal]);
    try {
      await streamCell(this.#work, { ...attempt, signal }, (event) => recorder.take(event));
    } catch (error) {
      if (!limit.signal.aborted || attempt.signal.aborted) throw error;
      const message = `${target.model} had no whole answer within ${timeoutMs} ms, the time that the route allows.`;
      throw new PolypromptError('timeout-total', message, { retryable: true });
    } finally {
      cancel?.();
    }
  }
}

function isSaid(event: { readonly type: string }): event is CellRunEvent {
  return ['cell-delta', 'cell-warning', 'cell-usage', 'cell-round'].includes(event.type);
}
