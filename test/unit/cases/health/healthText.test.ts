import assert from 'node:assert/strict';
import type { DatasetHealth } from '../../../../src/core/cases/health/datasetHealth.ts';
import { findingLine, shareLines } from '../../../../src/core/cases/health/healthText.ts';

const health: DatasetHealth = {
  ...{ rows: 10, findings: [], labels: [], languages: [], sources: [], lengths: [], sides: [] },
};
const share = (name: string, count: number) => ({ name, rows: Array.from({ length: count }, (_, index) => index + 1) });

describe('how rows are spread, in lines', () => {
  it('is told of what there is, and of nothing else', () => {
    assert.deepEqual(shareLines(health), []);
    assert.deepEqual(shareLines({ ...health, labels: [share('late', 6), share('lost', 4)] }), [
      'Labels: late 6, lost 4.',
    ]);
    assert.deepEqual(shareLines({ ...health, sides: [share('shown', 5)] }), [
      'Improving the prompt would split them: shown 5.',
    ]);
  });

  it('counts the rows whose language is not known', () => {
    assert.deepEqual(shareLines({ ...health, languages: [share('German', 7)] }), ['Languages: German 7, not known 3.']);
    assert.deepEqual(shareLines({ ...health, languages: [share('German', 10)] }), ['Languages: German 10.']);
    assert.deepEqual(shareLines({ ...health, languages: [share('German', 0)] }), []);
  });

  it('has the rate of each source, where results are stored', () => {
    const source = (passed: number, failed: number) => [{ ...share('log', 1), passed, failed }];
    assert.deepEqual(shareLines({ ...health, sources: source(3, 1) }), [
      'Source log: 1 row, 75.0% of 4 stored results passed.',
    ]);
    assert.deepEqual(shareLines({ ...health, sources: source(0, 2) }), [
      'Source log: 1 row, 0.0% of 2 stored results passed.',
    ]);
    assert.deepEqual(shareLines({ ...health, sources: source(0, 0) }), ['Source log: 1 row.']);
  });
});

describe('a finding in a line', () => {
  const line = (count: number, isWarning = false) =>
    findingLine({ id: 'x', sentence: 'Rows are alike.', isWarning, rows: share('', count).rows });

  it('has the numbers of twelve rows at most, and a mark where it is a warning', () => {
    assert.equal(line(0), '  Rows are alike.');
    assert.equal(line(2, true), '! Rows are alike. Rows 1, 2.');
    assert.equal(line(12), '  Rows are alike. Rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12.');
    assert.equal(line(13), '  Rows are alike. Rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and more.');
  });
});
