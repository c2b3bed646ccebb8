const loop = 'while (true);';
const slowPattern = "/^(a+)+$/.test(output + '!')";

/** Scripts that return a verdict although their time was over: the engine turns its interrupt into an error or a rejected promise. */
export const lateResults: readonly (readonly [name: string, code: string])[] = [
  ['an async function', `const verdict = { pass: true, score: 1 }; (async () => { ${loop} })(); return verdict;`],
  ['a promise executor', `new Promise(() => { ${loop} }); return true;`],
  ['a promise executor in Promise.race', `Promise.race([new Promise(() => { ${loop} })]); return true;`],
  ['Promise.all over an endless iterator', `Promise.all({ [Symbol.iterator]() { ${loop} } }); return true;`],
  ['Promise.allSettled over an endless iterator', `Promise.allSettled({ [Symbol.iterator]() { ${loop} } }); return 1;`],
  ['Promise.any over an endless iterator', `Promise.any({ *[Symbol.iterator]() { ${loop} } }); return true;`],
  ['an async generator', `(async function* () { ${loop} })().next(); return true;`],
  ['a then getter', `Promise.resolve({ get then() { ${loop} } }); return true;`],
  ['a then getter that a promise resolves to', `new Promise((done) => done({ get then() { ${loop} } })); return true;`],
  [
    'a getter on a constructor of promises',
    `class P extends Promise { static get [Symbol.species]() { ${loop} } }
    try { P.resolve(1).then(() => 1); } catch {} return true;`,
  ],
  ['a slow pattern in an async function', `(async () => ${slowPattern})(); return true;`],
  ['a slow pattern in a try', `try { ${slowPattern}; } catch {} return true;`],
  ['Array.from with an endless mapper', `try { Array.from([1, 2], () => { ${loop} }); } catch {} return true;`],
  [
    'Array.from with a throwing iterator end',
    `try {
    Array.from({ [Symbol.iterator]: () => ({ next: () => ({ value: 1 }), return() { return {}; } }) }, () => { ${loop} });
  } catch {} return { pass: true };`,
  ],
  ['a sort that never compares to an end', `try { [2, 1].sort(() => { ${loop} }); } catch {} return true;`],
  ['a replacer that never ends', `try { JSON.stringify({ a: 1 }, () => { ${loop} }); } catch {} return true;`],
  ['a finally that returns', `try { ${loop} } finally { return true; }`],
  [
    'a generator that is closed',
    `try { for (const x of (function* () { try { yield 1; } finally { ${loop} } })()) break; } catch {} return true;`,
  ],
  ['work in one native call', `for (let n = 0; n < 60; n++) 'x'.repeat(3e6).split('').length; return true;`],
];
