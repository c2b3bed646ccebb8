import { PolypromptError, toPolypromptError } from '../errors.ts';
import type { ModelEvent } from '../messages.ts';
import type { RequestSize } from '../plan/requestSize.ts';
import type { Catalog } from '../pricing/catalog.ts';
import type { Provider, ProviderAccess } from '../providers/contract/provider.ts';
import type { CellResult, PlannedCell, Target } from '../run/events.ts';
import type { Round } from '../run/round.ts';
import { requestIdAfter, roundCall } from '../run/roundCall.ts';
import { closest } from '../text/closest.ts';
import { CellRecorder } from './cellRecorder.ts';
import type { ExecuteContext } from './executeContext.ts';
import type { Attempt, AttemptEnd, ScheduledRequest } from './scheduledRequest.ts';

/** The address and the key of a target's requests. It is looked up again whenever it may have changed. */
export interface TargetAccess {
  readonly provider: Provider;
  readonly access: ProviderAccess;
  /** The vendor's own name of the model. */
  readonly model: string;
}

export interface CellWork {
  readonly cell: PlannedCell;
  readonly target: Target;
  readonly size: RequestSize;
  access(): TargetAccess | Promise<TargetAccess>;
  /** The rounds of the cell before this request, whose calls all have their results. */
  readonly rounds?: readonly Round[];
  /** Called when the model has called tools whose results it is to be given. */
  called(round: Round): void;
  /** Called when the cell has an answer. */
  answered(result: CellResult): void;
  /** Called when the cell will have no answer. */
  failed(): void;
}

/** One cell, or one of its rounds, as the scheduler sees it; each attempt has a recorder of its own. */
export class CellRequest implements ScheduledRequest {
  readonly tokens: number;
  readonly maxCost: number;
  readonly #context: ExecuteContext;
  readonly #work: CellWork;
  /** The recorder of the last attempt; undefined until the first attempt, which most requests wait for long. */
  #recorder: CellRecorder | undefined;

  constructor(context: ExecuteContext, work: CellWork) {
    this.tokens = work.size.tokens;
    this.maxCost = work.size.maxCost;
    this.#context = context;
    this.#work = work;
  }

  /** Each round has its own, since the one before may still be ending. */
  get id(): string {
    const { cell, rounds = [] } = this.#work;
    return requestIdAfter(cell.id, rounds.length);
  }

  /** A cell that has begun goes on before others begin. */
  get isAwaited(): true | undefined {
    return (this.#work.rounds?.length ?? 0) > 0 || undefined;
  }

  async attempt(attempt: Attempt): Promise<AttemptEnd> {
    const recorder = this.#recordAttempt(attempt);
    try {
      recorder.start();
      await streamCell(this.#work, attempt, (event) => recorder.take(event));
      if (recorder.next !== 'end') this.#work.called(recorder.finishRound());
      else this.#work.answered(recorder.finish());
      return { type: 'answered', tokens: recorder.tokens, cost: recorder.charged, timed: recorder.timed };
    } catch (thrown) {
      if (!attempt.signal.aborted)
        return {
          type: 'failed',
          error: toPolypromptError(thrown),
          hasContent: recorder.hasContent,
          cost: recorder.charged,
        };
      recorder.cancel();
      return { type: 'stopped' };
    }
  }

  retrying(error: PolypromptError, delayMs: number): void {
    this.#lastRecorder().retry(error, delayMs);
  }

  failed(error: PolypromptError): void {
    this.#lastRecorder().fail(withSuggestions(error, this.#work.target.model, this.#context.catalog));
    this.#work.failed();
  }

  cancelled(): void {
    this.#lastRecorder().cancel();
  }

  /** Does nothing, since the cell stays queued: a resumed run asks it. */
  left(): void {}

  #lastRecorder(): CellRecorder {
    return this.#recorder ?? this.#recordAttempt({ number: 1 });
  }

  #recordAttempt(attempt: Pick<Attempt, 'number'> & Partial<Attempt>): CellRecorder {
    this.#recorder = new CellRecorder(this.#context, this.#work, attempt);
    return this.#recorder;
  }
}

/** Sends a cell's request and passes on the answer. */
export async function streamCell(
  { cell, target, rounds = [], access: find }: Pick<CellWork, 'cell' | 'target' | 'rounds' | 'access'>,
  attempt: Attempt,
  take: (event: ModelEvent) => void,
): Promise<void> {
  const { signal, stay } = attempt;
  const { provider, access, model } = await find();
  signal.throwIfAborted();
  const call = { model, ...roundCall({ cell, target, rounds }), repeat: cell.repeat };
  for await (const event of provider.stream(call, accessFor(access, attempt), signal)) {
    if (signal.aborted) break;
    stay.heard();
    take(event);
  }
  signal.throwIfAborted();
}

/** The access for one attempt: its request is counted at its address, and the limits that every answer states reach the lane. */
export function accessFor(access: ProviderAccess, { stay, onHeaders }: Attempt): ProviderAccess {
  stay.enter(access.baseUrl);
  return {
    ...access,
    silentSince: () => stay.silentSince(),
    fetch: async (input, init) => {
      const response = await access.fetch(input, init);
      onHeaders(response.headers);
      return response;
    },
  };
}

/** Adds known models with similar names to an error: a model that the provider does not know is often one of them, misspelt. */
function withSuggestions(error: PolypromptError, model: string, catalog: Catalog): PolypromptError {
  if (error.code !== 'model-not-found') return error;
  const near = closest(model, catalog.entries.keys());
  if (near.length === 0) return error;
  const { message, status, requestId, retryable, cause } = error;
  const details = {
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
    retryable,
    cause,
  };
  return new PolypromptError(error.code, message, { ...details, hint: `Did you mean ${near.join(' or ')}?` });
}
