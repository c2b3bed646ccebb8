import assert from 'node:assert/strict';
import fc from 'fast-check';
import { planSuite } from '../../../src/core/plan/planSuite.ts';
import { planVariants } from '../../../src/core/plan/planVariants.ts';
import { promptVersionOf } from '../../../src/core/plan/promptVersion.ts';
import { readProjectSuite } from '../../../src/core/routing/readProjectSuite.ts';
import { lintVariants } from '../../../src/core/routing/suiteVariants.ts';
import { fitsModel, variantFor, variantPath } from '../../../src/core/routing/variants.ts';
import { memoryFiles } from '../dataset/memoryFiles.ts';

const range = { start: 0, end: 0 };
const rules = [
  { pattern: 'anthropic/*haiku*', variant: 'short', range },
  { pattern: 'anthropic/*', variant: 'claude', range },
];

describe('variantFor', () => {
  it('takes the first rule that the model fits', () => {
    assert.equal(variantFor(rules, 'anthropic/claude-haiku-4-5'), 'short');
    assert.equal(variantFor(rules, 'anthropic/claude-opus-5-5'), 'claude');
    assert.equal(variantFor(rules, 'openai/gpt-6-luna'), undefined);
  });

  it('takes no longer for many stars than for one', () => {
    assert.ok(!fitsModel(`${'*a'.repeat(40)}*b`, `x/${'a'.repeat(200)}`));
    assert.ok(fitsModel(`${'*a'.repeat(40)}*`, `x/${'a'.repeat(200)}`));
    assert.ok(!fitsModel('ab*ba', 'aba'), 'no letter counts twice');
  });

  it('lets * stand for anything, and nothing else for anything but itself', () => {
    assert.ok(fitsModel('*/gpt-oss-*', 'fireworks/accounts/x/gpt-oss-20b'));
    assert.ok(!fitsModel('openai/gpt-5.6', 'openai/gpt-5x6'));
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (before, middle, after) => {
        assert.ok(
          fitsModel(
            `${before.replaceAll('*', '')}*${after.replaceAll('*', '')}`,
            `${before.replaceAll('*', '')}${middle}${after.replaceAll('*', '')}`,
          ),
        );
      }),
    );
  });
});

describe('variantPath', () => {
  it('puts the variant before the ending of each format', () => {
    assert.equal(variantPath('a/triage.prompt', 'claude'), 'a/triage.claude.prompt');
    assert.equal(variantPath('triage.prompt.yml', 'claude'), 'triage.claude.prompt.yml');
    assert.equal(variantPath('triage_prompt.yaml', 'claude'), 'triage.claude_prompt.yaml');
    assert.equal(variantPath('triage.prompty', 'claude'), 'triage.claude.prompty');
    assert.equal(variantPath('triage.prompt.txt', 'claude'), 'triage.claude.prompt.txt');
    assert.equal(variantPath('triage.json', 'claude'), undefined);
  });
});

const files = {
  's.eval.yaml': 'prompt: p.prompt\nmodels: [openai/a, anthropic/b]\ncases:\n  - vars: {q: one}\n',
  'p.prompt': 'Base {{q}}',
  'p.claude.prompt': '---\nconfig: {temperature: 0.5}\n---\nFor Claude: {{q}}',
  'polyprompt.yaml': 'variants:\n  anthropic/*: claude\n',
};

async function planned(changes: Readonly<Record<string, string>> = {}) {
  const suite = await readProjectSuite('s.eval.yaml', memoryFiles({ ...files, ...changes }));
  const { plan, problems, promptOf } = planSuite(suite, { runId: 'r', promptVersion: 'v', name: 's' });
  const cells = plan.cells.map(({ target, variant, messages, parameters }) => ({
    target,
    variant,
    text: messages.flatMap(({ parts }) => parts.map((part) => (part.type === 'text' ? part.text : ''))).join(),
    parameters,
  }));
  return {
    suite,
    plan,
    cells,
    promptOf,
    problems: [...suite.problems, ...problems].map(({ code, file, message }) => ({ code, file, message })),
  };
}

