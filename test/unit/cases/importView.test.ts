import assert from 'node:assert/strict';
import type { ColumnMapping } from '../../../src/core/cases/columnMapping.ts';
import { logPart, type ReadLog } from '../../../src/core/cases/page/importView.ts';
import type { InputField } from '../../../src/core/prompt/document.ts';

const fields: readonly InputField[] = [
  { name: 'mail', type: 'string', required: true },
  { name: 'locale', type: 'string', required: false },
];
const log: ReadLog = { report: ['Read 1 record.'], columns: [], ambiguous: [], others: [], found: 3 };

function pageOf(read: Partial<ReadLog>, mapping: ColumnMapping = {}, cases = 1) {
  const found = Array.from({ length: cases }, () => ({ vars: { mail: 'Hi' }, metadata: {} }));
  return logPart(
    { ...log, ...read },
    { cases: found },
    {
      fields,
      choices: { mapping, sample: undefined, resolved: new Map([[0, 1]]) },
    },
  );
}

describe('the page between a log and its rows', () => {
  it('offers for each variable the column of its name, or the one that was chosen', () => {
    const columns = ['id', 'mail', 'meta.locale'];
    const offered = (mapping: ColumnMapping = {}) =>
      pageOf({ columns }, mapping).mapping?.variables.map(({ name, column, isNeeded }) => [name, column, isNeeded]);
    assert.deepEqual(offered(), [
      ['mail', 'mail', true],
      ['locale', 'meta.locale', false],
    ]);
    assert.deepEqual(offered({ id: 'mail' })?.[0], ['mail', 'id', true]);
    assert.deepEqual(
      pageOf({ columns: ['id'] }).mapping?.variables.map(({ column }) => column),
      ['', ''],
    );
    assert.equal(pageOf({}).mapping, null, 'a log without columns asks for none');
  });

  it('shows each way in which a call may be meant, and the one that was chosen', () => {
    const ways = [{ mail: 'Hi', count: 3 }, { mail: 'Hi' }].map((vars) => ({ vars, metadata: {} }));
    assert.deepEqual(pageOf({ ambiguous: [ways, ways] }).ambiguous, [
      { choices: ['mail: Hi · count: 3', 'mail: Hi'], chosen: 1 },
      { choices: ['mail: Hi · count: 3', 'mail: Hi'], chosen: null },
    ]);
  });

  it('says how many cases become rows where no sample is taken', () => {
    assert.deepEqual(pageOf({}).sample, { count: null, found: 3, sentences: ['All 1 case becomes a row.'] });
    assert.deepEqual(pageOf({}, {}, 2).sample?.sentences, ['All 2 cases become rows.']);
  });
});
