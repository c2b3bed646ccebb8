import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lintSuiteModels } from '../../../src/core/dataset/lintSuiteModels.ts';
import type { ModelKnowledge } from '../../../src/core/models/modelKnowledge.ts';
import { loadCatalog } from '../../../src/core/pricing/catalog.ts';
import { nearEnd } from '../../../src/core/pricing/modelEnd.ts';
import { lintPrompt } from '../../../src/core/prompt/lintPrompt.ts';
import { readPrompt } from '../../../src/core/prompt/readPrompt.ts';
import { lintProjectModels } from '../../../src/core/routing/lintProjectModels.ts';
import { readProjectFile } from '../../../src/core/routing/readProjectFile.ts';
import type { Problem } from '../../../src/core/text/problem.ts';

const models = [
  { id: 'openai/old', endsOn: '2026-12-11', successor: 'openai/new' },
  { id: 'openai/new' },
  { id: 'openai/later', endsOn: '2027-01-29' },
  { id: 'openai/gone', endsOn: '2026-08-16' },
];
const catalog = loadCatalog([], { models, today: '2026-11-29' });
const knowledge: ModelKnowledge = {
  models: models.map(({ id }) => ({ id, detail: '' })),
  providers: ['openai'],
  endOf: (model) => nearEnd(catalog, model),
};
const noFiles = { read: async () => undefined, glob: async () => [], openPrompt: async () => undefined };
const soon = 'openai/old ends 2026-12-11, in 12 days; successor openai/new.';
const gone = 'openai/gone ended 2026-08-16, 105 days ago.';

const told = (problems: readonly Problem[], text: string) =>
  problems
    .filter(({ code }) => code === 'model-ends')
    .map(({ severity, message, range }) => [severity, message, text.slice(range.start, range.end)]);

describe('a model that ends soon', () => {
  it('is a Problem at its place in a prompt', () => {
    const text = '---\nmodel: openai/old\n---\nHi';
    const problems = lintPrompt(readPrompt({ path: 'a.prompt', text }), { models: knowledge });
    assert.deepEqual(told(problems, text), [['warning', soon, 'openai/old']]);
  });

  it('is one in a suite, also in promptfoo’s words, and a later end is none', () => {
    const text = 'models: [openai/old, openai/new, openai/later]\njudge: openai/gone\n';
    assert.deepEqual(told(lintSuiteModels(text, knowledge), text), [
      ['warning', soon, 'openai/old'],
      ['warning', gone, 'openai/gone'],
    ]);
    const theirs = 'providers:\n  - openai:chat:old\n  - id: openai:gone\n';
    assert.deepEqual(
      told(lintSuiteModels(theirs, knowledge), theirs).map(([, message]) => message),
      [soon, gone],
    );
  });

  it('is one where polyprompt.yaml merges it into a map, and as what classifies or judges for a route', async () => {
    const text = [
      'shared: &shared {judge: openai/gone}',
      'routes:',
      '  sure: {cascade: [openai/new, openai/later], <<: *shared}',
      '  cheap: {cost: [openai/new, openai/later], classify: openai/old}',
      'embedder: openai/old',
      '',
    ].join('\n');
    const project = await readProjectFile('polyprompt.yaml', text, noFiles);
    assert.deepEqual(told(lintProjectModels(project, text, knowledge), text), [
      ['warning', gone, '{cascade: [openai/new, openai/later], <<: *shared}'],
      ['warning', soon, 'openai/old'],
      ['warning', soon, 'openai/old'],
    ]);
  });

  it('is one in polyprompt.yaml: in routes, tiers and as judge', async () => {
    const text = [
      'routes:',
      '  safe: {fallback: [openai/old, openai/new]}',
      '  split: {weighted: {openai/gone: 1, openai/new: 1}}',
      'tiers: {fast: [openai/old]}',
      'judge: openai/gone',
      '',
    ].join('\n');
    const project = await readProjectFile('polyprompt.yaml', text, noFiles);
    assert.deepEqual(
      told(lintProjectModels(project, text, knowledge), text).map(([, message]) => message),
      [soon, gone, soon, gone],
    );
  });
});
