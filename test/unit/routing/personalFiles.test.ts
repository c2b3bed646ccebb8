import assert from 'node:assert/strict';
import { readProjectSuite } from '../../../src/core/routing/readProjectSuite.ts';
import { memoryFiles } from '../dataset/memoryFiles.ts';

const suite = 'prompts: ["{{t}}"]\nmodels: [simulated/terse]\ncases: ["./a.jsonl", {vars: {t: b.person@firm.org}}]\n';
const files = {
  'a.eval.yaml': suite,
  'a.jsonl': '\uFEFF{"vars": {"t": "x"}}\n{"vars": {"t": "Mail a.person@firm.org"}}\n',
};

async function warningsOf(
  all: Readonly<Record<string, string>>,
  personalData?: 'sure' | 'suspected' | 'off',
): Promise<readonly string[]> {
  const { problems } = await readProjectSuite('a.eval.yaml', memoryFiles(all), personalData ? { personalData } : {});
  return problems
    .filter(({ code }) => code === 'personal-data')
    .map(({ severity, file, range }) => `${severity} ${file} ${range.start}`);
}

describe('personal data in the cases of a suite', () => {
  it('is a warning at its place, in the suite and in its files of cases', async () => {
    const found = [`warning a.eval.yaml ${suite.indexOf('b.person')}`, 'warning a.jsonl 42'];
    assert.deepEqual(await warningsOf(files), found);
    assert.deepEqual(await warningsOf(files, 'off'), []);
  });

  it('is none of a kind that somebody has chosen to keep', async () => {
    const kept = { ...files, 'a.import.json': '{"keep": ["email"]}' };
    assert.deepEqual(await warningsOf(kept), [`warning a.eval.yaml ${suite.indexOf('b.person')}`]);
  });

  it('hides no file that is missing', async () => {
    const { problems } = await readProjectSuite('a.eval.yaml', memoryFiles({ 'a.eval.yaml': suite }), {});
    assert.deepEqual(problems.map(({ code, severity }) => `${code} ${severity}`).sort(), [
      'missing-file error',
      'personal-data warning',
    ]);
  });

  it('is not looked for in files that hold no cases', async () => {
    const schema = 'cases: [{vars: {t: x}, assert: [{type: is-json, value: "file://s.json"}]}]\n';
    const all = {
      'a.eval.yaml': `prompts: ["{{t}}"]\nmodels: [simulated/terse]\n${schema}`,
      's.json': '{"title": "a.person@firm.org"}',
    };
    assert.deepEqual(await warningsOf(all), []);
  });
});
