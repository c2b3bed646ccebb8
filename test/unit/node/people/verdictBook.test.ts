import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { VerdictLine } from '../../../../src/core/people/verdictLines.ts';
import { answerBook } from '../../../../src/node/people/verdictBook.ts';
import { addVerdict } from '../../../../src/node/people/verdictFile.ts';

const said: VerdictLine = { id: '1', answer: 'a', verdict: 'pass', by: 'Ann', at: '2026-11-30T10:00:00Z' };

describe('the book of verdicts on answers', () => {
  let storage: string;
  beforeEach(() => {
    storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-book-'));
  });
  afterEach(() => rmSync(storage, { recursive: true }));

  const verdictsIn = (book: ReturnType<typeof answerBook>) =>
    book()
      .get('a')
      ?.map(({ verdict }) => verdict);

  it('is empty where nobody has judged, and has each verdict as soon as it stands in the file', () => {
    const book = answerBook(storage, 'a.eval.yaml');
    assert.equal(book().size, 0);
    addVerdict(storage, 'a.eval.yaml', said);
    assert.deepEqual(verdictsIn(book), ['pass']);
    addVerdict(storage, 'a.eval.yaml', { ...said, id: '2', verdict: 'fail', at: '2026-11-30T11:00:00Z' });
    assert.deepEqual(verdictsIn(book), ['fail']);
  });

  it('is read once for any number of questions', () => {
    addVerdict(storage, 'a.eval.yaml', said);
    const book = answerBook(storage, 'a.eval.yaml');
    assert.equal(book(), book());
  });
});
