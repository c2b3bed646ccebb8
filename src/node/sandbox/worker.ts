import { parentPort } from 'node:worker_threads';
import variant from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import { engineBytes } from './engineBytes.ts';
import type { ScriptFailure, ScriptReply, ScriptRequest } from './messages.ts';

// The worker of the sandbox: it holds an engine and nothing else. Guest code meets no host function at all; strings go in
// and one string comes out. Anything the engine itself does wrong ends this thread, and the host starts another.

/** Node has it; the library of types without a browser does not say so. */
declare const WebAssembly: {
  readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => object;
};

const wasmPage = 64 * 1024;
const wasmPages = { initial: (16 * 1024 * 1024) / wasmPage, maximum: (128 * 1024 * 1024) / wasmPage };
const guestMemory = 64 * 1024 * 1024;
const guestStack = 256 * 1024;
const guestMs = 250;
const longestResult = 4 * 1024 * 1024;
const longestMessage = 2000;

/** Runs in the guest. Takes hold of what it needs before foreign code can change it. Its answer starts with `v` (a value) or `e`. */
const harness = `(function (code, input) {
  'use strict';
  const { parse, stringify } = JSON;
  const isFinite = Number.isFinite;
  const values = parse(input);
  const quiet = () => {};
  globalThis.console = { log: quiet, info: quiet, warn: quiet, error: quiet, debug: quiet, trace: quiet };
  const result = new Function(...Object.keys(values), code)(...Object.values(values));
  const kind = typeof result;
  if (kind === 'undefined' || kind === 'function' || kind === 'symbol' || kind === 'bigint') return 'e' + kind;
  if (kind === 'number' && !isFinite(result)) return 'e' + result;
  if (kind === 'object' && result !== null && typeof result.then === 'function') return 'ea promise';
  let json;
  try {
    json = stringify(result);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return 'ea value that JSON cannot hold, such as one that contains itself';
  }
  if (typeof json !== 'string') return 'ea value that JSON cannot hold';
  return json.length > ${longestResult} ? 'emore than ${longestResult / 1024 / 1024} MB' : 'v' + json;
})`;

interface Guest {
  readonly runtime: QuickJSRuntime;
  readonly context: QuickJSContext;
  readonly timedOut: () => boolean;
}

function newGuest(engine: QuickJSWASMModule): Guest {
  const runtime = engine.newRuntime();
  runtime.setMemoryLimit(guestMemory);
  runtime.setMaxStackSize(guestStack);
  const deadline = performance.now() + guestMs;
  let late = false;
  runtime.setInterruptHandler(() => {
    late ||= performance.now() > deadline;
    return late;
  });
  return { runtime, context: runtime.newContext(), timedOut: () => late };
}

function runScript(engine: QuickJSWASMModule, request: ScriptRequest): ScriptReply {
  const guest = newGuest(engine);
  const { context } = guest;
  const start = context.unwrapResult(context.evalCode(harness, 'harness'));
  const code = context.newString(request.code);
  const input = context.newString(request.values);
  const outcome = context.callFunction(start, context.undefined, code, input);
  const reply = outcome.error ? failureOf(guest, outcome.error) : resultOf(context.getString(outcome.value));
  outcome.dispose();
  for (const handle of [start, code, input]) handle.dispose();
  context.dispose();
  guest.runtime.dispose();
  return reply;
}

function resultOf(answer: string): ScriptReply {
  if (answer.startsWith('v')) return { type: 'result', json: answer.slice(1) };
  return { type: 'failure', kind: 'result', detail: answer.slice(1) };
}

function failureOf(guest: Guest, error: QuickJSHandle): ScriptFailure {
  if (guest.timedOut()) return { type: 'failure', kind: 'timeout', detail: `${guestMs} ms` };
  const message = textOf(guest.context, error, 'message');
  if (message === 'out of memory') return { type: 'failure', kind: 'memory', detail: '64 MB' };
  if (guest.context.typeof(error) === 'string') {
    return { type: 'failure', kind: 'threw', detail: guest.context.getString(error).slice(0, longestMessage) };
  }
  const name = textOf(guest.context, error, 'name') || 'a value that is not an error';
  return {
    type: 'failure',
    kind: 'threw',
    detail: `${name}${message ? `: ${message}` : ''}${placeOf(guest.context, error)}`,
  };
}

/** Line and column in the script; the engine counts the two lines that `Function` puts before it. */
function placeOf(context: QuickJSContext, error: QuickJSHandle): string {
  const [, line, column] = /<input>:(\d+)(?::(\d+))?/.exec(textOf(context, error, 'stack')) ?? [];
  if (line === undefined || Number(line) < 3) return '';
  return ` (line ${Number(line) - 2}${column === undefined ? '' : `, column ${column}`})`;
}

function textOf(context: QuickJSContext, error: QuickJSHandle, property: string): string {
  if (context.typeof(error) !== 'object') return '';
  const handle = context.getProp(error, property);
  const text = context.typeof(handle) === 'string' ? context.getString(handle).slice(0, longestMessage) : '';
  handle.dispose();
  return text;
}

async function loadEngine(): Promise<QuickJSWASMModule> {
  const wasmBinary = Uint8Array.from(engineBytes).buffer;
  const wasmMemory = new WebAssembly.Memory(wasmPages);
  return newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmBinary, wasmMemory }));
}

const engine = await loadEngine();

parentPort?.on('message', (request: ScriptRequest) => {
  try {
    parentPort?.postMessage(runScript(engine, request));
  } catch {
    parentPort?.postMessage({ type: 'failure', kind: 'crashed', detail: '' } satisfies ScriptReply);
  }
});
parentPort?.postMessage({ type: 'ready' } satisfies ScriptReply);
