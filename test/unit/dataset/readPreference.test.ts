import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { planSuite } from '../../../src/core/plan/planSuite.ts';
import { memoryFiles } from './memoryFiles.ts';

async function read(check: string) {
  const text = `prompt: p.prompt.txt\nmodels: [test/a, test/b]\ncases:\n  - vars: {n: 1}\n    assert:\n      - ${check}\n`;
  const suite = await readSuite('s.eval.yaml', memoryFiles({ 's.eval.yaml': text, 'p.prompt.txt': 'Case {{n}}' }));
  const { problems } = planSuite(suite, { runId: 'r', promptVersion: 'v', name: 's', hasOlderVersion: true });
  return [...suite.problems, ...problems].map(
    ({ message, range }) => `${text.slice(0, range.start).split('\n').length}: ${message}`,
  );
}

describe('a check of preference', () => {
  it('is read without a problem in each of its forms', async () => {
    for (const against of ['head', 'all', 'test/a', 'b'])
      assert.deepEqual(await read(`{type: prefer, value: Is nicer, against: ${against}, provider: [a/b, c/d]}`), []);
    assert.deepEqual(await read('{type: prefer, against: a, rubricPrompt: "{{first}} or {{second}}"}'), []);
  });

  it('is a problem at its place where it cannot be carried out', async () => {
    assert.deepEqual(await read('{type: prefer, value: Is nicer}'), [
      '6: "prefer" needs "against": head, all, or a model of the suite: {type: prefer, value: Is friendlier, against: head}.',
    ]);
    assert.deepEqual(await read('{type: prefer, against: head}'), [
      '6: "prefer" needs a criterion as its value: {type: prefer, value: Is friendlier, against: head}.',
    ]);
    assert.deepEqual(await read('{type: not-prefer, value: x, against: head}'), [
      '6: There is no "not-prefer": write "prefer", which counts wins, losses and ties.',
    ]);
    assert.deepEqual(await read('{type: prefer, value: x, against: baseline}'), [
      '6: A baseline keeps no answers that could be compared: write "against: head", which asks the older version.',
    ]);
  });

  it('names what it is compared with before anything is sent, where that does not run', async () => {
    assert.deepEqual(await read('{type: prefer, value: x, against: test/c}'), [
      '6: "prefer" is against test/c, which is no model of this run: its rows end in an error. The run has test/a, test/b.',
    ]);
  });

  it('knows its keys, and that others have none of them', async () => {
    assert.deepEqual(await read('{type: prefer, value: x, against: a, judge: test/c}'), [
      '6: "judge" is no key of a check of preference, so what it asks for is lost. Did you mean "provider"?',
    ]);
    assert.deepEqual(await read('{type: contains, value: x, against: a}'), [
      '6: "against" has no meaning in a check and is ignored.',
    ]);
  });
});
