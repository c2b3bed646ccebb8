import assert from 'node:assert/strict';
import { saidByPeople } from '../../../src/core/people/saidByPeople.ts';
import type { VerdictLine } from '../../../src/core/people/verdictLines.ts';

const ann: VerdictLine = {
  id: '1',
  answer: 'a1',
  by: 'Ann',
  verdict: 'pass',
  at: '2026-11-30T10:00:00Z',
  caseId: 'c',
  target: 't',
};
const place = { caseId: 'c', target: 't' };

describe('what people say of an answer', () => {
  it('is what is in force on that very answer, whichever case has it', () => {
    const said = saidByPeople([ann, { ...ann, id: '2', by: 'Bob', verdict: 'fail' }]);
    const found = said.of({ digest: 'a1', caseId: 'other', target: 'other' });
    assert.deepEqual(
      found.verdicts.map(({ by, verdict }) => [by, verdict]),
      [
        ['Ann', 'pass'],
        ['Bob', 'fail'],
      ],
    );
    assert.equal(found.hasChanged, false);
  });

  it('knows a criterion apart from the answer as a whole', () => {
    const said = saidByPeople([{ ...ann, criterion: 'polite' }]);
    assert.equal(said.of({ digest: 'a1', ...place, criterion: 'polite' }).verdicts.length, 1);
    assert.equal(said.of({ digest: 'a1', ...place }).verdicts.length, 0);
  });

  it('says where people judged an answer that stood there before', () => {
    const said = saidByPeople([ann]);
    assert.deepEqual(said.of({ digest: 'a2', ...place }), { verdicts: [], hasChanged: true });
    assert.equal(said.of({ digest: 'a2', ...place, target: 'other' }).hasChanged, false);
    const back = saidByPeople([ann, { ...ann, id: '2', verdict: null, at: '2026-11-30T11:00:00Z' }]);
    assert.equal(back.of({ digest: 'a2', ...place }).hasChanged, false);
  });
});
