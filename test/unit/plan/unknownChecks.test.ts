import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { planSuite } from '../../../src/core/plan/planSuite.ts';
import { memoryFiles } from '../dataset/memoryFiles.ts';

describe('a check of a type that does not exist', () => {
  async function problemsOf(checks: string) {
    const text = `prompt: p.prompt\nmodels: [a/b]\ncases:\n  - {vars: {x: 1}, assert: ${checks}}\n  - {vars: {x: 2}}\n`;
    const suite = await readSuite('a.eval.yaml', memoryFiles({ 'a.eval.yaml': text, 'p.prompt': 'Say {{x}}' }));
    const { problems } = planSuite(suite, { runId: 'r', promptVersion: 'v', name: 'a' });
    return problems.map(({ severity, message, range }) => [severity, message, text.slice(range.start, range.end)]);
  }

  it('is known before anything is sent, at its place, with the one that was most likely meant', async () => {
    assert.deepEqual(await problemsOf('[{type: contain, value: a}, {type: contains, value: b}]'), [
      [
        'error',
        '"contain" is no type of check that is known here. Its rows end in an error. Did you mean "contains"?',
        '{type: contain, value: a}',
      ],
    ]);
  });

  it('is found within a set, and told once for each place', async () => {
    const found = await problemsOf('[{type: assert-set, assert: [{type: iss-json}]}, {type: not-regexx, value: a}]');
    assert.deepEqual(
      found.map(([, , at]) => at),
      ['{type: iss-json}', '{type: not-regexx, value: a}'],
    );
  });

  it('is none where a type stands that exists, compares answers, or was reported by its reader', async () => {
    assert.deepEqual(await problemsOf('[{type: not-contains, value: a}, {type: max-score}, {value: 3}]'), []);
  });
});
