import assert from 'node:assert/strict';
import type { Suite, SuitePrompt } from '../../../src/core/dataset/suite.ts';
import { PolypromptError } from '../../../src/core/errors.ts';
import { planRow } from '../../../src/core/plan/planRow.ts';
import { evalCase } from '../../support/evalCase.ts';

const prompt: SuitePrompt = {
  label: 'P',
  raw: '{{name}}',
  parameters: {},
  render({ name }) {
    if (name === 'broken') throw new PolypromptError('missing-input', 'No value for x.');
    return { text: `${name}`, messages: [{ role: 'user', parts: [{ type: 'text', text: `${name}` }] }] };
  },
};
const suite: Suite = {
  name: 's',
  file: 'a.eval.yaml',
  prompts: [{ ...prompt, label: 'Another' }, prompt],
  targets: [{ id: 'the label', model: 'a/one', parameters: { temperature: 0.5 }, prompts: ['Another'] }],
  cases: [evalCase('x'), evalCase('y')],
  derivedMetrics: [],
  repeat: 5,
  problems: [],
};
const options = { runId: 'r', promptVersion: 'v', name: 'p.prompt' };

describe('planRow', () => {
  it('asks one case once on each model, whichever the case or the suite would choose', () => {
    const testCase = { ...evalCase('x'), targets: ['the label'], prompts: ['Another'] };
    const { planned } = planRow({ suite, prompt, testCase }, ['a/one', 'b/two'], options);
    const { plan, caseOf } = planned;
    assert.deepEqual(
      plan.cells.map(({ target, caseId, repeat }) => [target, caseId, repeat]),
      [
        ['a/one', testCase.id, 0],
        ['b/two', testCase.id, 0],
      ],
    );
    assert.deepEqual(
      plan.cells.map(({ id }) => caseOf.get(id)?.id),
      [testCase.id, testCase.id],
    );
    assert.equal(plan.kind, undefined, 'it is listed with the comparisons');
  });

  it('gives a model of the suite the settings that it has there', () => {
    const { planned } = planRow({ suite, prompt, testCase: evalCase('x') }, ['a/one', 'b/two'], options);
    assert.deepEqual(
      planned.plan.targets.map(({ parameters }) => parameters),
      [{ temperature: 0.5 }, {}],
    );
  });

  it('says why a case cannot be run', () => {
    assert.throws(() => planRow({ suite, prompt, testCase: evalCase('broken') }, ['a/one'], options), /No value for x/);
  });
});
