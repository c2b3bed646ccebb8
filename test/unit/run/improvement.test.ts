import assert from 'node:assert/strict';
import { foldImprovement, type ImproveEvent, type Improvement, isTold } from '../../../src/core/run/improvement.ts';
import type { ProposalNote, ProposedEdit } from '../../../src/core/run/proposal.ts';
import { reflectColumn, wordingColumn } from '../../../src/core/run/wordingColumn.ts';

const edit = (number: number): ProposedEdit => ({ number, wording: number, cause: 'It is vague.' });
const judged = (number: number): ProposalNote => ({
  ...edit(number),
  fate: 'kept',
  reason: 'Better.',
  fixed: 2,
  broke: 0,
});
const made = (number: number): ImproveEvent => ({ type: 'proposal-made', at: 1, proposal: edit(number) });
const over = (number: number): ImproveEvent => ({ type: 'proposal-judged', at: 2, proposal: judged(number) });

const stateAfter = (...events: readonly ImproveEvent[]): Improvement | undefined =>
  events.reduce<Improvement | undefined>(foldImprovement, undefined);

describe('an improvement as it is told', () => {
  it('has the proposal that is tried until it is judged, and then what became of it', () => {
    assert.deepEqual(stateAfter(made(1)), { proposals: [], trying: edit(1) });
    assert.deepEqual(stateAfter(made(1), over(1)), { proposals: [judged(1)] });
    assert.deepEqual(stateAfter(made(1), over(1), made(2)), { proposals: [judged(1)], trying: edit(2) });
  });

  it('has the rows that were asked last, and for what', () => {
    const asked = (cells: readonly string[]): ImproveEvent => ({ type: 'rows-asked', at: 1, phase: 'working', cells });
    assert.deepEqual(stateAfter(asked(['a']), asked(['b', 'c']))?.asked, { phase: 'working', cells: ['b', 'c'] });
  });

  it('counts a proposal once, though a resumed run tells it again', () => {
    assert.deepEqual(stateAfter(made(1), over(1), made(1)), { proposals: [judged(1)] });
    assert.deepEqual(stateAfter(made(1), over(1), made(1), over(1)), { proposals: [judged(1)] });
  });

  it('knows what it has told before, which a resumed run does not tell again', () => {
    assert.equal(isTold(undefined, made(1)), false);
    assert.equal(isTold(stateAfter(made(1)), made(1)), true, 'it is being tried');
    assert.equal(isTold(stateAfter(made(1)), made(2)), false);
    assert.equal(isTold(stateAfter(made(1)), over(1)), false);
    assert.equal(isTold(stateAfter(made(1), over(1)), made(1)), true);
    assert.equal(isTold(stateAfter(made(1), over(1)), over(1)), true);
    assert.equal(isTold(stateAfter(made(1), over(1)), over(2)), false);
    const asked: ImproveEvent = { type: 'rows-asked', at: 1, phase: 'working', cells: ['a'] };
    assert.equal(isTold(stateAfter(asked), asked), false, 'rows may be asked for again');
  });
});

describe('the columns of an improvement', () => {
  it('are named after the start, the edits and the old prompt of a port', () => {
    assert.deepEqual(
      [wordingColumn('a/b', 0), wordingColumn('a/b', 2), wordingColumn('a/b', -1), reflectColumn('c/d')],
      ['a/b, start', 'a/b, edit 2', 'a/b, before', 'reflecting, c/d'],
    );
  });
});