describe('a suite whose prompt has variants', () => {
  it('sends each model the one that is meant for it, with its own settings, and says which', async () => {
    const { cells, problems } = await planned();
    assert.deepEqual(cells, [
      { target: 'openai/a', variant: undefined, text: 'Base one', parameters: undefined },
      { target: 'anthropic/b', variant: 'claude', text: 'For Claude: one', parameters: { temperature: 0.5 } },
    ]);
    assert.deepEqual(problems, []);
  });

  it('is the same row on all models', async () => {
    const { plan } = await planned();
    assert.equal(new Set(plan.cells.map(({ caseId }) => caseId)).size, 1);
  });

  it('has another version when a variant changes', async () => {
    const versions = [await planned(), await planned({ 'p.claude.prompt': 'New {{q}}' })];
    const [before, after] = versions.map(({ suite }) => promptVersionOf(suite));
    assert.notEqual(before, after);
    const other = await planned({ 'polyprompt.yaml': 'tiers: {mid: [a/b]}\n' });
    assert.equal(promptVersionOf(other.suite), promptVersionOf({ prompts: other.suite.prompts }));
  });

  it('uses the prompt itself where there is no such variant', async () => {
    const { cells } = await planned({ 'polyprompt.yaml': 'variants:\n  anthropic/*: nowhere\n' });
    assert.deepEqual(
      cells.map(({ text }) => text),
      ['Base one', 'Base one'],
    );
  });

  it('has a Problem for a variant with other inputs, and leaves only its cells out when they cannot be rendered', async () => {
    const { cells, problems } = await planned({ 'p.claude.prompt': 'For {{name}}' });
    assert.deepEqual(
      cells.map(({ target }) => target),
      ['openai/a'],
    );
    assert.deepEqual(problems[0], {
      code: 'variant-inputs',
      file: 'p.claude.prompt',
      message:
        'This variant has other inputs than its prompt: it takes "name", which the prompt does not, and it leaves out "q".',
    });
    assert.equal(problems[1]?.code, 'missing-input');
  });
});

describe('lintVariants', () => {
  it('points at a rule whose variant no prompt has', async () => {
    const found = await lintVariants(
      [
        { pattern: 'a/*', variant: 'claude', range },
        { pattern: 'b/*', variant: 'gpt', range: { start: 5, end: 8 } },
      ],
      memoryFiles({ 'a/p.claude.prompt': 'x', 'a/p.gpt.md': 'x' }),
    );
    assert.deepEqual(found, [
      {
        severity: 'warning',
        code: 'missing-variant',
        message: 'No prompt has the variant "gpt": write NAME.gpt.prompt beside NAME.prompt.',
        range: { start: 5, end: 8 },
      },
    ]);
  });
});

describe('planVariants', () => {
  it('keeps the order of the models, whichever variant each gets', () => {
    const message = (text: string) => [{ role: 'user' as const, parts: [{ type: 'text' as const, text }] }];
    const run = { runId: 'r', prompt: 'p', promptVersion: 'v' };
    const plan = planVariants(
      run,
      ['a/1', 'b/2', 'a/3'],
      [
        { models: ['a/1', 'a/3'], inputs: {}, messages: message('base'), parameters: {} },
        { variant: 'own', models: ['b/2'], inputs: {}, messages: message('own'), parameters: { seed: 1 } },
      ],
    );
    assert.deepEqual(
      plan.targets.map(({ id, parameters }) => [id, parameters]),
      [
        ['a/1', {}],
        ['b/2', { seed: 1 }],
        ['a/3', {}],
      ],
    );
    assert.deepEqual(
      plan.cells.map(({ target, variant }) => [target, variant]),
      [
        ['a/1', undefined],
        ['b/2', 'own'],
        ['a/3', undefined],
      ],
    );
  });
});
