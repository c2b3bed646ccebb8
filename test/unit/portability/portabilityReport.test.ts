import assert from 'node:assert/strict';
import type { PortabilityFinding } from '../../../src/core/portability/portabilityFinding.ts';
import { portabilityProblems } from '../../../src/core/portability/portabilityProblems.ts';
import {
  portabilityMarkdown,
  portabilityRows,
  sortedFindings,
} from '../../../src/core/portability/portabilityReport.ts';

const range = { start: 4, end: 5 };
const text = 'a\nb\nc\n';
const findings: readonly PortabilityFinding[] = [
  { model: 'a/one', effect: 'clamped', field: 'topP', message: 'one | two', range },
  { model: 'a/one', effect: 'dropped', field: 'seed', message: 'a/one takes no seed.', range: { start: 0, end: 1 } },
  { model: 'a/two', effect: 'dropped', field: 'seed', message: 'a/two takes no seed.', range: { start: 0, end: 1 } },
  { effect: 'doubtful', field: 'input x', message: 'It cannot be told.', range },
  { model: 'b/three', effect: 'rejected', field: 'model', message: 'There is no provider "b".', range },
];
const models = ['a/one', 'a/two', 'c/four'];

describe('the portability report', () => {
  it('has a row for every model, with a column for each kind of finding that there is', () => {
    assert.deepEqual(portabilityRows({ models, findings }), {
      header: ['model', 'prompt', 'rejected', 'dropped', 'clamped'],
      rows: [
        ['a/one', 'accepted, 1 setting dropped, 1 setting changed', '0', '1', '1'],
        ['a/two', 'accepted, 1 setting dropped', '0', '1', '0'],
        ['c/four', 'as written', '0', '0', '0'],
      ],
    });
  });

  it('puts the worst first, then what stands earlier', () => {
    const order = sortedFindings({ text, findings }).map(({ finding: { effect }, at }) => `${effect} ${at.line}`);
    assert.deepEqual(order, ['rejected 3', 'dropped 1', 'dropped 1', 'doubtful 3', 'clamped 3']);
  });

  it('reads as Markdown in which nothing of the prompt is markup', () => {
    const page = portabilityMarkdown({ name: 'a_b', text, models, findings });
    assert.match(page, /^# a\\_b: portability\n\n\| model \| prompt \| rejected \| dropped \| clamped \|\n\| --- /);
    assert.ok(page.includes('| 3 | clamped | topP | a\\/one | one \\| two |\n'));
    assert.ok(page.includes('| 3 | doubtful | input x | every model | It cannot be told\\. |\n'));
    assert.match(portabilityMarkdown({ name: 'a', text, models, findings: [] }), /Every model takes the prompt/);
  });

  it('is one Problem where several models say the same; an unknown model has a Problem of its own', () => {
    assert.deepEqual(
      portabilityProblems(findings).map(({ severity, code, message }) => `${severity} ${code} ${message}`),
      [
        'information portability-clamped a/one: one | two',
        'information portability-dropped a/one, a/two: the model takes no seed.',
        'warning portability-doubtful It cannot be told.',
      ],
    );
  });
});
