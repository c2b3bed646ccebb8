import assert from 'node:assert/strict';
import { classOf } from '../../../src/core/routing/followCost.ts';
import { readDuration, readShare } from '../../../src/core/routing/quantities.ts';
import { requestFigures } from '../../../src/core/routing/requestFigures.ts';
import type { ClassRule } from '../../../src/core/routing/route.ts';
import {
  classifyByRules,
  featuresOf,
  hasWord,
  type RouteRequest,
  sizeBucket,
} from '../../../src/core/routing/routeRequest.ts';
import { routeRequestOf } from '../../../src/core/routing/routeRequestOf.ts';

function request(fields: Partial<RouteRequest>): RouteRequest {
  return { key: '', tokens: 100, text: '', hasTools: false, hasSchema: false, hasMedia: false, ...fields };
}

describe('the class of a request by rules', () => {
  const byRules = (simple: ClassRule, hard: ClassRule, fields: Partial<RouteRequest>) =>
    classifyByRules(request(fields), { by: 'rules', simple, hard });

  it('is standard without a rule', () => assert.equal(byRules({}, {}, {}), 'standard'));

  it('is simple where every part of the rule is met, and hard where any is', () => {
    const rule = { shorterThan: 50, tools: false };
    assert.equal(byRules(rule, {}, { tokens: 49 }), 'simple');
    assert.equal(byRules(rule, {}, { tokens: 50 }), 'standard');
    assert.equal(byRules(rule, {}, { tokens: 49, hasTools: true }), 'standard');
    const hard = { longerThan: 200, images: true };
    assert.equal(byRules({}, hard, { tokens: 200 }), 'standard');
    assert.equal(byRules({}, hard, { tokens: 201 }), 'hard');
    assert.equal(byRules({}, hard, { hasMedia: true }), 'hard');
  });

  it('is hard before it is simple', () => {
    assert.equal(byRules({ shorterThan: 500 }, { words: ['prove'] }, { text: 'prove it' }), 'hard');
  });

  it('knows words, whichever of them occurs and however the rule spells it', () => {
    const rule = { words: ['Prove', 'derive'] };
    assert.equal(byRules({}, rule, { text: 'please derive it' }), 'hard');
    assert.equal(byRules({}, rule, { text: 'prove it' }), 'hard');
    assert.equal(byRules({}, rule, { text: 'an improved proof' }), 'standard');
  });

  it('knows tools, schemas and media as there or not there', () => {
    for (const [part, field] of [
      ['tools', 'hasTools'],
      ['schema', 'hasSchema'],
      ['images', 'hasMedia'],
    ] as const) {
      assert.equal(byRules({}, { [part]: true }, { [field]: true }), 'hard', part);
      assert.equal(byRules({}, { [part]: true }, { [field]: false }), 'standard', part);
      assert.equal(byRules({}, { [part]: false }, { [field]: false }), 'hard', part);
    }
  });
});

describe('the class of a request by what was learnt', () => {
  const nothing = { table: new Map(), words: [] };

  it('is standard where nothing was learnt of such requests', () => {
    assert.equal(classOf(request({}), { by: 'table' }, nothing), 'standard');
    assert.equal(classOf(request({}), { by: 'logistic' }, nothing), 'standard');
  });

  it('is that of the requests with the same features', () => {
    const table = new Map([['size 8, word prove', 'hard' as const]]);
    const learnt = { table, words: ['prove'] };
    assert.equal(classOf(request({ text: 'prove it' }), { by: 'table' }, learnt), 'hard');
    assert.equal(classOf(request({ text: 'name it' }), { by: 'table' }, learnt), 'standard');
  });
});

describe('the features of a request', () => {
  it('are its size, what comes with it, and the first word that tells', () => {
    assert.equal(featuresOf(request({ tokens: 300 })), 'size 9');
    assert.equal(featuresOf(request({ text: 'name it' }), ['prove']), 'size 8');
    const all = request({ text: 'derive and prove', hasTools: true, hasSchema: true, hasMedia: true });
    assert.equal(featuresOf(all, ['prove', 'derive']), 'size 8, tools, schema, media, word prove');
  });

  it('hold the power of two that holds the tokens, from 256 on', () => {
    assert.deepEqual([0, 1, 256, 257, 512, 513, 100_000].map(sizeBucket), [8, 8, 8, 9, 9, 10, 17]);
  });

  it('hold words that stand by themselves', () => {
    assert.deepEqual(
      ['prove', 'to prove.', 'improve', 'proved', 'prove_it', 'prove2', 'improve prove'].map((text) =>
        hasWord(text, 'prove'),
      ),
      [true, true, false, false, false, false, true],
    );
  });

  it('are, as figures, logarithms of its counts and the mean length of its words', () => {
    const text = 'add 12 and 7?\nyes';
    const figures = requestFigures(request({ text, tokens: 7, hasSchema: true }), ['add', 'sum']);
    assert.deepEqual(figures, [3, 0, 1, 0, Math.log2(3), 1, 1, 3, 1, 0]);
    assert.deepEqual(requestFigures(request({ text: '', tokens: 0 }), []), [0, 0, 0, 0, 0, 0, 0, 0]);
  });
});

describe('a request as a route sees it', () => {
  const messages = [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }] as const;

  it('has a schema only where the answer has one', () => {
    const schemaIn = (parameters: Parameters<typeof routeRequestOf>[0]['parameters']) =>
      routeRequestOf({ messages, repeat: 0, parameters }).hasSchema;
    assert.equal(schemaIn({}), false);
    assert.equal(schemaIn({ output: { format: 'json' } }), false);
    assert.equal(schemaIn({ output: { format: 'json', schema: { type: 'object' } } }), true);
  });
});

describe('the amounts of a route', () => {
  it('are durations with a unit, or milliseconds', () => {
    assert.deepEqual(
      ['1500ms', '20s', '1.5m', '1h', 30, 0].map(readDuration),
      [1500, 20_000, 90_000, 3_600_000, 30, 0],
    );
    assert.deepEqual(['', '20', 's', '20 days', '-1s', -1, true].map(readDuration), new Array(7).fill(undefined));
  });

  it('are shares from nothing to all', () => {
    assert.deepEqual(['20%', '0%', '100%', 0.2, 0, 1].map(readShare), [0.2, 0, 1, 0.2, 0, 1]);
    assert.deepEqual(['101%', '20', 1.1, -0.1, '-1%', null].map(readShare), new Array(6).fill(undefined));
  });
});
