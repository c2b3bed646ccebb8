import { PolypromptError } from '../../core/errors.ts';
import type { PatternQuestion, Sandbox } from '../../core/grading/verdict.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { defined } from '../../core/jsonRead.ts';
import { crashed, EngineThread } from './engineThread.ts';
import type { PatternReply, SandboxReply, SandboxRequest, ScriptFailure } from './threadMessages.ts';

const longestInput = 16 * 1024 * 1024;
/** How many characters of patterns and texts go to the engine at once. */
const longestBatch = 1024 * 1024;

interface WaitingQuestion {
  readonly question: PatternQuestion;
  settle(reply: PatternReply): void;
}

/**
 * Runs a suite's JavaScript in an engine of its own inside a thread of its own: 250 ms of work, 64 MB, no host function.
 * `code` is a function body; the keys of `values` are its parameters, and what it returns comes back as JSON.
 * One script at a time, each in a fresh world. Patterns that are asked for meanwhile go to the engine together.
 */
export class QuickJsSandbox implements Sandbox {
  readonly #workerFile: string | URL;
  #thread: EngineThread | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #waiting: WaitingQuestion[] = [];

  /** Makes a sandbox. `workerFile` is `dist/sandbox.js`; nothing is started before the first script. */
  constructor(workerFile: string | URL) {
    this.#workerFile = workerFile;
  }

  run(code: string, values: JsonObject): Promise<JsonValue> {
    return this.#inTurn(() => this.#run(code, JSON.stringify(values)));
  }

  async matches(question: PatternQuestion): Promise<boolean> {
    const reply = await new Promise<PatternReply>((settle) => {
      this.#waiting.push({ question, settle });
      if (this.#waiting.length === 1) void this.#inTurn(() => this.#answerWaiting());
    });
    if (typeof reply === 'boolean') return reply;
    throw failureError(reply, 'pattern');
  }

  async dispose(): Promise<void> {
    await this.#last;
    await this.#thread?.end();
    this.#thread = undefined;
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #run(code: string, values: string): Promise<JsonValue> {
    if (code.length + values.length > longestInput) throw failureError(tooLong);
    const reply = await this.#ask({ type: 'script', code, values });
    if (reply.type === 'result') return parseResult(reply.json);
    throw failureError(reply.type === 'failure' ? reply : crashed);
  }

  async #answerWaiting(): Promise<void> {
    const asked = this.#waiting;
    this.#waiting = [];
    for (let start = 0; start < asked.length; ) start += await this.#answerFirst(asked.slice(start));
  }

  /**
   * Answers the first of the questions, at least one, and gives how many. A question that brings the engine down is asked once more, alone.
   */
  async #answerFirst(asked: readonly WaitingQuestion[]): Promise<number> {
    const batch = asked.slice(0, batchLength(asked));
    const questions = batch.map(({ question }) => question);
    const isTooLong = questions.length === 1 && lengthOf(questions[0]) > longestInput;
    const reply = isTooLong ? tooLong : await this.#ask({ type: 'patterns', questions });
    const replies = reply.type === 'matches' ? reply.replies : [];
    if (replies.length === 0 && batch.length > 1) {
      for (const one of batch) await this.#answerFirst([one]);
      return batch.length;
    }
    const failure = reply.type === 'failure' ? reply : crashed;
    const settled = replies.length === 0 ? [failure] : replies;
    settled.forEach((one, index) => {
      batch[index]?.settle(one);
    });
    return settled.length;
  }

  /** A machine that is short of everything can bring down an engine that has just come up. The script is not to blame for that. */
  async #ask(request: SandboxRequest): Promise<SandboxReply> {
    const first = await this.#askOnce(request);
    return first.isUnderway ? first.reply : (await this.#askOnce(request)).reply;
  }

  async #askOnce(request: SandboxRequest): Promise<{ readonly reply: SandboxReply; readonly isUnderway: boolean }> {
    if (!this.#thread?.isUsable) this.#thread = await EngineThread.start(this.#workerFile).catch(() => undefined);
    const thread = this.#thread;
    if (!thread) return { reply: crashed, isUnderway: false };
    const { isFresh } = thread;
    const reply = await thread.ask(request);
    const hasCrashed = reply.type === 'failure' && reply.kind === 'crashed';
    return { reply, isUnderway: !(isFresh && hasCrashed) };
  }
}

const tooLong: ScriptFailure = { type: 'failure', kind: 'memory', detail: '16 MB of input' };

function batchLength(asked: readonly WaitingQuestion[]): number {
  let length = 0;
  const end = asked.findIndex(({ question }) => {
    length += lengthOf(question);
    return length > longestBatch;
  });
  return end < 0 ? asked.length : Math.max(1, end);
}

function lengthOf(question: PatternQuestion | undefined): number {
  return question ? question.pattern.length + question.text.length : 0;
}

function parseResult(json: string): JsonValue {
  try {
    return JSON.parse(json);
  } catch {
    throw failureError({ type: 'failure', kind: 'result', detail: 'something that is not JSON' });
  }
}

function failureError({ kind, detail, thrown }: ScriptFailure, what: 'script' | 'pattern' = 'script'): PolypromptError {
  switch (kind) {
    case 'threw': {
      const lacks = /'Intl' is not defined/.test(detail) ? ' The sandbox has no Intl.' : '';
      return new PolypromptError('script-threw', `The ${what} threw ${detail}.${lacks}`, defined({ cause: thrown }));
    }
    case 'timeout':
      return new PolypromptError('script-timeout', `The ${what} timed out (${detail}).`);
    case 'memory':
      return new PolypromptError('script-memory', `The ${what} needs more memory than it may have (${detail}).`);
    case 'result':
      return new PolypromptError('script-result', `The ${what} returned ${detail}.`);
    case 'crashed':
      return new PolypromptError('script-crashed', `The ${what} brought the sandbox down; a new one was started.`);
  }
}
