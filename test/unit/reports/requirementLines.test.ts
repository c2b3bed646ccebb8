import assert from 'node:assert/strict';
import { readRequirement } from '../../../src/core/dataset/requirement.ts';
import { requirementLines, requirementNotes } from '../../../src/core/reports/requirementLines.ts';

function result(text: string, value: number | undefined, isMet: boolean) {
  const requirement = readRequirement(text);
  assert.ok(typeof requirement !== 'string');
  return { target: 'a/b', requirement, value, isMet };
}

describe('what is said of requirements', () => {
  it('is the figure of each, and the rows of which none speaks', () => {
    const results = [result('recall(refund) >= 95%', 0.818, false), result('accuracy >= 0.9', undefined, false)];
    assert.deepEqual(requirementLines({ results, failedOtherwise: 2 }), [
      'not met: a/b recall(refund) >= 95%, it is 81.8%',
      'not met: a/b accuracy >= 0.9, there is no such figure, or it is not clear which is meant',
      'not met: 2 rows did not pass for a reason that no requirement speaks of',
    ]);
  });

  it('is nothing where nothing is required, and nothing of other rows where all pass', () => {
    assert.deepEqual(requirementNotes(undefined), []);
    const met = [result('passed >= 90%', 0.95, true)];
    assert.deepEqual(requirementNotes({ results: met, failedOtherwise: 0 }), [
      { text: 'met: a/b passed >= 90%, it is 95.0%', isMet: true },
    ]);
  });
});
