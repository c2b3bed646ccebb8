import assert from 'node:assert/strict';
import { type ImportFigures, importReport, writtenSentence } from '../../../src/core/cases/importReport.ts';

const figures: ImportFigures = {
  ...{ records: 12, files: 1, calls: 1200, brokenRecords: 0, problems: [], formats: {}, leftOut: {}, steps: 0 },
  joined: { retries: 0, duplicates: 0 },
  found: { exactly: 1000, closely: 150, given: 50 },
  withoutContent: [],
  unmappedColumns: [],
};
const lines = (more: Partial<ImportFigures>) => importReport({ ...figures, ...more }, 'with --map COLUMN=VARIABLE');
const added = (more: Partial<ImportFigures>) => lines(more).slice(2);

describe('what is said after logs were read', () => {
  it('is what was read and how it was matched, and nothing of what did not happen', () => {
    assert.deepEqual(lines({}), [
      'Read 12 records of 1 file: 1,200 calls.',
      'Cases: 1,000 matched exactly, 150 closely, 50 with variables that the file holds.',
    ]);
  });

  it('is what was put together, each kind alone', () => {
    assert.deepEqual(added({ joined: { retries: 1, duplicates: 0 } }), [
      'Attempts made again: 1. The last one that was answered counts.',
    ]);
    assert.deepEqual(added({ joined: { retries: 0, duplicates: 2 } }), ['Spans of a call that another span tells: 2.']);
    assert.deepEqual(added({ steps: 3 }), ['Earlier steps of loops of tools: 3. The last one of each loop counts.']);
  });

  it('is what was left out with its reason, and what to do', () => {
    assert.deepEqual(added({ leftOut: { failed: 1, ambiguous: 2, conversation: 0 } }), [
      'Left out: 1 call (failed, without an answer).',
      'Left out: 2 calls (fits in several ways; map columns, or let the prompt tell its variables apart).',
    ]);
    assert.deepEqual(added({ unmappedColumns: ['a', 'b'] }), [
      'Columns are a, b: say which is which variable with --map COLUMN=VARIABLE.',
    ]);
    assert.deepEqual(added({ brokenRecords: 1, problems: [{ file: 'a.jsonl', line: 7, problem: 'it is cut' }] }), [
      '1 record could not be read.',
      'a.jsonl:7: it is cut',
    ]);
  });
});

describe('what is said after cases were written', () => {
  const file = { out: 'cases.jsonl', isSample: false };
  const end = 'to cases.jsonl. What was answered stands there as "observed" and is no expectation.';

  it('is how many, and of how many where not all are kept', () => {
    assert.equal(writtenSentence(1, { ...figures, kept: 1200 }, file), `Wrote 1 case ${end}`);
    assert.equal(
      writtenSentence(500, { ...figures, kept: 500 }, file),
      `Wrote 500 cases, drawn at random from 1,200, ${end}`,
    );
    assert.equal(
      writtenSentence(40, { ...figures, kept: 500 }, { ...file, isSample: true }),
      `Wrote 40 cases out of 500, drawn at random from 1,200, ${end}`,
    );
  });
});
