import assert from 'node:assert/strict';
import { jsonAnswer } from '../../../src/core/grading/askJudge.ts';
import { gradeCheck } from '../../../src/core/grading/gradeCheck.ts';
import { levenshtein } from '../../../src/core/grading/levenshtein.ts';
import { meteor } from '../../../src/core/grading/meteor.ts';
import { answered, check } from '../../support/grading.ts';

const words = (count: number, step: number) => Array.from({ length: count }, (_, at) => `word${(at * step) % 5000}`);

describe('checks of long texts', () => {
  it('compare 60,000 words by METEOR in about a second', () => {
    const score = meteor(words(60_000, 7919), [words(60_000, 104_729)]);
    assert.ok(score > 0 && score < 1);
  }).timeout(15_000);

  it('read the answer of a judge that is 200,000 empty lines', () => {
    const empty = '\n'.repeat(200_000);
    for (const answer of [`\`\`\`\n${empty}x`, `\`\`\`${empty}x\n\`\`\``, `\`\`\`json\n${empty}x\`\`\``])
      assert.equal(jsonAnswer(answer), undefined);
    assert.deepEqual(jsonAnswer(`\`\`\`json\n${empty}{"a":1}${empty}\`\`\``), { a: 1 });
    assert.equal(jsonAnswer('```json\n{"a":1}```'), undefined);
  });

  it('match each word once, from the end', () => {
    assert.equal(meteor('the cat sat on the mat'.split(' '), ['the cat sat on the mat'.split(' ')]), 1 - 0.5 / 6 ** 3);
  });

  it('count edits, and refuse what would take too long, however the length is shared out', async () => {
    assert.equal(levenshtein([...'kitten'], [...'sitting']), 3);
    assert.equal(levenshtein([], [...'abc']), 3);
    assert.equal(levenshtein([...'abc'], []), 3);
    const verdict = await gradeCheck(check('levenshtein', 'x'.repeat(15_000)), answered('y'.repeat(4_000_000)), {});
    assert.deepEqual([verdict.outcome, /compares up to 20000 characters/.test(verdict.reason)], ['error', true]);
  });
});
