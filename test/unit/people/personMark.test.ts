import assert from 'node:assert/strict';
import { personMarks, verdictsByAnswer } from '../../../src/core/people/personMark.ts';
import type { VerdictLine } from '../../../src/core/people/verdictLines.ts';

const answers = [
  { target: 'one', repeat: 0, digest: 'a' },
  { target: 'two', repeat: 1, digest: 'b' },
];
const said: VerdictLine = { id: '1', answer: 'a', verdict: 'pass', by: 'Ann', at: '2026-11-30T10:00:00Z' };

describe('marks of people on a row', () => {
  it('are the verdicts in force on these very answers, and say which is the own one', () => {
    const marks = personMarks(
      answers,
      verdictsByAnswer([
        said,
        { ...said, id: '2', verdict: 'fail', note: 'too long', at: '2026-11-30T11:00:00Z' },
        { ...said, id: '3', by: 'Bob', answer: 'b' },
        { ...said, id: '4', answer: 'changed since' },
        { ...said, id: '5', criterion: 'tone', by: 'Cem' },
      ]),
      'Ann',
    );
    assert.deepEqual(marks, [
      { target: 'one', repeat: 0, by: 'Ann', verdict: 'fail', note: 'too long', isOwn: true },
      { target: 'one', repeat: 0, by: 'Cem', verdict: 'pass', criterion: 'tone' },
      { target: 'two', repeat: 1, by: 'Bob', verdict: 'pass' },
    ]);
  });

  it('are none where the verdict was taken back', () => {
    const back = { ...said, id: '2', verdict: null, at: '2026-11-30T11:00:00Z' };
    assert.deepEqual(personMarks(answers, verdictsByAnswer([said, back]), undefined), []);
  });
});
