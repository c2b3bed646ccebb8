import type { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten-core';
import type { ScriptFailure } from './threadMessages.ts';
import { threadWork } from './workTime.ts';

const guestMemory = 64 * 1024 * 1024;
const guestStack = 256 * 1024;
const guestMs = 250;
const longestMessage = 2000;
/** The number of jobs between two looks at the clock. */
const jobsAtOnce = 100;

/** A world of its own inside the engine, with limits of memory, stack and working time. */
export class Guest {
  readonly context: QuickJSContext;
  readonly #runtime: QuickJSRuntime;
  #wallStart = 0;
  #workStart = 0;
  #isLate = false;

  constructor(engine: QuickJSWASMModule) {
    this.#runtime = engine.newRuntime();
    this.#runtime.setMemoryLimit(guestMemory);
    this.#runtime.setMaxStackSize(guestStack);
    this.#runtime.setInterruptHandler(() => this.isLate());
    this.context = this.#runtime.newContext();
    this.startTime();
  }

  /** Gives the guest 250 ms of work, counted from here. */
  startTime(): void {
    this.#isLate = false;
    this.#wallStart = performance.now();
    this.#workStart = threadWork();
  }

  /**
   * Whether the guest's time is over; once it is, that stays so until `startTime`. The wall clock is asked first because it costs least.
   */
  isLate(): boolean {
    this.#isLate ||= performance.now() - this.#wallStart > guestMs && threadWork() - this.#workStart > guestMs;
    return this.#isLate;
  }

  /**
   * Calls a function of the guest. The result counts only when it came in time: an interrupt reaches guest code as an error or as a
   * rejected promise, and code can go on behind either and return.
   */
  call<Result>(
    start: QuickJSHandle,
    texts: readonly string[],
    read: (value: QuickJSHandle) => Result,
  ): Result | ScriptFailure {
    const handles = texts.map((text) => this.context.newString(text));
    const outcome = this.context.callFunction(start, this.context.undefined, ...handles);
    const failure = this.isLate() ? late : outcome.error && this.#failureOf(outcome.error);
    const result = failure ?? (outcome.error ? late : read(outcome.value));
    outcome.dispose();
    for (const handle of handles) handle.dispose();
    return result;
  }

  /** Does what promises of the guest have left to do, as long as it has time. */
  finishJobs(): void {
    for (let isMore = true; isMore && !this.isLate(); ) {
      const done = this.#runtime.executePendingJobs(jobsAtOnce);
      isMore = done.error === undefined && this.#runtime.hasPendingJob();
      done.dispose();
    }
  }

  dispose(): void {
    this.context.dispose();
    this.#runtime.dispose();
  }

  #failureOf(error: QuickJSHandle): ScriptFailure {
    const message = this.#textOf(error, 'message');
    if (message === 'out of memory') return { type: 'failure', kind: 'memory', detail: '64 MB' };
    if (this.context.typeof(error) === 'string') {
      const text = this.context.getString(error).slice(0, longestMessage);
      return { type: 'failure', kind: 'threw', detail: text, thrown: { name: '', message: text } };
    }
    const name = this.#textOf(error, 'name') || 'a value that is not an error';
    const detail = `${name}${message ? `: ${message}` : ''}${this.#placeOf(error)}`;
    return { type: 'failure', kind: 'threw', detail, thrown: { name, message } };
  }

  /** Line and column in the script. The engine also counts the two lines that `Function` puts in front. */
  #placeOf(error: QuickJSHandle): string {
    const [, line, column] = /<input>:(\d+)(?::(\d+))?/.exec(this.#textOf(error, 'stack')) ?? [];
    if (line === undefined || Number(line) < 3) return '';
    return ` (line ${Number(line) - 2}${column === undefined ? '' : `, column ${column}`})`;
  }

  /** Reading a property can run guest code, for which there is no time left once it is over. */
  #textOf(error: QuickJSHandle, property: string): string {
    if (this.context.typeof(error) !== 'object') return '';
    const handle = this.context.getProp(error, property);
    const text = this.context.typeof(handle) === 'string' ? this.context.getString(handle) : '';
    handle.dispose();
    return text.slice(0, longestMessage);
  }
}

const late: ScriptFailure = { type: 'failure', kind: 'timeout', detail: `${guestMs} ms` };
