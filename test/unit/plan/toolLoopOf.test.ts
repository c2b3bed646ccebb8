import assert from 'node:assert/strict';
import type { Suite, SuitePrompt } from '../../../src/core/dataset/suite.ts';
import { changeTargets, targetsFor } from '../../../src/core/plan/plan.ts';
import { planSuite } from '../../../src/core/plan/planSuite.ts';
import { planVariants } from '../../../src/core/plan/planVariants.ts';
import { toolLoopOf } from '../../../src/core/plan/toolLoopOf.ts';
import type { ToolRule } from '../../../src/core/tools/toolSettings.ts';
import { evalCase } from '../../support/evalCase.ts';

const tools = [{ name: 'look' }];
const rule = (value: string): ToolRule => ({ tool: 'look', answer: { type: 'result', value } });
const rules = (...values: readonly string[]) => ({ toolResults: values.map(rule) });
const callback: ToolRule = { tool: 'look', answer: { type: 'callback', code: '() => 1' } };

describe('the loop of a cell', () => {
  it('has the rules of the case, the prompt, the target and the suite in this order', () => {
    const loop = toolLoopOf({
      case: evalCase('x', { tools: rules('case') }),
      prompt: { tools: { ...rules('prompt'), maxTurns: 3 } },
      target: { tools: rules('target'), callbacks: [callback] },
      suite: { tools: { ...rules('suite'), maxTurns: 2 } },
      tools,
    });
    const expected = [...['case', 'prompt', 'target', 'suite'].map(rule), callback];
    assert.deepEqual(loop, { rules: expected, maxTurns: 3 });
  });

  it('gives results back 8 times where nothing says how often', () => {
    assert.equal(toolLoopOf({ prompt: { tools: rules('a') }, tools })?.maxTurns, 8);
  });

  it('is none without rules, without tools, for a given answer, or where the calls are wanted', () => {
    const own = { tools: rules('a') };
    assert.equal(toolLoopOf({ prompt: { tools: { maxTurns: 3 } }, tools }), undefined);
    assert.equal(toolLoopOf({ prompt: own }), undefined);
    assert.equal(toolLoopOf({ case: evalCase('x', { ...own, providedOutput: 'hi' }), tools }), undefined);
    assert.equal(toolLoopOf({ prompt: { tools: { ...own.tools, returnToolRequests: true } }, tools }), undefined);
    const asked = evalCase('x', { tools: { returnToolRequests: false } });
    assert.ok(toolLoopOf({ case: asked, prompt: { tools: { ...own.tools, returnToolRequests: true } }, tools }));
  });

  it('ends with the results where only callbacks answer', () => {
    assert.deepEqual(toolLoopOf({ target: { callbacks: [callback] }, tools }), {
      rules: [callback],
      maxTurns: 8,
      endsWithResults: true,
    });
  });

  it('renders the texts of a case, and neither its JavaScript nor a prompt file', () => {
    const given: ToolRule[] = [
      { tool: 'look', args: { city: '{{name}}' }, answer: { type: 'result', value: { at: '{{name}}' } } },
      { tool: 'look', answer: { type: 'error', message: 'no {{name}}' } },
      { tool: 'look', answer: { type: 'javascript', code: '({a: `{{name}}`})' } },
      { tool: 'look', answer: { type: 'parts', text: '{{name}}', media: [{ type: 'media', url: '{{name}}.png' }] } },
    ];
    const inPrompt = { tools: rules('{{name}}'), file: 'p.prompt' };
    const loop = toolLoopOf({ case: evalCase('Oslo', { tools: { toolResults: given } }), prompt: inPrompt, tools });
    assert.deepEqual(loop?.rules, [
      { tool: 'look', args: { city: 'Oslo' }, answer: { type: 'result', value: { at: 'Oslo' } } },
      { tool: 'look', answer: { type: 'error', message: 'no Oslo' } },
      given[2],
      { tool: 'look', answer: { type: 'parts', text: 'Oslo', media: [{ type: 'media', url: 'Oslo.png' }] } },
      rule('{{name}}'),
    ]);
  });
});

describe('a plan with tools that answer', () => {
  const prompt: SuitePrompt = {
    label: 'P',
    raw: 'P',
    parameters: { tools },
    render: (vars) => ({
      text: 'P',
      messages: [{ role: 'user', parts: [{ type: 'text', text: String(vars['name']) }] }],
    }),
  };
  const planned = (change: Partial<Suite>) =>
    planSuite(
      {
        name: 's',
        file: 'a.eval.yaml',
        prompts: [prompt],
        targets: [{ id: 'a/one', model: 'a/one', parameters: {} }],
        cases: [evalCase('x')],
        derivedMetrics: [],
        repeat: 1,
        problems: [],
        ...change,
      },
      { runId: 'r', promptVersion: 'v', name: 'a.eval.yaml' },
    );

  it('keeps the identity of a cell without rules, and makes another of one with them', () => {
    const [plain] = planned({}).plan.cells;
    assert.equal(plain?.id, 'f1ed203532c6f923851990af-0', 'the identity that journals and caches already have');
    const only = { cases: [evalCase('x', { tools: { maxTurns: 3 } })] };
    assert.deepEqual(planned(only).plan.cells, [plain]);
    const ids = [{ tools: rules('a') }, { tools: rules('b') }, { tools: { ...rules('b'), maxTurns: 2 } }].map(
      (change) => planned(change).plan.cells[0],
    );
    assert.deepEqual(
      ids.map((cell) => cell?.loop?.rules),
      [[rule('a')], [rule('b')], [rule('b')]],
    );
    assert.equal(new Set([plain, ...ids].map((cell) => cell?.id)).size, 4);
  });

  it('names the case whose rules cannot be rendered', () => {
    const { plan, problems } = planned({ cases: [evalCase('x', { tools: rules('{{nobody}}') })] });
    assert.deepEqual(
      [plan.cells, problems.map(({ code, range }) => [code, range])],
      [[], [['invalid-check', { start: 7, end: 9 }]]],
    );
  });

  it('of a comparison has the rules of its prompt, and keeps them when a column is added', () => {
    const variant = { models: ['a/one'], inputs: {}, messages: [], parameters: { tools } };
    const run = { runId: 'r', prompt: 'p.prompt', promptVersion: 'v' };
    const plan = planVariants(run, ['a/one'], [{ ...variant, toolSettings: rules('{{as it is}}') }]);
    assert.deepEqual(plan.cells[0]?.loop, { rules: [rule('{{as it is}}')], maxTurns: 8 });
    const more = changeTargets(plan, targetsFor(['a/one', 'b/two'], { tools }));
    assert.deepEqual(
      more.map(({ loop }) => loop),
      [plan.cells[0].loop, plan.cells[0].loop],
    );
    assert.equal(more[0], plan.cells[0]);
    assert.equal('loop' in (planVariants(run, ['a/one'], [variant]).cells[0] ?? {}), false);
  });
});
