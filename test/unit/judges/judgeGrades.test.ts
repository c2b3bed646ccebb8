import assert from 'node:assert/strict';
import { gradesOfCell, type JudgeGrade, readJudgeGrades } from '../../../src/core/judges/judgeGrades.ts';
import { evalCase } from '../../support/evalCase.ts';
import { finishedRun } from '../../support/finishedRun.ts';

const grade: JudgeGrade = {
  ...{ id: 'i', answer: 'a', check: 'is kind', judge: 'd', models: ['x/judge'], outcome: 'pass' },
  ...{ caseId: 'c', target: 'x/a', repeat: 2 },
};
const read = (...lines: readonly object[]) =>
  readJudgeGrades(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

describe('a file of grades', () => {
  it('holds each grade as it was written', () => {
    assert.deepEqual(read(grade), { grades: [grade], broken: [] });
  });

  it('may lack what only says where an answer stood', () => {
    const { caseId: _case, target: _target, repeat: _repeat, models: _models, ...bare } = grade;
    const expected = { ...bare, models: [], caseId: '', target: '', repeat: 0 };
    assert.deepEqual(read(bare).grades, [expected]);
    assert.deepEqual(read({ ...grade, models: ['a', 3], caseId: 3, target: 3, repeat: '2' }).grades, [
      { ...expected, models: ['a'] },
    ]);
  });

  it('has a broken line where one of the rest is missing, by its number', () => {
    const lines = ['id', 'answer', 'check', 'judge'].map((key) => ({ ...grade, [key]: undefined }));
    assert.deepEqual(read(grade, ...lines, { ...grade, id: 'j', outcome: 'unsure' }).broken, [2, 3, 4, 5, 6]);
  });
});

describe('the grades of an answer', () => {
  const checks = [{ type: 'llm-rubric', value: 'is kind', negated: false }];
  const [cell] = Object.values(finishedRun(['one'], ['a'], () => ({ passed: true })).cells);
  assert.ok(cell);
  const verdict = {
    ...{ outcome: 'pass' as const, score: 1, reason: '', namedScores: {} },
    checks: [{ outcome: 'fail' as const, score: 0, reason: '' }],
  };
  const of = (more: Partial<typeof cell>) =>
    gradesOfCell(
      { ...cell, verdict, ...more },
      {
        ...{ inputs: {}, testCase: evalCase('a', { checks }), suite: { judge: 'x/judge' } },
      },
    );

  it('are one for each judge that decided', () => {
    assert.deepEqual(
      of({}).map(({ check, outcome, models, target }) => [check, outcome, models, target]),
      [['llm-rubric: is kind', 'fail', ['x/judge'], 'fake/one']],
    );
    const ungraded = { ...verdict, checks: [{ outcome: 'ungraded' as const, score: 0, reason: '' }] };
    assert.deepEqual(of({ verdict: ungraded }), []);
  });

  it('are none of an answer that did not end', () => {
    for (const status of ['failed', 'cancelled', 'streaming'] as const) assert.deepEqual(of({ status }), []);
  });
});
