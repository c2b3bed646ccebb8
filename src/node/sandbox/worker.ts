import { parentPort } from 'node:worker_threads';
import variant from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSHandle,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import { engineBytes } from './engineBytes.ts';
import { Guest } from './guest.ts';
import { PatternGuest } from './patternGuest.ts';
import type { SandboxReply, SandboxRequest, ScriptRequest } from './threadMessages.ts';

// The worker of the sandbox, which holds an engine and nothing else. Guest code meets no host function at all: strings go in and one string
// comes out. Any failure of the engine itself ends this thread, and the host starts another.

/** Node has `WebAssembly`, but the library of types without a browser does not declare it. */
declare const WebAssembly: {
  readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => object;
};

const wasmPage = 64 * 1024;
const wasmPages = { initial: (16 * 1024 * 1024) / wasmPage, maximum: (128 * 1024 * 1024) / wasmPage };
const longestResult = 4 * 1024 * 1024;

/**
 * This script runs in the guest. It takes hold of what it needs before foreign code can change it. Its answer starts with `v` (a value) or
 * `e` (an error); `p` stands for a promise, whose end is asked for when all that the script has left to do is done.
 */
const harness = `(function () {
  'use strict';
  const { parse, stringify } = JSON;
  const isFinite = Number.isFinite;
  const promise = Promise.resolve.bind(Promise);
  const then = Function.prototype.call.bind(Promise.prototype.then);
  let end = () => 'ea promise that nothing settles';
  const follow = (result) => {
    then(promise(result), (value) => { end = () => written(value); }, (reason) => { end = () => { throw reason; }; });
    return 'p';
  };
  const written = (result) => {
  const kind = typeof result;
  if (kind === 'undefined' || kind === 'function' || kind === 'symbol' || kind === 'bigint') return 'e' + kind;
  if (kind === 'number' && !isFinite(result)) return 'e' + result;
  let json;
  try {
    json = stringify(result);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return 'ea value that JSON cannot hold, such as one that contains itself';
  }
  if (typeof json !== 'string') return 'ea value that JSON cannot hold';
  return json.length > ${longestResult} ? 'emore than ${longestResult / 1024 / 1024} MB' : 'v' + json;
  };
  const start = (code, input) => {
    const values = parse(input);
    const quiet = () => {};
    globalThis.console = { log: quiet, info: quiet, warn: quiet, error: quiet, debug: quiet, trace: quiet };
    const result = new Function(...Object.keys(values), code)(...Object.values(values));
    const isPromise = typeof result === 'object' && result !== null && typeof result.then === 'function';
    return isPromise ? follow(result) : written(result);
  };
  return { start, end: () => end() };
})()`;

function runScript(engine: QuickJSWASMModule, { code, values }: ScriptRequest): SandboxReply {
  const guest = new Guest(engine);
  const { context } = guest;
  const held = context.unwrapResult(context.evalCode(harness, 'harness'));
  const [start, end] = [context.getProp(held, 'start'), context.getProp(held, 'end')];
  const read = (value: QuickJSHandle) => context.getString(value);
  let answer = guest.call(start, [code, values], read);
  if (answer === 'p') {
    guest.finishJobs();
    answer = guest.call(end, [], read);
  }
  for (const handle of [start, end, held]) handle.dispose();
  guest.dispose();
  return typeof answer === 'string' ? resultOf(answer) : answer;
}

function resultOf(answer: string): SandboxReply {
  if (answer.startsWith('v')) return { type: 'result', json: answer.slice(1) };
  return { type: 'failure', kind: 'result', detail: answer.slice(1) };
}

async function loadEngine(): Promise<QuickJSWASMModule> {
  const wasmBinary = Uint8Array.from(engineBytes).buffer;
  const wasmMemory = new WebAssembly.Memory(wasmPages);
  return newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmBinary, wasmMemory }));
}

const engine = await loadEngine();
const patterns = new PatternGuest(engine);

function replyTo(request: SandboxRequest): SandboxReply {
  if (request.type === 'script') return runScript(engine, request);
  return { type: 'matches', replies: patterns.answer(request.questions) };
}

parentPort?.on('message', (request: SandboxRequest) => {
  try {
    parentPort?.postMessage(replyTo(request));
  } catch {
    parentPort?.postMessage({ type: 'failure', kind: 'crashed', detail: '' } satisfies SandboxReply);
  }
});
parentPort?.postMessage({ type: 'ready' } satisfies SandboxReply);
