import assert from 'node:assert/strict';
import { problemsOfChange } from '../../../src/core/gate/problemsOfChange.ts';
import type { Problem } from '../../../src/core/text/problem.ts';

const problem = (message: string, change: Partial<Problem> = {}): Problem => ({
  severity: 'error',
  code: 'invalid-json',
  message,
  range: { start: 0, end: 1 },
  ...change,
});

describe('the problems that a change brings', () => {
  it('are what is left out now and was not before, one by one', () => {
    const now = [problem('a'), problem('a', { range: { start: 9, end: 10 } }), problem('b')];
    const { fresh, known } = problemsOfChange(now, [problem('a'), problem('c')]);
    assert.deepEqual([fresh, known], [now.slice(1), now.slice(0, 1)]);
  });

  it('are those too that only warn of something that is not carried out, and no other warnings', () => {
    const left = problem('a', { severity: 'warning', code: 'unsupported' });
    assert.deepEqual(problemsOfChange([left, problem('b', { severity: 'warning' })], []), { fresh: [left], known: [] });
  });
});
