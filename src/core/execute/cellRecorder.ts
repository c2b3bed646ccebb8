import type { Environment } from '../environment.ts';
import { PolypromptError } from '../errors.ts';
import { defined } from '../jsonRead.ts';
import type { ModelEvent, ModelWarning, Part, ToolCall, Usage } from '../messages.ts';
import { atBatchPrice } from '../pricing/batchPrice.ts';
import type { Catalog } from '../pricing/catalog.ts';
import { type Cost, costOf } from '../pricing/cost.ts';
import { entryOf } from '../pricing/entryOf.ts';
import type { TimedAnswer } from '../providers/lanes/usualLength.ts';
import { maxRetries } from '../providers/wire/retry.ts';
import { isAtLimit, type NextStep, nextStep } from '../run/conversation.ts';
import type { CellResult, CellRunEvent, PlannedCell, RunEvent, Target } from '../run/events.ts';
import { type Round, warningsOfRounds } from '../run/round.ts';
import { type RequestAccount, sumOfRounds } from '../run/sumOfRounds.ts';
import { counted } from '../text/formatCount.ts';
import type { Attempt } from './scheduledRequest.ts';

interface RecorderContext {
  readonly environment: Environment;
  readonly catalog: Catalog;
  emit(event: RunEvent): void;
  /** True where somebody may go on with the conversation after the answer. */
  readonly isAttended?: boolean;
}

interface Account extends RequestAccount {
  readonly attempts: number;
}

interface RecorderWork {
  readonly cell: PlannedCell;
  readonly target: Target;
  /** The answer came from a batch job. */
  readonly isBatch?: true;
  /** The rounds of the cell before this one, whose calls all have their results. */
  readonly rounds?: readonly Round[] | undefined;
}

/** Records one attempt at one cell: turns a provider's events into the run's, and keeps what the closing event has to say. */
export class CellRecorder {
  readonly #context: RecorderContext;
  readonly #work: RecorderWork;
  readonly #attempt: number;
  readonly #stay: Attempt['stay'] | undefined;
  readonly #startedAt: number;
  #isSent = false;
  #firstTokenMs: number | undefined;
  #answer = '';
  #reasoning = '';
  #usage: Usage | undefined;
  #turn: readonly Part[] | undefined;
  #done: Extract<ModelEvent, { type: 'done' }> | undefined;
  readonly #toolCalls: ToolCall[] = [];
  readonly #logProbs: number[] = [];
  readonly #warnings: ModelWarning[] = [];

  constructor(context: RecorderContext, work: RecorderWork, attempt: Pick<Attempt, 'number'> & Partial<Attempt>) {
    this.#context = context;
    this.#work = work;
    this.#attempt = attempt.number;
    this.#stay = attempt.stay;
    this.#startedAt = context.environment.clock.now();
  }

  /** True once anything that the reader can see has arrived. */
  get hasContent(): boolean {
    return this.#answer !== '' || this.#reasoning !== '' || this.#toolCalls.length > 0;
  }

  /** The tokens of prompt and answer together; undefined when nobody reported them. */
  get tokens(): number | undefined {
    const { inputTokens, outputTokens } = this.#usage ?? {};
    return inputTokens === undefined && outputTokens === undefined
      ? undefined
      : (inputTokens ?? 0) + (outputTokens ?? 0);
  }

  /** USD that were really charged: nobody is charged for a simulated model. */
  get charged(): number | undefined {
    const cost = this.#cost();
    return cost?.basis === 'simulated' ? 0 : cost?.amount;
  }

  /** Has to be called when the request is about to be sent; `start` does so too. */
  begin(): void {
    this.#isSent = true;
  }

  start(): void {
    this.begin();
    const { cell, target } = this.#work;
    const said = {
      ...(cell.after ? { messages: cell.messages } : {}),
      ...(this.#rounds.length > 0 ? { round: this.#rounds.length + 1 } : {}),
    };
    this.#emit({ type: 'cell-started', ...this.#mark(), target: target.id, attempt: this.#attempt, ...said });
  }

  get #rounds(): readonly Round[] {
    return this.#work.rounds ?? [];
  }

  /** How the cell goes on after this answer. Whether calls came decides, since reasons to finish are not to be trusted. */
  get next(): NextStep {
    return this.#done ? nextStep(this.#work.cell, this.#rounds, this.#said) : 'end';
  }

  get #said() {
    return { toolCalls: this.#toolCalls, finishReason: this.#done?.finishReason ?? 'other' };
  }

