import assert from 'node:assert/strict';
import type { Suite, SuitePrompt } from '../../../src/core/dataset/suite.ts';
import { PolypromptError } from '../../../src/core/errors.ts';
import { planRow, planRowColumns } from '../../../src/core/plan/planRow.ts';
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

  it('gives each model a column for each version and setting, each with the case that its answers are held against', () => {
    const older: SuitePrompt = {
      ...prompt,
      render: ({ name }) => ({
        text: '',
        messages: [{ role: 'user', parts: [{ type: 'text', text: `old ${name}` }] }],
      }),
    };
    const testCase = evalCase('x');
    const kinds = [
      { prompt },
      { prompt: older, version: 'HEAD' },
      { prompt, setting: 'temperature: 1', parameters: { temperature: 1 } },
    ];
    const { planned } = planRowColumns({ suite, testCase }, { models: ['a/one', 'b/two'], kinds }, options);
    const said = new Map(planned.plan.cells.map(({ target, messages: [message] }) => [target, message?.parts[0]]));
    assert.deepEqual(
      planned.plan.targets.map(({ id, model, parameters, version, setting, newerId }) => ({
        id,
        model,
        temperature: parameters.temperature,
        version,
        setting,
        newerId,
        said: said.get(id),
      })),
      ['a/one', 'b/two'].flatMap((model) => {
        const own = model === 'a/one' ? 0.5 : undefined;
        const text = (words: string) => ({ type: 'text', text: words });
        const none = { version: undefined, setting: undefined, newerId: undefined };
        return [
          { ...none, id: model, model, temperature: own, said: text('x') },
          {
            ...none,
            id: `${model} @ HEAD`,
            model,
            temperature: own,
            version: 'HEAD',
            newerId: model,
            said: text('old x'),
          },
          {
            ...none,
            id: `${model} · temperature: 1`,
            model,
            temperature: 1,
            setting: 'temperature: 1',
            said: text('x'),
          },
        ];
      }),
    );
    assert.deepEqual(
      planned.plan.cells.map(({ id }) => planned.caseOf.get(id)?.id),
      planned.plan.cells.map(() => testCase.id),
    );
  });

  it('asks a version apart that says the same', () => {
    const testCase = evalCase('x');
    const kinds = [{ prompt }, { prompt, version: 'HEAD' }];
    const { planned } = planRowColumns({ suite, testCase }, { models: ['a/one'], kinds }, options);
    const ids = planned.plan.cells.map(({ id }) => id);
    assert.equal(new Set(ids).size, 2);
    assert.deepEqual(
      ids.map((id) => planned.promptOf.get(id)?.label),
      ['P', 'P'],
    );
  });

  it('asks as often as it is told', () => {
    const { planned } = planRow({ suite, prompt, testCase: evalCase('x') }, ['a/one'], { ...options, repeat: 3 });
    assert.deepEqual(
      planned.plan.cells.map(({ repeat }) => repeat),
      [0, 1, 2],
    );
  });

  it('says why a case cannot be run', () => {
    assert.throws(() => planRow({ suite, prompt, testCase: evalCase('broken') }, ['a/one'], options), /No value for x/);
  });
});
