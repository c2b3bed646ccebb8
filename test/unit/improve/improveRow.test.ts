import assert from 'node:assert/strict';
import { mostWordsOf } from '../../../src/core/improve/checkEdit.ts';
import { improveRows } from '../../../src/core/improve/improveRow.ts';
import { evalCase } from '../../support/evalCase.ts';
import { check } from '../../support/grading.ts';

const rowOf = (...args: Parameters<typeof evalCase>) => improveRows([evalCase(...args)])[0];

describe('a row as an improvement sees it', () => {
  it('has its variables as text, the value alone where there is one', () => {
    assert.equal(rowOf('a', { vars: { mail: 'Hi' } })?.input, 'Hi');
    assert.equal(rowOf('a', { vars: { mail: 'Hi', count: 3 } })?.input, 'mail: Hi\ncount: 3');
    assert.equal(rowOf('a', { vars: { list: ['x'] } })?.input, 'list: ["x"]');
    assert.equal(rowOf('a', { vars: {} })?.input, '');
  });

  it('has its checks in words, with what they expect', () => {
    const checks = [
      check('equals', 'late'),
      check('not-contains', 'sorry'),
      check('is-json'),
      check('similar', 'x', { threshold: 0.8 }),
      check('contains', 'y'.repeat(700)),
    ];
    const row = rowOf('a', { checks });
    assert.deepEqual(row?.expected.slice(0, 4), [
      'equals "late"',
      'not contains "sorry"',
      'is-json',
      'similar "x" (at least 0.8)',
    ]);
    assert.equal(row?.expected[4], `contains "${'y'.repeat(599)}…`);
    assert.equal(row?.checks, 5);
  });

  it('has the texts of a right answer, and none of what an answer must not have', () => {
    const schema = {
      properties: { kind: { const: 'late' }, of: { enum: ['a', 'b'] }, deep: { properties: { n: { const: 3 } } } },
    };
    const checks = [
      check('equals', 'late'),
      check('not-contains', 'sorry'),
      check('contains-any', ['x', 'y']),
      check('is-json', schema),
    ];
    const row = rowOf('a', { checks });
    assert.deepEqual(row?.values, ['late', 'x', 'y', 'late', 'a', 'b', '3']);
    assert.deepEqual(row?.fragments, [
      { type: 'whole', text: 'late' },
      { type: 'json' },
      { type: 'field', key: 'kind', value: 'late' },
      { type: 'field', key: 'n', value: 3 },
    ]);
  });

  it('is of the stratum of its checks, and of what several rows expect where that leaves five in each', () => {
    const rows = (count: number) =>
      improveRows(
        Array.from({ length: count }, (_, index) =>
          evalCase(`${index}`, { checks: [check('equals', index % 2 ? 'late' : 'lost')] }),
        ),
      );
    assert.equal(new Set(rows(10).map(({ stratum }) => stratum)).size, 2);
    assert.equal(new Set(rows(9).map(({ stratum }) => stratum)).size, 1);
  });
});

const rowWith = (...checks: readonly ReturnType<typeof check>[]) => {
  const [row] = improveRows([evalCase('a', { vars: { expected: 'refund' }, checks })]);
  assert.ok(row);
  return row;
};

describe('what a row of an improvement expects', () => {
  it('expects what its checks expect of this case, not the template of it', () => {
    const row = rowWith(check('label', '{{expected}}'), check('contains', 'a {{expected}} now'));
    assert.deepEqual(row.expected, ['label "refund"', 'contains "a refund now"']);
    assert.deepEqual(row.values, ['refund', 'a refund now']);
  });

  it('keeps a value as it is written where it is code, or cannot be rendered', () => {
    assert.deepEqual(rowWith(check('javascript', 'output === "{{expected}}"')).values, ['output === "{{expected}}"']);
    assert.deepEqual(rowWith(check('equals', '{{gone}}')).values, ['{{gone}}']);
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
    assert.deepEqual(rowWith(check('label', 'refund')).fragments, [{ type: 'whole', text: 'refund' }]);
    assert.deepEqual(rowWith(check('label', 'refund', { config: { read: { field: 'topic' } } })).fragments, [
      { type: 'json' },
      { type: 'field', key: 'topic', value: 'refund' },
    ]);
    assert.deepEqual(rowWith(check('label', 'a, b', { config: { several: true } })).fragments, []);
    assert.deepEqual(rowWith(check('label', 'a', { config: { read: 'first-word' } })).fragments, []);
    for (const value of ['{"total": 3}', { total: 3 }])
      assert.deepEqual(rowWith(check('fields', value)).fragments, [
        { type: 'json' },
        { type: 'field', key: 'total', value: 3 },
      ]);
    assert.deepEqual(rowWith(check('fields', 'no record')).fragments, []);
  });
});

describe('the words that an edit may have', () => {
  it('are half as many again and forty more', () => {
    assert.deepEqual([mostWordsOf('one two three four'), mostWordsOf('')], [46, 40]);
  });
});
