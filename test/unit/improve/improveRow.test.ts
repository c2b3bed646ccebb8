import assert from 'node:assert/strict';
import { improveRows } from '../../../src/core/improve/improveRow.ts';
import { evalCase } from '../../support/evalCase.ts';
import { check } from '../../support/grading.ts';

const rowOf = (...checks: readonly ReturnType<typeof check>[]) => {
  const [row] = improveRows([evalCase('a', { vars: { expected: 'refund' }, checks })]);
  assert.ok(row);
  return row;
};

describe('a row of an improvement', () => {
  it('expects what its checks expect of this case, not the template of it', () => {
    const row = rowOf(check('label', '{{expected}}'), check('contains', 'a {{expected}} now'));
    assert.deepEqual(row.expected, ['label "refund"', 'contains "a refund now"']);
    assert.deepEqual(row.values, ['refund', 'a refund now']);
  });

  it('keeps a value as it is written where it is code, or cannot be rendered', () => {
    assert.deepEqual(rowOf(check('javascript', 'output === "{{expected}}"')).values, ['output === "{{expected}}"']);
    assert.deepEqual(rowOf(check('equals', '{{gone}}')).values, ['{{gone}}']);
  });

  it('is split by the label that it expects, also where that is a variable', () => {
    const rows = improveRows(
      Array.from({ length: 20 }, (_, index) =>
        evalCase(`row ${index}`, {
          vars: { expected: index % 2 === 0 ? 'refund' : 'late' },
          checks: [check('label', '{{expected}}')],
        }),
      ),
    );
    assert.equal(new Set(rows.map(({ stratum }) => stratum)).size, 2);
    assert.notEqual(rows[0]?.stratum, rows[1]?.stratum);
  });

  it('knows the parts of a right answer of labels and of records', () => {
    assert.deepEqual(rowOf(check('label', 'refund')).fragments, [{ type: 'whole', text: 'refund' }]);
    assert.deepEqual(rowOf(check('label', 'refund', { config: { read: { field: 'topic' } } })).fragments, [
      { type: 'json' },
      { type: 'field', key: 'topic', value: 'refund' },
    ]);
    assert.deepEqual(rowOf(check('label', 'a, b', { config: { several: true } })).fragments, []);
    assert.deepEqual(rowOf(check('label', 'a', { config: { read: 'first-word' } })).fragments, []);
    for (const value of ['{"total": 3}', { total: 3 }])
      assert.deepEqual(rowOf(check('fields', value)).fragments, [
        { type: 'json' },
        { type: 'field', key: 'total', value: 3 },
      ]);
    assert.deepEqual(rowOf(check('fields', 'no record')).fragments, []);
  });
});
