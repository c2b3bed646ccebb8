import { Worker } from 'node:worker_threads';
import { PolypromptError } from '../../core/errors.ts';
import type { Sandbox } from '../../core/grading/verdict.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { ScriptFailure, ScriptReply, ScriptRequest } from './messages.ts';

/** A script that keeps the engine busy in one native call cannot be interrupted from within: its thread is ended. */
const hardKillMs = 1000;
const startMs = 10_000;
const longestInput = 16 * 1024 * 1024;

/**
 * Runs a suite's JavaScript in an engine of its own inside a thread of its own: 250 ms, 64 MB, no host function.
 * `code` is a function body; the keys of `values` are its parameters, and what it returns comes back as JSON.
 * One script at a time, each in a fresh world.
 */
export class QuickJsSandbox implements Sandbox {
  readonly #workerFile: string | URL;
  #worker: Promise<Worker> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** `workerFile` is `dist/sandbox.js`; nothing is started before the first script. */
  constructor(workerFile: string | URL) {
    this.#workerFile = workerFile;
  }

  run(code: string, values: JsonObject): Promise<JsonValue> {
    const result = this.#last.then(() => this.#run(code, JSON.stringify(values)));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async dispose(): Promise<void> {
    await this.#last;
    await this.#discard();
  }

  async #run(code: string, values: string): Promise<JsonValue> {
    if (code.length + values.length > longestInput)
      throw failureError({ type: 'failure', kind: 'memory', detail: '16 MB of input' });
    this.#worker ??= this.#start();
    const reply = await this.#worker.then((worker) => ask(worker, { code, values })).catch(() => crashed);
    if (reply.type === 'result') return parseResult(reply.json);
    const failure = reply.type === 'ready' ? crashed : reply;
    if (failure.kind === 'crashed' || failure === killed) await this.#discard();
    throw failureError(failure);
  }

  async #start(): Promise<Worker> {
    const worker = await startWorker(this.#workerFile);
    worker.once('exit', () => {
      this.#worker = undefined;
    });
    return worker;
  }

  async #discard() {
    const worker = await this.#worker?.catch(() => undefined);
    this.#worker = undefined;
    await worker?.terminate();
  }
}

const crashed: ScriptFailure = { type: 'failure', kind: 'crashed', detail: '' };
const killed: ScriptFailure = { type: 'failure', kind: 'timeout', detail: `${hardKillMs} ms` };

async function startWorker(file: string | URL): Promise<Worker> {
  const worker = new Worker(file, {
    env: {},
    argv: [],
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
  });
  // The timers below keep the process alive while something is awaited; an idle engine does not.
  worker.unref();
  // An engine that fails between two scripts is replaced at the next one.
  worker.on('error', () => undefined);
  const first = await nextReply(worker, startMs);
  if (first.type === 'ready') return worker;
  await worker.terminate();
  throw failureError(crashed);
}

function ask(worker: Worker, request: ScriptRequest): Promise<ScriptReply> {
  const reply = nextReply(worker, hardKillMs);
  worker.postMessage(request);
  return reply;
}

/** The next message of the worker, or what became of it instead. */
function nextReply(worker: Worker, ms: number): Promise<ScriptReply> {
  return new Promise((resolve) => {
    const settle = (reply: ScriptReply) => {
      clearTimeout(timer);
      for (const [event, listener] of listeners) worker.off(event, listener);
      resolve(reply);
    };
    const fail = () => settle(crashed);
    const listeners = [
      ['message', settle],
      ['messageerror', fail],
      ['error', fail],
      ['exit', fail],
    ] as const;
    const timer = setTimeout(() => settle(killed), ms);
    for (const [event, listener] of listeners) worker.on(event, listener);
  });
}

function parseResult(json: string): JsonValue {
  try {
    return JSON.parse(json);
  } catch {
    throw failureError({ type: 'failure', kind: 'result', detail: 'something that is not JSON' });
  }
}

function failureError({ kind, detail }: ScriptFailure): PolypromptError {
  switch (kind) {
    case 'threw':
      return new PolypromptError('script-threw', `The script threw ${detail}.`);
    case 'timeout':
      return new PolypromptError('script-timeout', `The script timed out (${detail}).`);
    case 'memory':
      return new PolypromptError('script-memory', `The script needs more memory than it may have (${detail}).`);
    case 'result':
      return new PolypromptError('script-result', `The script returned ${detail}.`);
    case 'crashed':
      return new PolypromptError('script-crashed', 'The script brought the sandbox down; a new one was started.');
  }
}
