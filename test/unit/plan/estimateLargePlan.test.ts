import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { estimateLargePlan } from '../../../src/core/plan/estimateLargePlan.ts';
import { planSuite } from '../../../src/core/plan/planSuite.ts';
import { answeringRegistry } from '../../support/suiteRun.ts';
import { memoryFiles } from '../dataset/memoryFiles.ts';

/** The estimate of one case in dollars per million: a token costs a dollar, and a text of four letters is one. */
async function moneyOf(test: object, config: object = {}) {
  const text = JSON.stringify({ prompts: ['Hi'], providers: ['a'], tests: [test], ...config });
  const suite = await readSuite('promptfooconfig.yaml', memoryFiles({ 'promptfooconfig.yaml': text }), {
    providers: { a: 'test/a', judge: 'test/judge' },
  });
  const planned = planSuite(suite, { runId: 'r', promptVersion: 'v', name: 's' });
  const price = { input: 0, output: 1_000_000 };
  const estimate = await estimateLargePlan(suite, planned, {
    catalog: { entries: new Map(['test/a', 'test/judge'].map((id) => [id, { id, price }])) },
    registry: answeringRegistry(() => ''),
    pause: async () => {},
  });
  return estimate;
}

describe('the estimate of a planned suite', () => {
  it('goes by the answer that a check expects word for word', async () => {
    const [short, long] = await Promise.all(
      [400, 4000].map(
        async (length) => (await moneyOf({ assert: [{ type: 'equals', value: 'x'.repeat(length) }] })).money,
      ),
    );
    assert.ok(short && long);
    assert.ok(Math.abs(short.expected - 100) < 10, `${short.expected}`);
    assert.ok(Math.abs(long.expected - 1000) < 100, `${long.expected}`);
  });

  it('counts the questions to the model that plays the user, at most one for each of its messages but the first', async () => {
    const { judgeCalls, judges } = await moneyOf({
      user: { instructions: 'You are Mia.', model: 'test/judge', maxTurns: 4 },
    });
    assert.equal(judgeCalls, 3);
    assert.ok(judges.expected > 0);
  });

  it('counts both orders of every pair of answers that judges compare, and none for the answer that they are compared with', async () => {
    const calls = async (against: string, provider: readonly string[] = ['judge']) => {
      const assert = [{ type: 'prefer', value: 'x', against, provider }];
      const { judgeCalls } = await moneyOf({ assert }, { providers: ['a', 'judge', 'test/c'] });
      return judgeCalls;
    };
    assert.equal(await calls('a'), 4);
    assert.equal(await calls('all'), 6);
    assert.equal(await calls('all', ['judge', 'test/d']), 12);
    assert.equal(await calls('head'), 0);
  });

  it('counts every fixed turn as a request', async () => {
    const check = { assert: [{ type: 'equals', value: 'x'.repeat(400) }] };
    const one = await moneyOf(check);
    const three = await moneyOf({ ...check, turns: ['And?', 'And?'] });
    assert.equal(three.money.expected, 3 * one.money.expected);
  });
});
