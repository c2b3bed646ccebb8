/** How a script may end: with this result, with this error code, or (where the engine's limits decide) with one of several. */
export interface Attack {
  readonly name: string;
  readonly code: string;
  readonly ends: readonly string[];
}

const limit = ['script-timeout', 'script-memory', 'script-threw', 'script-crashed'];

/** Each tries one way out, or one way to take the host's time, memory or objects. `output` holds the judged text. */
export const attacks: readonly Attack[] = [
  // Authority that is not there.
  { name: 'process.exit', code: 'process.exit(1)', ends: ['script-threw'] },
  { name: 'process.env', code: 'return process.env.POLYPROMPT_CANARY', ends: ['script-threw'] },
  { name: 'require', code: "return require('node:fs').readFileSync(output.file, 'utf8')", ends: ['script-threw'] },
  { name: 'dynamic import', code: "return import('node:fs')", ends: ['script-threw'] },
  {
    name: 'import awaited',
    code: "let m; import('node:fs').then((x) => { m = x; }); return m === undefined",
    ends: ['true'],
  },
  { name: 'fetch', code: 'return fetch(output.address)', ends: ['script-threw'] },
  { name: 'WebSocket', code: 'return new WebSocket(output.address)', ends: ['script-threw'] },
  { name: 'XMLHttpRequest', code: 'return new XMLHttpRequest()', ends: ['script-threw'] },
  { name: 'timers', code: 'setTimeout(() => 0, 0); return 1', ends: ['script-threw'] },
  { name: 'console', code: 'console.log(output.file); return 1', ends: ['1'] },
  {
    name: 'module scope',
    code: 'return [typeof module, typeof exports, typeof __dirname].join()',
    ends: ['"undefined,undefined,undefined"'],
  },
  {
    name: 'quickjs std and os',
    code: 'return [typeof std, typeof os, typeof scriptArgs].join()',
    ends: ['"undefined,undefined,undefined"'],
  },
  {
    name: 'WebAssembly and SharedArrayBuffer',
    code: 'return [typeof WebAssembly, typeof Atomics, typeof Worker].join()',
    ends: ['"undefined,undefined,undefined"', '"undefined,object,undefined"'],
  },
  { name: 'Deno and Bun', code: 'return [typeof Deno, typeof Bun].join()', ends: ['"undefined,undefined"'] },
  // Ways up to the host through constructors and prototypes.
  {
    name: 'this.constructor.constructor',
    code: "return this.constructor.constructor('return process')()",
    ends: ['script-threw'],
  },
  {
    name: 'constructor of a value',
    code: "return output.constructor.constructor('return typeof process')()",
    ends: ['"undefined"'],
  },
  {
    name: 'constructor of an error',
    code: "try { null.x } catch (e) { return e.constructor.constructor('return typeof process')() }",
    ends: ['"undefined"'],
  },
  {
    name: 'arguments.callee.caller',
    code: 'return String((function () { return arguments.callee.caller })())',
    ends: ['script-threw', '"null"', '"undefined"'],
  },
  {
    name: 'prepareStackTrace',
    code: "Error.prepareStackTrace = (_, frames) => frames; const s = new Error().stack; return typeof s === 'string' || s === undefined || Array.isArray(s)",
    ends: ['true'],
  },
  {
    name: 'Object.prototype pollution',
    code: "Object.prototype.polluted = 'yes'; return {}.polluted",
    ends: ['"yes"'],
  },
  {
    name: '__proto__ in the result',
    code: 'return JSON.parse(\'{"__proto__": {"polluted": "yes"}}\')',
    ends: ['{"__proto__":{"polluted":"yes"}}'],
  },
  {
    name: 'Array.prototype pollution',
    code: "Array.prototype.toString = () => 'polluted'; return String([])",
    ends: ['"polluted"'],
  },
  {
    name: 'JSON replaced',
    code: "JSON.stringify = () => '\"forged\"'; JSON.parse = () => 0; return 'own'",
    ends: ['"own"'],
  },
  {
    name: 'toJSON replaced',
    code: "String.prototype.toJSON = () => 'changed'; return 'own'",
    ends: ['"own"', '"changed"'],
  },
  { name: 'Function replaced', code: "Function = () => () => 'forged'; return 1", ends: ['1'] },
  { name: 'harness closed early', code: "}); return 'out'; (function () {", ends: ['script-threw'] },
  { name: 'parameter list broken', code: '*/ return 1 /*', ends: ['script-threw'] },
  // Taking time.
  { name: 'while true', code: 'while (true);', ends: ['script-timeout'] },
  { name: 'catch loop', code: 'while (true) { try { while (true); } catch {} }', ends: ['script-timeout'] },
  { name: 'finally loop', code: 'for (;;) { try { throw 1 } finally { continue } }', ends: ['script-timeout'] },
  {
    name: 'generator without end',
    code: 'function* g() { while (true) yield 1 } for (const x of g()); return 1',
    ends: ['script-timeout'],
  },
  {
    name: 'promise jobs without end',
    code: 'const again = () => Promise.resolve().then(again); again(); return 1',
    ends: ['1'],
  },
  { name: 'catastrophic pattern', code: "return /^(a+)+$/.test('a'.repeat(40) + 'b')", ends: ['script-timeout'] },
  { name: 'slow native split', code: "return 'a'.repeat(3e7).split('').length", ends: limit },
  { name: 'slow native sort', code: 'return Array.from({ length: 3e6 }, (_, i) => -i).sort().length', ends: limit },
  { name: 'getter in the result', code: 'return { get x() { while (true); } }', ends: ['script-timeout'] },
  {
    name: 'getter on the error',
    code: "const e = new Error('x'); Object.defineProperty(e, 'message', { get() { while (true); } }); throw e",
    ends: ['script-threw', 'script-timeout'],
  },
  { name: 'toJSON without end', code: 'return { toJSON() { while (true); } }', ends: ['script-timeout'] },
  { name: 'then without end', code: 'return { get then() { while (true); } }', ends: ['script-timeout'] },
  { name: 'BigInt power', code: 'return String(7n ** 9999999n).length', ends: limit },
  // Taking memory.
  { name: 'array bomb', code: 'const a = []; while (true) a.push(new Array(1e5).fill(1))', ends: limit },
  { name: 'string bomb', code: "let s = 'x'; while (true) s += s", ends: limit },
  { name: 'buffer bomb', code: 'const a = []; while (true) a.push(new ArrayBuffer(1e7))', ends: limit },
  { name: 'object bomb', code: 'const o = {}; for (let i = 0; ; i++) o[i] = { i }', ends: limit },
  { name: 'large typed array', code: 'return new Uint8Array(2 ** 31).length', ends: limit },
  { name: '50 MB result', code: "return 'x'.repeat(5e7)", ends: ['script-result', ...limit] },
  { name: '5 MB result', code: "return 'x'.repeat(5e6)", ends: ['script-result'] },
  { name: 'deep recursion', code: 'const f = () => f(); f()', ends: limit },
  { name: 'deep JSON', code: "return JSON.parse('['.repeat(1e5) + ']'.repeat(1e5))", ends: limit },
  {
    name: 'deep result',
    code: 'let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return a',
    ends: [...limit, 'script-result'],
  },
  { name: 'deep pattern', code: "return new RegExp('('.repeat(1e5) + ')'.repeat(1e5)).test('')", ends: limit },
  // Confusing the engine or what it gives back.
  {
    name: 'proxy with a hostile ownKeys',
    code: 'return new Proxy({}, { ownKeys() { return new Proxy([], { get() { throw 1 } }) } })',
    ends: ['script-threw', 'script-crashed'],
  },
  {
    name: 'proxy around itself',
    code: 'const p = new Proxy({}, {}); Object.setPrototypeOf(p, null); return Object.keys(new Proxy(p, { ownKeys: () => [p] }))',
    ends: ['script-threw'],
  },
  { name: 'array of a false length', code: 'const a = []; a.length = 2 ** 32 - 1; return a.join()', ends: limit },
  {
    name: 'resized buffer in use',
    code: 'const b = new ArrayBuffer(8, { maxByteLength: 64 }); const v = new Uint8Array(b); v.fill({ valueOf() { b.resize(0); return 1 } }); return v.length',
    ends: ['0', '8', 'script-threw'],
  },
  {
    name: 'sort that empties its array',
    code: 'const a = [3, 2, 1]; a.sort(() => { a.length = 0; return 0 }); return a.length',
    ends: ['0', '3'],
  },
  {
    name: 'error that is a proxy',
    code: "throw new Proxy(new Error('x'), { get() { throw new Error('y') } })",
    ends: ['script-threw', 'script-crashed'],
  },
  { name: 'null thrown', code: 'throw null', ends: ['script-threw'] },
  { name: 'NaN', code: 'return 0 / 0', ends: ['script-result'] },
  { name: 'infinity', code: 'return 1 / 0', ends: ['script-result'] },
  { name: 'promise that nothing settles', code: 'return new Promise(() => {})', ends: ['script-result'] },
  {
    name: 'promises without end',
    code: 'const next = () => Promise.resolve().then(next); return next()',
    ends: ['script-timeout', 'script-memory', 'script-crashed'],
  },
  {
    name: 'then of its own',
    code: 'Promise.prototype.then = null; Promise.resolve = null; return (async () => 1)()',
    ends: ['{}'],
  },
  { name: 'circular', code: 'const o = {}; o.o = o; return o', ends: ['script-result'] },
  { name: 'nothing', code: 'output.length', ends: ['script-result'] },
  { name: 'function', code: 'return () => 1', ends: ['script-result'] },
  { name: 'symbol', code: 'return Symbol.iterator', ends: ['script-result'] },
  { name: 'big integer', code: 'return 1n', ends: ['script-result'] },
];
