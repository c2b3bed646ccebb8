import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import type { Assertion } from '../../../src/core/dataset/suite.ts';
import { gradeCheck } from '../../../src/core/grading/gradeCheck.ts';
import { judgingCase, rubricPrompt } from '../../../src/core/improve/rubricPrompt.ts';
import { answered, judgeThatSays } from '../../support/grading.ts';
import { textOfMessage } from '../../support/messageText.ts';
import { memoryFiles } from '../dataset/memoryFiles.ts';

const suite = (check: string) =>
  `prompts: ["Say {{word}}"]\nproviders: [simulated/terse]\ndefaultTest:\n  assert:\n    - ${check}\ntests: [{vars: {word: lamp}}]\n`;

async function judgeIn(text: string): Promise<Assertion> {
  const { cases } = await readSuite('promptfooconfig.yaml', memoryFiles({ 'promptfooconfig.yaml': text }));
  const [check] = cases[0]?.checks ?? [];
  assert.ok(check && !('assert' in check));
  return check;
}

describe('a rubric as a prompt', () => {
  it('is asked word for word as its check asks the judge', async () => {
    const text = suite('{type: llm-rubric, value: "Is about {{word}} & <kind>"}');
    const check = await judgeIn(text);
    const judge = judgeThatSays({ pass: true });
    const answer = answered('A lamp', { vars: { word: 'lamp' } });
    const verdict = await gradeCheck(check, answer, { judge, defaultJudge: 'a/b' });
    assert.equal(verdict.outcome, 'pass');
    const { messages = [] } = rubricPrompt(check, text)?.render({ word: 'lamp', output: 'A lamp' }) ?? {};
    assert.deepEqual([messages.map(textOfMessage).join('\n---\n')], judge.asked);
  });

  it('is read again from the suite after an edit, wherever the check stands', async () => {
    for (const check of ['{type: llm-rubric, value: Is kind}', 'type: llm-rubric\n      value: |\n        Is kind\n']) {
      const text = suite(check);
      const prompt = rubricPrompt(await judgeIn(text), text);
      const [first] =
        prompt?.textFile?.reread(text.replace('Is kind', 'Is short')).render({ output: 'x' }).messages.slice(1) ?? [];
      const [part] = first?.parts ?? [];
      assert.match(part?.type === 'text' ? part.text : '', /Is short/);
    }
  });

  it('is none where the rubric is written elsewhere', async () => {
    const text = suite('{type: llm-rubric, value: Is kind}');
    const check = await judgeIn(text);
    assert.equal(rubricPrompt(check, text.replace('Is kind', 'Is cold')), undefined);
    assert.equal(rubricPrompt({ ...check, value: ['Is kind'] }, text), undefined);
    const { place: _none, ...placeless } = check;
    assert.equal(rubricPrompt(placeless, text), undefined);
  });

  it('agrees with people where the judge says the same of the answer, also where the check is negated', () => {
    const place = { file: 'a.eval.yaml', range: { start: 0, end: 1 } };
    const expected = (person: 'pass' | 'fail', negated: boolean) => {
      const { checks, vars } = judgingCase(
        { digest: 'd', inputs: { word: 'x' }, text: 'y', person },
        { negated, place },
      );
      assert.deepEqual(vars, { word: 'x', output: 'y' });
      const [check] = checks;
      return check && 'value' in check ? check.value : undefined;
    };
    assert.deepEqual(
      [expected('pass', false), expected('fail', false), expected('pass', true), expected('fail', true)],
      ['true', 'false', 'false', 'true'],
    );
  });
});
