import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PolypromptError } from '../../../../src/core/errors.ts';
import type { JsonObject } from '../../../../src/core/json.ts';
import type { QuickJsSandbox } from '../../../../src/node/sandbox/sandbox.ts';
import { openSandbox } from '../../../support/sandbox.ts';
import { attacks } from '../../sandbox/attacks.ts';
import { lateResults } from '../../sandbox/lateResults.ts';

const secret = 'canary-5f1c';
let sandbox: QuickJsSandbox;

before(() => {
  sandbox = openSandbox();
});
after(() => sandbox.dispose());

/** What became of a script: its result as JSON, or the code of its error. */
async function endOf(code: string, values: JsonObject = { output: 'text' }): Promise<string> {
  try {
    return JSON.stringify(await sandbox.run(code, values));
  } catch (error) {
    assert.ok(error instanceof PolypromptError);
    return error.code;
  }
}

async function messageOf(code: string): Promise<string> {
  const error = await sandbox.run(code, {}).catch((reason: unknown) => reason);
  assert.ok(error instanceof PolypromptError);
  return error.message;
}

describe('sandbox', () => {
  it('runs a function body over its parameters and gives back JSON', async () => {
    assert.deepEqual(await sandbox.run('return { sum: a + b.length, list: [a, null] }', { a: 1, b: 'xy' }), {
      sum: 3,
      list: [1, null],
    });
  });

  it('takes hostile text as a value, never as code', async () => {
    const output = '");process.exit();//\n\u2028 </script>';
    assert.equal(await sandbox.run('return output', { output }), output);
  });

  it('starts every script in a fresh world', async () => {
    await sandbox.run('globalThis.left = 1; Object.prototype.left = 1; return 1', {});
    assert.equal(await sandbox.run('return typeof left + typeof {}.left', {}), 'undefinedundefined');
  });

  it('runs scripts asked for at once one after the other', async () => {
    const asked = [1, 2, 3, 4].map((n) => sandbox.run('return n * 2', { n }));
    assert.deepEqual(await Promise.all(asked), [2, 4, 6, 8]);
  });

  it('takes what a promise has settled to when all its jobs are done', async () => {
    assert.equal(await endOf('return (async () => { await null; await null; return { a: [1] }; })()'), '{"a":[1]}');
    assert.equal(await endOf('return { then: (done) => done(7) }'), '7');
    const message = await messageOf("return (async () => { await null; throw new RangeError('late'); })()");
    assert.match(message, /^The script threw RangeError: late/);
  });

  it('says what was thrown, with line and column', async () => {
    assert.equal(
      await messageOf("const a = 1;\nthrow new TypeError('no a')"),
      'The script threw TypeError: no a (line 2, column 20).',
    );
    assert.equal(await messageOf("throw 'plain'"), 'The script threw plain.');
    assert.match(await messageOf('return ]'), /^The script threw SyntaxError: .*line 1/);
  });

  it('says what was returned when it is no JSON (fault 74)', async () => {
    assert.equal(await messageOf('return 0 / 0'), 'The script returned NaN.');
    assert.equal(await messageOf('return Promise.resolve()'), 'The script returned undefined.');
    assert.equal(
      await messageOf('return new Promise(() => {})'),
      'The script returned a promise that nothing settles.',
    );
    assert.equal(await messageOf('1'), 'The script returned undefined.');
  });

  for (const [name, code] of lateResults) {
    it(`never takes what comes after its time was over: ${name}`, async () => {
      assert.equal(await endOf(code, { output: 'a'.repeat(40) }), 'script-timeout');
    }).timeout(20_000);
  }

  it('refuses more than 16 MB of input before anything runs', async () => {
    assert.equal(await endOf('return 1', { output: 'x'.repeat(17 * 1024 * 1024) }), 'script-memory');
  });

  it('leaves the host its turns while a script runs that never gives any back', async () => {
    for (const code of ['while (true);', "return /^(a+)+$/.test('a'.repeat(40) + 'b')"]) {
      let turns = 0;
      const turn = () => {
        turns++;
        next = setImmediate(turn);
      };
      let next = setImmediate(turn);
      assert.equal(await endOf(code), 'script-timeout');
      clearImmediate(next);
      assert.ok(turns > 10, `${turns} turns`);
    }
  }).timeout(20_000);

  it('goes on after it was disposed of, with a new engine', async () => {
    const own = openSandbox();
    assert.equal(await own.run('return 1', {}), 1);
    await own.dispose();
    assert.equal(await own.run('return 2', {}), 2);
    await own.dispose();
  });
});

describe('attacks on the sandbox (fault 68, fault 69, fault 70, fault 71, fault 72, fault 73)', function () {
  this.timeout(10_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-canary-'));
  const file = path.join(folder, 'canary.txt');
  let server: Server;
  let connections = 0;
  let values: JsonObject;
  let hostPrototypes: string;

  before(async () => {
    process.env['POLYPROMPT_CANARY'] = secret;
    writeFileSync(file, secret);
    server = createServer(() => connections++);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    values = { output: { file, address: `http://127.0.0.1:${address.port}` } };
    hostPrototypes = prototypeKeys();
    await sandbox.run('return 1', {});
  });

  after(async () => {
    delete process.env['POLYPROMPT_CANARY'];
    rmSync(folder, { recursive: true });
    await new Promise((resolve) => server.close(resolve));
  });

  for (const { name, code, ends } of attacks) {
    it(`contains: ${name}`, async () => {
      const end = await endOf(code, values);
      assert.ok(ends.includes(end), `ended with ${end.slice(0, 200)}`);
      assert.ok(!end.includes(secret));
      assert.equal(await sandbox.run('return 1 + 1', {}), 2, 'the next script runs');
    });
  }

  it('left the host as it was: its prototypes, its environment, the canary file and the socket', () => {
    assert.deepEqual(
      [prototypeKeys(), process.env['POLYPROMPT_CANARY'], readFileSync(file, 'utf8'), connections],
      [hostPrototypes, secret, secret, 0],
    );
  });
});

function prototypeKeys(): string {
  return [Object, Array, Function, String, Promise, JSON]
    .map((it) => Object.getOwnPropertyNames('prototype' in it ? it.prototype : it).join())
    .join(';');
}
