import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JudgeGrade } from '../../../../src/core/judges/judgeGrades.ts';
import { gradeFileOf, keepGrades, readGrades } from '../../../../src/node/people/gradeFile.ts';

const grade: JudgeGrade = {
  id: '1',
  answer: 'a',
  check: 'llm-rubric: is kind',
  judge: 'd',
  models: ['one/judge'],
  outcome: 'pass',
  caseId: 'c',
  target: 't',
  repeat: 0,
};

describe('the file of grades', () => {
  let storage = '';
  beforeEach(() => {
    storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-grades-'));
  });
  afterEach(() => rmSync(storage, { recursive: true }));

  it('stands beside the verdicts, gets each grade once, and is only added to', () => {
    assert.equal(keepGrades(storage, 'a/say.eval.yaml', [grade, grade]), 1);
    const file = gradeFileOf(storage, 'a/say.eval.yaml');
    assert.equal(path.relative(storage, file), path.join('labels', 'a', 'say.eval.yaml.judges.jsonl'));
    const before = readFileSync(file, 'utf8');
    assert.equal(keepGrades(storage, 'a/say.eval.yaml', [grade, { ...grade, id: '2', outcome: 'fail' }]), 1);
    assert.ok(readFileSync(file, 'utf8').startsWith(before));
    assert.deepEqual(
      readGrades(storage, 'a/say.eval.yaml').grades.map(({ id, outcome }) => [id, outcome]),
      [
        ['1', 'pass'],
        ['2', 'fail'],
      ],
    );
  });

  it('tells which lines are no grades', () => {
    keepGrades(storage, 's', [grade]);
    appendFileSync(gradeFileOf(storage, 's'), 'nothing\n{"id":"3"}\n');
    const { grades, broken } = readGrades(storage, 's');
    assert.deepEqual([grades.length, broken], [1, [2, 3]]);
  });
});
