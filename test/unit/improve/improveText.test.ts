import assert from 'node:assert/strict';
import { improvePlan } from '../../../src/core/improve/improvePlan.ts';
import { planText, resultText } from '../../../src/core/improve/improveText.ts';
import { proveRows } from '../../../src/core/improve/proof.ts';
import type { Finalist, ImproveResult } from '../../../src/core/run/improveResult.ts';

const rows = (count: number, before: boolean, after: boolean) =>
  Array.from({ length: count }, (_, index) => ({
    row: `${before}${after}${index}`,
    before: [before],
    after: [after],
  }));
const proofs = proveRows([
  [...rows(12, false, true), ...rows(1, true, false), ...rows(27, true, true)],
  [...rows(3, false, true), ...rows(37, true, true)],
]);

function finalist(index: number, more: Partial<Finalist>): Finalist {
  const proof = proofs[index];
  assert.ok(proof);
  const wording = { number: 2 - index, text: `wording ${2 - index}` };
  return {
    wording,
    proof,
    isProven: proof.adjusted <= 0.05,
    causes: ['A label is missing.', 'The form is not said.'].slice(0, 2 - index),
    words: { before: 10, after: 22 - 6 * index },
    perCall: { before: { cost: 0.002, ms: 1000 }, after: { cost: 0.003, ms: 1200 } },
    ...more,
  };
}

const found = (own: Partial<ImproveResult>): ImproveResult => ({
  start: { number: 0, text: 'start' },
  finalists: [],
  proposals: [],
  ended: 'patience',
  isShorter: false,
  task: { calls: 200 },
  reflect: { calls: 9 },
  ...own,
});

describe('the words of a result', () => {
  it('say what is claimed, what it costs, what it is made of, and what fewer edits would bring', () => {
    const both = finalist(0, {});
    assert.deepEqual(resultText(found({ offered: both.wording, finalists: [both, finalist(1, {})] })), [
      'It passes 27.5 points more on 40 held-out rows that took no part in the search (95%: 10.0 to 45.0): 70% before, 97.5% after.',
      '12 rows got better, 1 got worse; by chance alone so large a difference comes about in 0.68 of 100 runs, corrected for 2 finalists.',
      'Cost and time: $2.00 before, $3.00 after per 1,000 calls; 1.0 s before, 1.2 s after per answer.',
      'It has 22 words, 12 words more.',
      'Cause: A label is missing.',
      'Cause: The form is not said.',
      'With 1 edit (A label is missing.): 7.5 points (95%: 0.0 to 22.5), 0 rows got worse; that may be chance.',
      "0 proposals tried, 0 kept in the search; 200 calls to the task's model, 9 to the reflecting model.",
    ]);
  });

  it('say what each expected value gained, and of a rubric how far it agrees with people', () => {
    const byExpected = [
      { expected: 'false', rows: 12, before: 0, after: 0.75 },
      { expected: 'true', rows: 28, before: 1, after: 1 },
    ];
    const both = finalist(0, { byExpected });
    const sentences = (own: Partial<ImproveResult>) =>
      resultText(found({ offered: both.wording, finalists: [both], ...own })).slice(0, 3);
    assert.equal(
      sentences({})[2],
      'Passed: 0% before, 75% after of 12 rows that expect “false”; 100% before, 100% after of 28 rows that expect “true”.',
    );
    const [gain = '', , expected] = sentences({ isRubric: true });
    assert.match(gain, /^It agrees with people on 27\.5 points more of 40 held-out answers that took no part/);
    assert.equal(
      expected,
      'Agreed with: 0% before, 75% after of 12 rows that people fail; 100% before, 100% after of 28 rows that people pass.',
    );
  });

  it('never give a price that is not known', () => {
    const both = finalist(0, { perCall: { before: { cost: 0.002 }, after: {} } });
    const lines = resultText(found({ offered: both.wording, finalists: [both] }));
    assert.ok(lines.includes('Cost and time: cost unknown.'));
  });

  it('claim nothing for the best edit where it is not proven', () => {
    const [first, second] = resultText(found({ finalists: [finalist(1, {})] }));
    assert.equal(first, 'Nothing better found.');
    assert.match(second ?? '', /^The best edit came to 7\.5 points on 40 held-out rows .* which may be chance\.$/);
  });

  it('say why nothing was found', () => {
    const kept = { number: 1, fate: 'kept' as const, reason: '', cause: '', fixed: 1, broke: 0 };
    const of = (own: Partial<ImproveResult>) => resultText(found(own))[0];
    assert.match(of({ ended: 'nothing-fails' }) ?? '', /no working row fails/);
    assert.match(
      of({ ended: 'nothing-fails', proposals: [{ ...kept, fate: 'mends-nothing' }] }) ?? '',
      /passed when they were asked again/,
    );
    assert.match(of({ ended: 'no-cause' }) ?? '', /sees no cause that the failing rows share/);
    assert.match(of({ ended: 'no-form' }) ?? '', /in no form that could be used/);
    assert.match(of({ ended: 'budget' }) ?? '', /the budget was used up/);
    assert.match(of({ ended: 'budget', proposals: [kept] }) ?? '', /did not reach to its proof: nothing is claimed/);
  });
});

describe('the words of a plan', () => {
  const split = { working: ['a'], choosing: ['b'], heldOut: Array.from({ length: 40 }, (_, index) => `${index}`) };
  const head = { seed: '', file: '', text: '', target: '', reflect: '', suite: '', split, draws: 3 };

  it('name rows that take no part, how the calls are cut, and an earlier look', () => {
    const lines = planText(improvePlan({ ...head, maxCalls: 300, unused: 7, earlierLooks: 2 }));
    assert.equal(
      lines[0],
      '49 rows: 1 to work on, 1 to choose by, 40 held out for the proof, 7 that take no part because the calls do not reach them.',
    );
    assert.equal(
      lines[2],
      'At most 300 calls, retries and reflections counted: start 2, search up to 218, proof 80 to 240.',
    );
    assert.equal(lines[3], 'These held-out rows were seen 3 times: the proof is weaker.');
  });

  it('counts the old model of a port', () => {
    const port = { from: 'a', margin: 0.05, variant: 'v', original: '', mended: [] };
    const lines = planText(improvePlan({ ...head, maxCalls: 300, port }));
    assert.equal(
      lines[2],
      'At most 300 calls, retries and reflections counted: start 4, search up to 176, proof 120 to 360.',
    );
  });
});
