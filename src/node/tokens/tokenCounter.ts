import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type CountTokens, guessTokens } from '../../core/pricing/promptTokens.ts';

export interface TokenCounts {
  /** Counts the texts that were asked for, and guesses any other text. */
  readonly countTokens: CountTokens;
  /** True when the counter could not work and everything is guessed as one token per four characters. */
  readonly isGuessed: boolean;
}

interface TokenCounterOptions {
  /** `dist/tokens.js`, which the first question starts. */
  readonly workerFile: string | URL;
  /** Milliseconds without a question after which a worker ends, because it holds about 100 MB. */
  readonly idleMs?: number;
}

/** How many texts and characters go to the worker at once. */
const batchTexts = 1000;
const batchLength = 1_000_000;
const answerWithinMs = 60_000;
/** How many texts are looked up before other work gets a turn. */
const textsAtOnce = 2000;
/** How many texts are remembered with their count. */
const mostRemembered = 50_000;
const usualIdleMs = 30_000;

/** Counts tokens as OpenAI's models do (o200k_base), in a thread of its own. It never fails: what cannot be counted is guessed. */
export class TokenCounter {
  readonly #workerFile: string | URL;
  readonly #idleMs: number;
  readonly #known = new Map<string, number>();
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor({ workerFile, idleMs = usualIdleMs }: TokenCounterOptions) {
    this.#workerFile = workerFile;
    this.#idleMs = idleMs;
  }

  /** False before the first question, and some time after the last. */
  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  count(texts: Iterable<string>): Promise<TokenCounts> {
    const counted = this.#last.then(() => this.#count(new Set(texts)));
    this.#last = counted;
    return counted;
  }

  async dispose(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  async #count(texts: ReadonlySet<string>): Promise<TokenCounts> {
    clearTimeout(this.#idle);
    const counts = new Map<string, number>();
    const open: string[] = [];
    let looked = 0;
    for (const text of texts) {
      if (++looked % textsAtOnce === 0) await setImmediate();
      const known = this.#recall(text);
      if (known === undefined) open.push(text);
      else counts.set(text, known);
    }
    const isGuessed = !(await this.#countNew(open, counts));
    this.#idle = setTimeout(() => void this.dispose(), this.#idleMs);
    this.#idle.unref();
    return { countTokens: (text) => counts.get(text) ?? guessTokens(text), isGuessed };
  }

  /** Counts texts that are new; the result is false when the worker could not do it. */
  async #countNew(texts: readonly string[], counts: Map<string, number>): Promise<boolean> {
    for (const batch of batchesOf(texts)) {
      const answer = await this.#ask(batch);
      if (!answer) return false;
      for (const [index, text] of batch.entries()) {
        const count = answer[index] ?? guessTokens(text);
        counts.set(text, count);
        this.#remember(text, count);
      }
    }
    return true;
  }

  #recall(text: string): number | undefined {
    const key = keyOf(text);
    const count = this.#known.get(key);
    if (count === undefined) return undefined;
    this.#known.delete(key);
    this.#known.set(key, count);
    return count;
  }

  #remember(text: string, count: number): void {
    this.#known.set(keyOf(text), count);
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size > mostRemembered) this.#known.delete(oldest);
  }

  async #ask(texts: readonly string[]): Promise<readonly number[] | undefined> {
    try {
      this.#worker ??= this.#start();
      const answer = await answerOf(this.#worker, texts);
      if (answer) return answer;
    } catch {
      // A thread that cannot be started is treated as one that gives no answer.
    }
    await this.dispose();
    return undefined;
  }

  #start(): Worker {
    const worker = new Worker(this.#workerFile, { env: {}, argv: [], execArgv: [], stdout: true, stderr: true });
    // Only an open question keeps the process alive, by its timer.
    worker.unref();
    worker.on('error', () => undefined);
    return worker;
  }
}

/** The worker's counts; undefined when the worker failed, ended, or took too long. */
function answerOf(worker: Worker, texts: readonly string[]): Promise<readonly number[] | undefined> {
  return new Promise((resolve) => {
    const settle = (answer?: unknown) => {
      clearTimeout(timer);
      for (const [event, listener] of listeners) worker.off(event, listener);
      resolve(areCounts(answer) && answer.length === texts.length ? answer : undefined);
    };
    const fail = () => settle();
    const listeners = [
      ['message', settle],
      ['error', fail],
      ['exit', fail],
    ] as const;
    const timer = setTimeout(fail, answerWithinMs);
    for (const [event, listener] of listeners) worker.on(event, listener);
    worker.postMessage(texts);
  });
}

function areCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((count) => typeof count === 'number');
}

function* batchesOf(texts: readonly string[]): Generator<readonly string[]> {
  let batch: string[] = [];
  let length = 0;
  for (const text of texts) {
    batch.push(text);
    length += text.length;
    if (batch.length < batchTexts && length < batchLength) continue;
    yield batch;
    batch = [];
    length = 0;
  }
  if (batch.length > 0) yield batch;
}

/** Long texts are remembered by their hash alone. */
function keyOf(text: string): string {
  return text.length <= 40 ? text : createHash('sha1').update(text).digest('base64');
}
