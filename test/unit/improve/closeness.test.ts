import assert from 'node:assert/strict';
import { closeness } from '../../../src/core/improve/closeness.ts';
import { improveRows } from '../../../src/core/improve/improveRow.ts';
import { evalCase } from '../../support/evalCase.ts';

const [json] = improveRows([
  evalCase('one', {
    checks: [
      {
        type: 'is-json',
        negated: false,
        value: { type: 'object', properties: { amount: { const: 12.5 }, card: { const: null } } },
      },
    ],
  }),
]);
const answer = (text: string, passed: boolean | undefined = false) => ({
  passed,
  answer: text,
  reasons: passed === true ? [] : ['It failed.'],
  account: { calls: 1 },
});
const close = (text: string, passed?: boolean) =>
  closeness(answer(text, passed), json?.fragments ?? [], json?.checks ?? 0);

describe('how close an answer came', () => {
  it('is 1 for a pass and 0 without a verdict', () => {
    assert.equal(close('anything', true), 1);
    assert.equal(closeness({ ...answer(''), passed: undefined }, [], 1), 0);
  });

  it('grows with each part that is right, and never reaches a pass', () => {
    const steps = [
      close('Nothing.'),
      close('Here it is: {"amount": "12.5", "card": null}'),
      close('Here it is: {"amount": 12.5, "card": null}'),
      close('{"amount":12.5,"card":null,"more":1}'),
    ];
    for (const [index, step] of steps.entries())
      assert.ok(step < 1 && step > (steps[index - 1] ?? -1), steps.join(' '));
  });

  it('tells a number from the beginning of a longer one', () => {
    assert.ok(close('{"amount":12.55,"card":null}') < close('{"amount":12.5,"card":null}'));
  });
});
