import { Worker } from 'node:worker_threads';
import type { SandboxReply, SandboxRequest, ScriptFailure } from './threadMessages.ts';
import { processWork } from './workTime.ts';

/**
 * Limit of work in milliseconds. A script that keeps the engine busy in one native call cannot be interrupted from within, so its thread is
 * ended after this much work.
 */
const hardKillMs = 1000;
/** Limit of time in milliseconds after which a thread that neither works nor answers is ended too. */
const longestWaitMs = 20_000;
const startMs = 30_000;

export const crashed: ScriptFailure = { type: 'failure', kind: 'crashed', detail: '' };
const killed: ScriptFailure = { type: 'failure', kind: 'timeout', detail: `${hardKillMs} ms` };

/** An engine in a thread of its own, which can be ended whatever it does. */
export class EngineThread {
  readonly #worker: Worker;
  #isOver = false;
  #isFresh = true;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.once('exit', () => {
      this.#isOver = true;
    });
  }

  /** Starts an engine. `file` is `dist/sandbox.js`. Undefined when no engine came up. */
  static async start(file: string | URL): Promise<EngineThread | undefined> {
    const thread = new EngineThread(newWorker(file));
    const first = await thread.#nextReply({ work: startMs, wall: startMs });
    if (first.type === 'ready') return thread;
    await thread.end();
    return undefined;
  }

  /** False once the thread has ended or cannot be used any more. */
  get isUsable(): boolean {
    return !this.#isOver;
  }

  /** True until the first reply. */
  get isFresh(): boolean {
    return this.#isFresh;
  }

  async ask(request: SandboxRequest): Promise<SandboxReply> {
    const next = this.#nextReply({ work: hardKillMs, wall: longestWaitMs });
    this.#worker.postMessage(request);
    const reply = await next;
    const isBeyondUse = reply === killed || (reply.type === 'failure' && reply.kind === 'crashed');
    if (isBeyondUse) await this.end();
    else this.#isFresh = false;
    return reply;
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.#worker.terminate();
  }

  /** The next message of the worker, or what became of it instead. */
  #nextReply(limits: Limits): Promise<SandboxReply> {
    return new Promise((resolve) => {
      const settle = (reply: SandboxReply) => {
        stop();
        for (const [event, listener] of listeners) this.#worker.off(event, listener);
        resolve(reply);
      };
      const fail = () => settle(crashed);
      const listeners = [
        ['message', settle],
        ['messageerror', fail],
        ['error', fail],
        ['exit', fail],
      ] as const;
      const stop = whenOver(limits, () => settle(killed));
      for (const [event, listener] of listeners) this.#worker.on(event, listener);
    });
  }
}

interface Limits {
  /** Milliseconds that this process may work in the meantime; at least as many pass on the wall clock. */
  readonly work: number;
  readonly wall: number;
}

/** Calls back once the time is over. The function that it returns cancels the call. */
function whenOver({ work, wall }: Limits, onOver: () => void): () => void {
  const wallStart = performance.now();
  const workStart = processWork();
  let last: NodeJS.Immediate | undefined;
  const look = () => {
    const waited = performance.now() - wallStart;
    const isOver = waited >= wall || (waited >= work && processWork() - workStart >= work);
    // When the host itself was held up, a reply may already be waiting behind this timer, so it is taken first.
    if (isOver) last = setImmediate(onOver);
    else timer = setTimeout(look, work / 4);
  };
  let timer = setTimeout(look, work);
  return () => {
    clearTimeout(timer);
    clearImmediate(last);
  };
}

function newWorker(file: string | URL): Worker {
  const worker = new Worker(file, {
    env: {},
    argv: [],
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
  });
  // The timers of a question keep the process alive while an answer is awaited; an idle engine does not.
  worker.unref();
  // An engine that fails between two scripts is replaced before the next one.
  worker.on('error', () => undefined);
  return worker;
}
