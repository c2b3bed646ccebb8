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

  it('takes the form of a label for half of it, and no letters that two labels have in common', () => {
    const [label] = improveRows([evalCase('two', { checks: [{ type: 'equals', negated: false, value: 'defect' }] })]);
    const of = (text: string) => closeness(answer(text), label?.fragments ?? [], label?.checks ?? 0);
    assert.equal(of('damaged'), of('praise'));
    const steps = [of('I would say that it is damaged.'), of('damaged'), of('The label is: defect')];
    assert.ok(
      (steps[0] ?? 1) < (steps[1] ?? 0) && (steps[1] ?? 1) < (steps[2] ?? 0) && (steps[2] ?? 1) < 1,
      steps.join(' '),
    );
  });

  it('tells the order and the form of several words', () => {
    const [total] = improveRows([
      evalCase('three', { checks: [{ type: 'equals', negated: false, value: '23.90 EUR' }] }),
    ]);
    const of = (text: string) => closeness(answer(text), total?.fragments ?? [], total?.checks ?? 0);
    assert.ok(of('23.9 EUR') > of('EUR 23.9') && of('EUR 23.9') > of('It is a lot.'));
  });

  it('tells a number from the beginning of a longer one', () => {
    assert.ok(close('{"amount":12.55,"card":null}') < close('{"amount":12.5,"card":null}'));
  });
});
