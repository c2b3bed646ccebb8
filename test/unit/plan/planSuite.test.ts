import assert from 'node:assert/strict';
import type { Suite, SuitePrompt } from '../../../src/core/dataset/suite.ts';
import { PolypromptError } from '../../../src/core/errors.ts';
import { planSuite, planSuiteInSlices } from '../../../src/core/plan/planSuite.ts';
import { evalCase } from '../../support/evalCase.ts';

const place = { file: 'a.eval.yaml', range: { start: 7, end: 9 } };
const prompt = (label: string): SuitePrompt => ({
  label,
  raw: label,
  parameters: { temperature: 0 },
  render(vars) {
    if (vars['name'] === 'broken') throw new PolypromptError('missing-input', 'No value for x.');
    const text = `${label} ${String(vars['name'])}`;
    return { text, messages: [{ role: 'user', parts: [{ type: 'text', text }] }] };
  },
});
const target = (id: string) => ({ id, model: id, parameters: {} });

function suiteWith(change: Partial<Suite>) {
  const suite: Suite = {
    name: 's',
    file: 'a.eval.yaml',
    prompts: [prompt('P')],
    targets: [target('a/one')],
    cases: [],
    derivedMetrics: [],
    repeat: 1,
    problems: [],
    ...change,
  };
  return { suite, options: { runId: 'r', promptVersion: 'v', name: 'a.eval.yaml' } };
}

function plan(change: Partial<Suite>, more: { models?: readonly string[]; repeat?: number } = {}) {
  const { suite, options } = suiteWith(change);
  const planned = planSuite(suite, { ...options, ...more });
  const cells = planned.plan.cells.map((cell) => `${cell.caseId} ${cell.target} ${cell.repeat}`);
  return { ...planned, cells };
}

describe('planSuite', () => {
  it('plans nothing, and says why at once, where that would be more cells than a run can have', () => {
    for (const repeat of [1_000_000_000, 500_001]) {
      const started = performance.now();
      const { cells, problems } = plan({ cases: [evalCase('x')] }, { repeat });
      assert.ok(performance.now() - started < 1000);
      assert.deepEqual([cells, problems.map(({ code }) => code)], [[], ['too-many-cells']]);
      assert.match(problems[0]?.message ?? '', /^This is [\d,]+ cells .* a run has 500,000 at most\. /);
    }
    const own = { cases: Array.from({ length: 1000 }, (_, row) => ({ ...evalCase(`${row}`), targets: ['a/one'] })) };
    const targets = Array.from({ length: 1000 }, (_, index) => target(index === 0 ? 'a/one' : `a/${index}`));
    assert.equal(plan({ ...own, targets }).cells.length, 1000, 'what a case does not ask is not counted');
  });

  it('makes one cell per case, prompt, target and repeat', () => {
    const { cells } = plan({
      prompts: [prompt('P'), prompt('Q')],
      targets: [target('a/one'), target('b/two')],
      cases: [evalCase('x')],
      repeat: 2,
    });
    assert.deepEqual(cells, [
      'x#1 a/one 0',
      'x#1 a/one 1',
      'x#1 b/two 0',
      'x#1 b/two 1',
      'x#2 a/one 0',
      'x#2 a/one 1',
      'x#2 b/two 0',
      'x#2 b/two 1',
    ]);
  });

  it('fills the variables of a case into the tools, the answer’s schema and the instructions of a model', () => {
    const tools = [
      { name: 'find', description: 'In {{name}}', inputSchema: { properties: { at: { enum: ['{{name}}'] } } } },
    ];
    const parameters = {
      tools,
      instructions: 'Speak of {{name}}.',
      output: { format: 'json', schema: { title: '{{ name | upper }}' } },
    } as const;
    const cases = [evalCase('x', { vars: { name: 'Oslo' } }), evalCase('y', { vars: {} })];
    const { plan: planned, problems } = plan({ targets: [{ ...target('a/one'), parameters }], cases });
    assert.deepEqual(
      planned.cells.map((cell) => cell.parameters),
      [
        {
          temperature: 0,
          tools: [{ name: 'find', description: 'In Oslo', inputSchema: { properties: { at: { enum: ['Oslo'] } } } }],
          instructions: 'Speak of Oslo.',
          output: { format: 'json', schema: { title: 'OSLO' } },
        },
      ],
    );
    assert.deepEqual(
      problems.map(({ severity, code }) => [severity, code]),
      [['error', 'invalid-check']],
    );
  });

  it('lets cases and targets choose their prompts and each other', () => {
    const { cells } = plan({
      prompts: [prompt('P'), prompt('Q')],
      targets: [target('a/one'), { ...target('b/two'), prompts: ['Q'] }],
      cases: [evalCase('x', { prompts: ['Q'] }), evalCase('y', { targets: ['a/one'] })],
    });
    assert.deepEqual(cells, ['x#2 a/one 0', 'x#2 b/two 0', 'y#1 a/one 0', 'y#2 a/one 0']);
  });

  it('keeps a cell for each of two rows that ask the same and check differently', () => {
    const { plan: planned, caseOf } = plan({ cases: [evalCase('x'), evalCase('x', { threshold: 0.5 })] });
    assert.equal(planned.cells.length, 2);
    assert.deepEqual(
      planned.cells.map((cell) => caseOf.get(cell.id)?.threshold),
      [undefined, 0.5],
    );
  });

  it('names a case that cannot be rendered, and plans the others', () => {
    const { cells, problems } = plan({ cases: [evalCase('broken'), evalCase('x')] });
    assert.deepEqual(cells, ['x a/one 0']);
    assert.deepEqual(problems, [
      { severity: 'error', code: 'missing-input', message: 'No value for x.', range: place.range, file: 'a.eval.yaml' },
    ]);
  });

  it('names a case that its own choice leaves without a model, so that it does not look as if it had passed', () => {
    const { cells, problems } = plan({
      cases: [evalCase('x', { targets: [] }), evalCase('y', { prompts: ['Q'] }), evalCase('z')],
    });
    assert.deepEqual(cells, ['z a/one 0']);
    assert.deepEqual(
      problems.map(({ severity, code, range }) => [severity, code, range]),
      [
        ['error', 'unasked-case', place.range],
        ['error', 'unasked-case', place.range],
      ],
    );
    const none = plan({ cases: [evalCase('x', { targets: [] })], targets: [] });
    assert.deepEqual(none.problems, [], 'that a suite has no models is told elsewhere');
  });

  it('is the same in slices, with a pause after every hundred rows', async () => {
    const cases = Array.from({ length: 250 }, (_, index) => evalCase(`${index}`));
    const { suite, options } = suiteWith({ cases });
    let pauses = 0;
    const sliced = await planSuiteInSlices(suite, options, async () => {
      pauses++;
    });
    assert.equal(pauses, 2);
    assert.deepEqual(sliced.plan, planSuite(suite, options).plan);
  });

  it('runs other models in place of its own when told', () => {
    assert.deepEqual(plan({ cases: [evalCase('x')] }, { models: ['c/three'], repeat: 2 }).cells, [
      'x c/three 0',
      'x c/three 1',
    ]);
  });
});
