import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CellResult } from '../../../../src/core/run/events.ts';
import { ResponseCache } from '../../../../src/node/cache/responseCache.ts';
import { onPosix } from '../../../support/onPosix.ts';

const { it: posixIt } = onPosix('links need a right that few people have there');

const result = (answer: string): CellResult => ({
  target: 't',
  model: 'a/one',
  answer,
  toolCalls: [],
  usage: { inputTokens: 3 },
  cost: null,
  servedModel: null,
  requestId: null,
  finishReason: 'stop',
  rawFinishReason: null,
  timing: { totalMs: 4 },
  attempts: 1,
  warnings: [],
});

describe('ResponseCache', () => {
  let storage = '';
  beforeEach(() => {
    storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-cache-'));
  });
  afterEach(() => rmSync(storage, { recursive: true }));
  const files = () => readdirSync(path.join(storage, 'cache')).sort();

  it('gives back what was stored, also to the next process', () => {
    const cache = new ResponseCache(storage);
    cache.set('one', result('first'));
    cache.set('two', result('mit Umlauten: äöü'));
    cache.set('one', result('later'));
    assert.deepEqual([cache.get('one')?.answer, cache.get('missing')], ['later', undefined]);
    cache.close();
    const next = new ResponseCache(storage);
    assert.deepEqual(next.get('two'), result('mit Umlauten: äöü'));
    assert.equal(next.get('one')?.answer, 'later');
    next.close();
  });

  it('stays below its size by forgetting what was not used for longest', () => {
    const cache = new ResponseCache(storage, { maxBytes: 16_000 });
    for (let number = 0; number < 8; number++) cache.set(`${number}`, result('x'.repeat(1500)));
    cache.close();
    const used = new ResponseCache(storage, { maxBytes: 16_000 });
    for (const [age, name] of files().entries()) utimesSync(path.join(storage, 'cache', name), age, age);
    assert.ok(used.get('0'));
    for (let number = 8; number < 12; number++) used.set(`${number}`, result('x'.repeat(1500)));
    assert.ok(used.get('0'), 'was used just now');
    assert.equal(used.get('1'), undefined);
    assert.ok(used.get('11'));
    assert.ok(files().length <= 8);
    used.close();
  });

  it('takes a damaged or torn line for no answer, and goes on behind it (fault 51)', () => {
    const cache = new ResponseCache(storage);
    cache.set('one', result('first'));
    cache.set('two', result('second'));
    cache.close();
    const file = path.join(storage, 'cache', files()[0] ?? '');
    truncateSync(file, 300);
    appendFileSync(file, '\n{"key":"bad"}\n');
    const next = new ResponseCache(storage);
    assert.deepEqual([next.get('two'), next.get('bad')], [undefined, undefined]);
    next.set('three', result('third'));
    assert.equal(next.get('three')?.answer, 'third');
    next.close();
  });

  it('believes nothing that another secret sealed, nothing without a seal, and nothing that was changed', () => {
    const secret = new Uint8Array(32).fill(1);
    const foreign = new ResponseCache(storage, { maxBytes: 1e6, secret: new Uint8Array(32).fill(2) });
    foreign.set('one', result('yes'));
    foreign.close();
    const [file = ''] = files();
    const lines = readFileSync(path.join(storage, 'cache', file), 'utf8');
    const own = new ResponseCache(storage, { maxBytes: 1e6, secret });
    assert.deepEqual([own.has('one'), own.get('one')], [false, undefined]);
    own.set('two', result('mine'));
    own.close();
    const ownFile = path.join(storage, 'cache', files().find((name) => name !== file) ?? '');
    const whole = readFileSync(ownFile, 'utf8');
    // What stood in the cache of somebody else, under the name of ours.
    appendFileSync(ownFile, `${lines}${JSON.stringify({ key: 'three', result: result('yes') })}\n`);
    const next = new ResponseCache(storage, { maxBytes: 1e6, secret });
    assert.deepEqual(
      ['one', 'two', 'three'].map((key) => next.get(key)?.answer),
      [undefined, 'mine', undefined],
    );
    next.close();
    for (let bit = 0; bit < whole.length * 8; bit += 53) {
      const bytes = Buffer.from(whole);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      writeFileSync(ownFile, bytes);
      const changed = new ResponseCache(storage, { maxBytes: 1e6, secret });
      assert.ok([undefined, 'mine'].includes(changed.get('two')?.answer), `bit ${bit}`);
      changed.close();
    }
  });

  posixIt('is not read or written through a link', () => {
    const cache = new ResponseCache(storage);
    cache.set('one', result('mine'));
    cache.close();
    const file = path.join(storage, 'cache', files()[0] ?? '');
    const precious = path.join(storage, 'precious');
    renameSync(file, precious);
    symlinkSync(precious, file);
    const before = readFileSync(precious, 'utf8');
    const next = new ResponseCache(storage);
    next.set('two', result('more'));
    assert.equal(next.get('one'), undefined);
    next.close();
    assert.equal(readFileSync(precious, 'utf8'), before);
  });

  it('never gives one answer for another when two processes write', () => {
    const [left, right] = [new ResponseCache(storage), new ResponseCache(storage)];
    left.set('left', result('from left'));
    right.set('right', result('from right'));
    left.set('again', result('from left again'));
    assert.match(left.get('left')?.answer ?? 'from left', /^from left$/);
    assert.match(left.get('again')?.answer ?? 'from left again', /^from left again$/);
    left.close();
    right.close();
    const next = new ResponseCache(storage);
    assert.deepEqual(
      ['left', 'right', 'again'].map((key) => next.get(key)?.answer),
      ['from left', 'from right', 'from left again'],
    );
    next.close();
  });

  it('forgets everything on request', () => {
    const cache = new ResponseCache(storage);
    cache.set('one', result('first'));
    cache.clear();
    assert.equal(cache.get('one'), undefined);
    cache.close();
  });

  it('says what it has, and how much, and creates no folder to find out', () => {
    const cache = new ResponseCache(storage);
    assert.deepEqual([cache.has('one'), cache.bytes, readdirSync(storage)], [false, 0, []]);
    cache.set('one', result('first'));
    assert.deepEqual([cache.has('one'), cache.has('two')], [true, false]);
    assert.ok(cache.bytes > 100 && cache.bytes < 500);
    cache.close();
  });

  it('is silent where nothing can be stored (fault 50)', () => {
    const cache = new ResponseCache('/dev/null/nowhere');
    cache.set('one', result('first'));
    assert.equal(cache.get('one'), undefined);
  });
});
