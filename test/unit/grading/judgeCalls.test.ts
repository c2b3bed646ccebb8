import assert from 'node:assert/strict';
import type { Assertion, EvalCase } from '../../../src/core/dataset/suite.ts';
import { gradeAnswer } from '../../../src/core/grading/gradeAnswer.ts';
import { checkTypes } from '../../../src/core/grading/graders.ts';
import { judgeCallsOf } from '../../../src/core/grading/judgeCalls.ts';
import { answered, check, judgeThatSays } from '../../support/grading.ts';

function caseWith(...checks: Assertion[]): EvalCase {
  const place = { file: 'a.eval.yaml', range: { start: 0, end: 1 } };
  return { id: 'one', vars: { query: 'Why?', context: 'Because.' }, checks, metadata: {}, options: {}, place };
}

const models = (row: EvalCase, judge?: string) =>
  judgeCallsOf(row, judge).map(({ model, calls }) => `${model} x${calls}`);

/** A value that every kind of check can do something with. */
const values: Readonly<Record<string, Assertion['value']>> = {
  'github-llm': { prompt: 'Rate {{completion}}', choices: [{ choice: '1', score: 1 }] },
  'github-evaluator': 'github/fluency',
};

describe('judgeCallsOf', () => {
  it('foresees the calls of every kind of check that asks a model, and of no other', async () => {
    for (const type of checkTypes) {
      const assertion = check(type, values[type] ?? 'Because.', { threshold: 0.5 });
      const judge = judgeThatSays();
      let embeddings = 0;
      const counting = {
        ...judge,
        embed: async ({ texts }: { readonly texts: readonly string[] }) => {
          embeddings++;
          return texts.map(() => [1]);
        },
      };
      const answer = answered('Because.', { vars: caseWith().vars });
      await gradeAnswer(answer, [assertion], { judge: counting, defaultJudge: 'openai/judge' });
      const isAsked = judge.asked.length + embeddings > 0;
      assert.equal(models(caseWith(assertion), 'openai/judge').length > 0, isAsked, type);
    }
  });

  it('weighs the prompt where the judge is shown it, and the case where several values are asked', () => {
    const long = { vars: { query: 'Why? '.repeat(400), context: 'Because.' } };
    const tokens = (type: string, row: Partial<EvalCase> = {}) =>
      judgeCallsOf({ ...caseWith(check(type, 'Because.')), ...row }, 'a/judge')[0]?.promptTokens ?? 0;
    assert.ok(tokens('factuality', long) > tokens('factuality') + 300);
    assert.equal(tokens('llm-rubric', long), tokens('llm-rubric'));
    assert.deepEqual(models(caseWith(check('llm-rubric', ['polite', 'brief'])), 'a/judge'), ['a/judge x1']);
    assert.deepEqual(judgeCallsOf(caseWith(check('similar', 'x')), 'a/judge')[0]?.writesNothing, true);
    assert.equal(judgeCallsOf(caseWith(check('llm-rubric', 'x')), 'a/judge')[0]?.writesNothing, undefined);
  });

  it('counts two calls for each criterion of g-eval', () => {
    assert.deepEqual(models(caseWith(check('g-eval', ['polite', 'brief'])), 'a/judge'), ['a/judge x4']);
  });

  it("asks the check's own judge before the suite's, and every judge that votes", () => {
    const row = caseWith(
      check('llm-rubric', 'polite', { judge: 'b/own' }),
      check('llm-rubric', 'polite', { judges: ['b/one', 'c/two'] }),
      check('similar', 'x', { embedder: 'd/embedder' }),
    );
    assert.deepEqual(models(row, 'a/judge'), ['b/own x1', 'b/one x1', 'c/two x1', 'd/embedder x1']);
  });

  it('asks nobody where no judge is named', () => {
    assert.deepEqual(models(caseWith(check('llm-rubric', 'polite'), check('contains', 'x'))), []);
  });

  it('weighs a long rubric more', () => {
    const tokens = (rubric: string) =>
      judgeCallsOf(caseWith(check('llm-rubric', rubric)), 'a/judge')[0]?.promptTokens ?? 0;
    assert.ok(tokens('polite '.repeat(400)) > tokens('polite') + 500);
  });
});
