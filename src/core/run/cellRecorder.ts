import type { Environment } from '../environment.ts';
import { PolypromptError } from '../errors.ts';
import type { ModelEvent, ModelWarning, ToolCall, Usage } from '../messages.ts';
import type { Catalog } from '../pricing/catalog.ts';
import { type Cost, costOf } from '../pricing/cost.ts';
import type { CellRunEvent, PlannedCell, RunEvent, Target, Timing } from './events.ts';

interface RecorderContext {
  readonly environment: Environment;
  readonly catalog: Catalog;
  emit(event: RunEvent): void;
}

interface RecorderWork {
  readonly cell: PlannedCell;
  readonly target: Target;
}

/** One attempt at one cell: turns a provider's events into the run's, and remembers what the closing event has to say. */
export class CellRecorder {
  readonly #context: RecorderContext;
  readonly #work: RecorderWork;
  readonly #attempt: number;
  readonly #startedAt: number;
  #firstTokenMs: number | undefined;
  #answer = '';
  #reasoning = '';
  #usage: Usage | undefined;
  #done: Extract<ModelEvent, { type: 'done' }> | undefined;
  readonly #toolCalls: ToolCall[] = [];
  readonly #warnings: ModelWarning[] = [];

  constructor(context: RecorderContext, work: RecorderWork, attempt: number) {
    this.#context = context;
    this.#work = work;
    this.#attempt = attempt;
    this.#startedAt = context.environment.clock.now();
  }

  /** True once anything the reader can see has arrived. */
  get hasContent(): boolean {
    return this.#answer !== '' || this.#reasoning !== '' || this.#toolCalls.length > 0;
  }

  start(): void {
    this.#emit({ type: 'cell-started', ...this.#mark(), target: this.#work.target.id, attempt: this.#attempt });
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
        const toolCall = { id: event.id, name: event.name, input: event.input };
        this.#toolCalls.push(toolCall);
        this.#content({ toolCall });
        break;
      }
      case 'warning':
        this.#warnings.push(event.warning);
        this.#emit({ type: 'cell-warning', ...this.#mark(), warning: event.warning });
        break;
      case 'usage':
        this.#usage = event.usage;
        this.#emit({ type: 'cell-usage', ...this.#mark(), usage: event.usage });
        break;
      case 'done':
        this.#done = event;
    }
  }

  finish(): void {
    const done = this.#done;
    if (done) this.#finishWith(done);
    else this.fail(new PolypromptError('incomplete', 'The answer ended before the model said it was done.'));
  }

  #finishWith(done: Extract<ModelEvent, { type: 'done' }>): void {
    this.#emit({
      type: 'cell-done',
      ...this.#mark(),
      ...this.#names(),
      answer: this.#answer,
      ...(this.#reasoning === '' ? {} : { reasoning: this.#reasoning }),
      toolCalls: this.#toolCalls,
      ...this.#account(),
      servedModel: done.servedModel ?? null,
      requestId: done.requestId ?? null,
      finishReason: done.finishReason,
      rawFinishReason: done.rawFinishReason ?? null,
      warnings: this.#warnings,
    });
  }

  fail(error: PolypromptError): void {
    this.#emit({
      type: 'cell-failed',
      ...this.#mark(),
      ...this.#names(),
      error: error.toRecord(),
      partial: this.#answer,
      ...this.#account(),
    });
  }

  cancel(): void {
    this.#emit({ type: 'cell-cancelled', ...this.#mark(), ...this.#names(), partial: this.#answer });
  }

  retry(error: PolypromptError, delayMs: number, maxAttempts: number): void {
    this.#emit({
      type: 'cell-retrying',
      ...this.#mark(),
      attempt: this.#attempt,
      maxAttempts,
      delayMs,
      error: error.toRecord(),
    });
  }

  #content(delta: { text?: string; reasoning?: string; toolCall?: ToolCall }): void {
    this.#firstTokenMs ??= this.#elapsed();
    this.#emit({ type: 'cell-delta', ...this.#mark(), ...delta });
  }

  #account(): { usage: Usage | null; cost: Cost | null; timing: Timing; attempts: number } {
    const entry = this.#context.catalog.entries.get(this.#work.target.model);
    const cost = this.#usage && costOf(this.#usage, entry);
    const timing = {
      ...(this.#firstTokenMs === undefined ? {} : { firstTokenMs: this.#firstTokenMs }),
      totalMs: this.#elapsed(),
    };
    return { usage: this.#usage ?? null, cost: cost ?? null, timing, attempts: this.#attempt };
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
