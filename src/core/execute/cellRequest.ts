import { PolypromptError, toPolypromptError } from '../errors.ts';
import type { ModelEvent } from '../messages.ts';
import { type RequestSize, requestSize } from '../plan/requestSize.ts';
import type { Catalog } from '../pricing/catalog.ts';
import type { Provider, ProviderAccess } from '../providers/contract/provider.ts';
import type { CellResult, PlannedCell, Target } from '../run/events.ts';
import type { Round } from '../run/round.ts';
import { type CallingCell, type RoundCall, requestIdAfter, roundCall } from '../run/roundCall.ts';
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

/** What one request sends, and how it finds its provider. */
export interface CellCall {
  readonly cell: PlannedCell;
  readonly target: Target;
  /** The rounds of the cell before this request, whose calls all have their results. */
  readonly rounds?: readonly Round[];
  /** What is sent, where it was made already. */
  readonly call?: RoundCall;
  access(): TargetAccess | Promise<TargetAccess>;
}

/** Where all cells of a run find their provider, and where what becomes of them is taken up. */
export interface CellDesk {
  accessTo(model: string): Promise<TargetAccess>;
  /** Called when the model has called tools whose results it is to be given. */
  called(calling: CallingCell, round: Round): void;
  /** Called when the cell has an answer. */
  answered(calling: CallingCell, result: CellResult): void;
  /** Called when the cell will have no answer. */
  failed(calling: CallingCell): void;
}

/**
 * One cell, or one of its rounds, as the scheduler sees it; each attempt has a recorder of its own. A hundred thousand of them may wait, so
 * that a waiting one holds nothing that can be made when its turn comes.
 */
export class CellRequest implements ScheduledRequest {
  readonly #context: ExecuteContext;
  readonly #calling: CallingCell;
  readonly #desk: CellDesk;
  #size: RequestSize | undefined;
  /** What is sent; kept from when its turn is near until the attempt has ended. */
  #call: RoundCall | undefined;
  /** The recorder of the last attempt; undefined until the first attempt, which most requests wait for long. */
  #recorder: CellRecorder | undefined;

  constructor(context: ExecuteContext, calling: CallingCell, desk: CellDesk) {
    this.#context = context;
    this.#calling = calling;
    this.#desk = desk;
  }

  /** Each round has its own, since the one before may still be ending. */
  get id(): string {
    const { cell, rounds } = this.#calling;
    return requestIdAfter(cell.id, rounds.length);
  }

  get tokens(): number {
    return this.#sized().tokens;
  }

  get maxCost(): number {
    return this.#sized().maxCost;
  }

  /** A cell that has begun goes on before others begin. */
  get isAwaited(): true | undefined {
    return this.#calling.rounds.length > 0 || undefined;
  }

  async attempt(attempt: Attempt): Promise<AttemptEnd> {
    const recorder = this.#recordAttempt(attempt);
    try {
      recorder.start();
      const access = () => this.#desk.accessTo(this.#calling.target.model);
      await streamCell({ ...this.#calling, call: this.#called(), access }, attempt, (event) => recorder.take(event));
      if (recorder.next !== 'end') this.#desk.called(this.#calling, recorder.finishRound());
      else this.#desk.answered(this.#calling, recorder.finish());
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
    } finally {
      this.#call = undefined;
    }
  }

  retrying(error: PolypromptError, delayMs: number): void {
    this.#lastRecorder().retry(error, delayMs);
  }

  failed(error: PolypromptError): void {
    this.#lastRecorder().fail(withSuggestions(error, this.#calling.target.model, this.#context.catalog));
    this.#desk.failed(this.#calling);
  }

  cancelled(): void {
    this.#lastRecorder().cancel();
  }

  /** Does nothing, since the cell stays queued: a resumed run asks it. */
  left(): void {}

  #sized(): RequestSize {
    const { model } = this.#calling.target;
    this.#size ??= requestSize({ model, ...this.#called() }, this.#context.catalog);
    return this.#size;
  }

  #called(): RoundCall {
    this.#call ??= roundCall(this.#calling);
    return this.#call;
  }

  #lastRecorder(): CellRecorder {
    return this.#recorder ?? this.#recordAttempt({ number: 1 });
  }

  #recordAttempt(attempt: Pick<Attempt, 'number'> & Partial<Attempt>): CellRecorder {
    this.#recorder = new CellRecorder(this.#context, this.#calling, attempt);
    return this.#recorder;
  }
}

/** Sends a cell's request and passes on the answer. */
export async function streamCell(
  { cell, target, rounds = [], call: made, access: find }: CellCall,
  attempt: Attempt,
  take: (event: ModelEvent) => void,
): Promise<void> {
  const { signal, stay } = attempt;
  const { provider, access, model } = await find();
  signal.throwIfAborted();
  const call = { model, ...(made ?? roundCall({ cell, target, rounds })), repeat: cell.repeat };
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
