import assert from 'node:assert/strict';
import { readProposal } from '../../../src/core/improve/readProposal.ts';

const marks = { rows: 'data1', open: 'beginabc123', close: 'endabc123' };

describe('the answer of a reflecting model', () => {
  it('holds a cause and a body between the marks', () => {
    const read = readProposal(
      'The date is copied.\nbeginabc123\nWrite {{mail}}.\nToday.\nendabc123\nGood luck!',
      marks,
    );
    assert.deepEqual(read, { type: 'edit', body: 'Write {{mail}}.\nToday.', cause: 'The date is copied.' });
  });

  it('may have a fence inside of the marks', () => {
    assert.deepEqual(readProposal('x\nbeginabc123\n```text\nA\n```\nendabc123', marks), {
      type: 'edit',
      body: 'A',
      cause: 'x',
    });
  });

  it('takes the last pair where the marks are repeated from the request', () => {
    const read = readProposal('Between beginabc123 and endabc123:\nbeginabc123\nA\nendabc123', marks);
    assert.equal(read.type === 'edit' && read.body, 'A');
  });

  it('may be one fence', () => {
    assert.deepEqual(readProposal('Too long.\n```\nA\nB\n```', marks), {
      type: 'edit',
      body: 'A\nB',
      cause: 'Too long.',
    });
  });

  it('is believed when it sees no common cause', () => {
    assert.deepEqual(readProposal('NO CHANGE', marks), { type: 'no-change' });
    assert.deepEqual(readProposal('**No change.** The rows differ.', marks), { type: 'no-change' });
  });

  for (const text of ['', 'refund', 'beginabc123\nA', 'beginabc123\n\nendabc123', '```\nA\n```\nor\n```\nB\n```'])
    it(`has no form in ${JSON.stringify(text)}`, () =>
      assert.deepEqual(readProposal(text, marks), { type: 'no-form' }));
});
