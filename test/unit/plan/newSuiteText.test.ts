import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { newSuiteText, starterChecks } from '../../../src/core/plan/newSuiteText.ts';
import type { InputField } from '../../../src/core/prompt/document.ts';
import { memoryFiles } from '../dataset/memoryFiles.ts';

const prompt = '---\nmodel: simulated/terse\n---\n{{ticket}} {{locale}}\n';
const fields: readonly InputField[] = [
  { name: 'ticket', type: 'string', required: false, default: 'Broken, and "late"' },
  { name: 'locale', type: 'string', required: false, options: ['en', 'de'] },
];

function create(checks = starterChecks) {
  return newSuiteText({ prompt: 'triage.prompt', fields, models: [], checks, casesFile: 'triage.cases.csv' });
}

function read({ suite, cases }: ReturnType<typeof newSuiteText>) {
  const files = { 'triage.prompt': prompt, 'triage.eval.yaml': suite, 'triage.cases.csv': cases };
  return readSuite('triage.eval.yaml', memoryFiles(files));
}

describe('newSuite', () => {
  it('is read without a problem, whichever checks are chosen', async () => {
    for (const checks of [starterChecks, [], ...starterChecks.map((check) => [check])]) {
      const suite = await read(create(checks));
      assert.deepEqual(
        suite.problems.filter(({ severity }) => severity === 'error'),
        [],
      );
      assert.equal(suite.cases.length, 3);
    }
  });

  it('has a column for each variable, the default first', () => {
    assert.deepEqual(create().cases.split('\n'), [
      'ticket,locale,__expected',
      '"Broken, and ""late""",en,',
      'Example 2 of ticket,de,',
      'Example 3 of ticket,en,',
      '',
    ]);
  });

  it('says where a case expects something, in the words of its file', () => {
    const made = (casesFile: string) =>
      newSuiteText({ prompt: 'triage.prompt', fields, models: [], checks: [], casesFile }).suite.split('\n')[0];
    assert.match(made('a.cases.csv') ?? '', /column __expected/);
    assert.match(made('a.cases.jsonl') ?? '', /in its "assert", for example: \[\{"type": "icontains"/);
  });

  it('gives every case the chosen checks', async () => {
    const [first] = starterChecks;
    assert.ok(first);
    const suite = await read(create([first]));
    assert.deepEqual(
      suite.cases.map(({ checks }) => checks.length),
      [1, 1, 1],
    );
  });
});