  /** The round that has just ended; nobody has answered it yet. */
  finishRound(): Round {
    const { finishReason, servedModel = null, requestId = null } = this.#done ?? { finishReason: 'other' };
    const round = {
      answer: this.#answer,
      ...(this.#reasoning === '' ? {} : { reasoning: this.#reasoning }),
      toolCalls: this.#toolCalls,
      ...defined({ turn: this.#turn }),
      ...this.#ownAccount(),
      finishReason,
      servedModel,
      requestId,
      ...(this.#ownWarnings.length > 0 ? { warnings: this.#ownWarnings } : {}),
      ...(this.#work.isBatch ? { batch: true as const, timing: { totalMs: 0 } } : {}),
    };
    this.#emit({ type: 'cell-round', ...this.#mark(), round });
    return { ...round, results: [] };
  }

  take(event: ModelEvent): void {
    switch (event.type) {
      case 'text':
        this.#answer += event.text;
        this.#content({ text: event.text });
        break;
      case 'reasoning':
        this.#reasoning += event.text;
        this.#content({ reasoning: event.text });
        break;
      case 'tool-call': {
        const { type: _call, ...toolCall } = event;
        this.#toolCalls.push(toolCall);
        this.#content({ toolCall });
        break;
      }
      case 'turn':
        // It is long where a model reasons, and only a conversation that goes on needs it.
        if (this.#context.isAttended || this.#work.cell.loop || this.#work.cell.conversation) this.#turn = event.parts;
        break;
      case 'warning':
        this.#warnings.push(event.warning);
        this.#emit({ type: 'cell-warning', ...this.#mark(), warning: event.warning });
        break;
      case 'log-probs':
        for (const value of event.values) this.#logProbs.push(value);
        break;
      case 'usage':
        this.#usage = event.usage;
        this.#emit({ type: 'cell-usage', ...this.#mark(), usage: event.usage });
        break;
      case 'done':
        this.#done = event;
    }
  }

  /** Throws `incomplete` when the model never said that it was done. */
  finish(): CellResult {
    if (!this.#done) throw new PolypromptError('incomplete', 'The answer ended before the model said it was done.');
    const result = this.#result(this.#done);
    const { rounds: _told, ...said } = result;
    this.#emit({ type: 'cell-done', ...this.#mark(), ...said });
    return result;
  }

  #result(done: Extract<ModelEvent, { type: 'done' }>): CellResult {
    return {
      ...this.#names(),
      answer: this.#answer,
      ...(this.#reasoning === '' ? {} : { reasoning: this.#reasoning }),
      toolCalls: this.#toolCalls,
      ...defined({ turn: this.#turn }),
      ...(this.#rounds.length > 0 ? { rounds: this.#rounds } : {}),
      ...(this.#logProbs.length > 0 ? { logProbs: this.#logProbs } : {}),
      ...this.account(),
      servedModel: done.servedModel ?? null,
      ...(done.isFallback === undefined ? {} : { isFallback: done.isFallback }),
      requestId: done.requestId ?? null,
      finishReason: done.finishReason,
      rawFinishReason: done.rawFinishReason ?? null,
      warnings: warningsOfRounds(this.#rounds, this.#ownWarnings),
      ...(this.#isBatch ? { batch: true, timing: { totalMs: 0 } } : {}),
    };
  }

  /** True when any of its answers came from a batch job: nobody knows then how long it took. */
  get #isBatch(): boolean {
    return this.#work.isBatch === true || this.#rounds.some(({ batch }) => batch);
  }

  fail(error: PolypromptError): void {
    this.#emit({
      type: 'cell-failed',
      ...this.#mark(),
      ...this.#names(),
      error: error.toRecord(),
      partial: this.#answer,
      ...this.account(),
    });
  }

  cancel(): void {
    this.#emit({ type: 'cell-cancelled', ...this.#mark(), ...this.#names(), partial: this.#answer });
  }

  retry(error: PolypromptError, delayMs: number): void {
    this.#emit({
      type: 'cell-retrying',
      ...this.#mark(),
      attempt: this.#attempt,
      maxAttempts: Math.max(maxRetries + 1, this.#attempt + 1),
      delayMs,
      error: error.toRecord(),
    });
  }

  #content(delta: { text?: string; reasoning?: string; toolCall?: ToolCall }): void {
    this.#firstTokenMs ??= this.#elapsed();
    this.#emit({ type: 'cell-delta', ...this.#mark(), ...delta });
  }

  /** The usage, cost and time of the cell until now, with its earlier rounds; null where a figure is not known. */
  account(): Account {
    const own = this.#ownAccount();
    const last = this.#rounds.at(-1);
    // A cell whose calls cannot be answered ends without a request of its own.
    const sum = this.#isSent || !last ? sumOfRounds(this.#rounds, own) : sumOfRounds(this.#rounds.slice(0, -1), last);
    return { ...own, ...sum };
  }

  get #ownWarnings(): readonly ModelWarning[] {
    const { cell } = this.#work;
    if (!cell.loop || !isAtLimit(cell, this.#rounds, this.#said)) return this.#warnings;
    const times = counted(cell.loop.maxTurns, 'time');
    const message = `The model was given results ${times} and called tools again: maxTurns ended it, and its last calls have no results.`;
    return [...this.#warnings, { field: 'maxTurns', action: 'clamped', message }];
  }

  #ownAccount(): Account {
    const atOnce = this.#stay?.atOnce;
    const timing = {
      ...(this.#firstTokenMs === undefined ? {} : { firstTokenMs: this.#firstTokenMs }),
      totalMs: this.#elapsed(),
      ...(atOnce === undefined ? {} : { atOnce }),
    };
    return { usage: this.#usage ?? null, cost: this.#cost() ?? null, timing, attempts: this.#attempt };
  }

  /** The time of the answer until now, with its length where the provider reported it. */
  get timed(): TimedAnswer {
    return {
      totalMs: this.#elapsed(),
      ...defined({ firstTokenMs: this.#firstTokenMs, outputTokens: this.#usage?.outputTokens }),
    };
  }

  #cost(): Cost | undefined {
    const entry = entryOf(this.#context.catalog, this.#work.target.model);
    return this.#usage && costOf(this.#usage, entry && this.#work.isBatch ? atBatchPrice(entry) : entry);
  }

  #names(): { target: string; model: string } {
    return { target: this.#work.target.id, model: this.#work.target.model };
  }

  #mark(): { cell: string; at: number } {
    return { cell: this.#work.cell.id, at: this.#context.environment.clock.wallTime() };
  }

  #elapsed(): number {
    return Math.round((this.#context.environment.clock.now() - this.#startedAt) * 10) / 10;
  }

  #emit(event: CellRunEvent): void {
    this.#context.emit(event);
  }
}
