import assert from 'node:assert/strict';
import type { PersonMark } from '../../../../../src/core/people/personMark.ts';
import type { CellState } from '../../../../../src/core/run/cellState.ts';
import { handleVerdictKey, verdictsOn } from '../../../../../src/webview/compare/state/caseVerdicts.ts';
import type { Column } from '../../../../../src/webview/panel/column.ts';

const cell: CellState = {
  id: 'c',
  target: 'a/b',
  caseId: 'one',
  repeat: 0,
  status: 'done',
  text: 'late',
  reasoning: '',
  toolCalls: [],
  warnings: [],
  attempt: 1,
};
const column: Column = {
  target: 'a/b',
  model: 'a/b',
  label: 'b',
  provider: 'a',
  isSimulated: false,
  isBase: true,
  cell,
};
const others: PersonMark = { target: 'a/b', repeat: 0, by: 'Ann', verdict: 'pass' };
const own: PersonMark = { ...others, isOwn: true };

/** What a key posts, where the chosen case is this one and these verdicts are known. */
function posted(key: string, { caseId = 'one', people = [own], shown = column } = {}) {
  const wishes: unknown[] = [];
  const row = { caseId, suite: 's', number: 1, checks: [], people };
  const context = { state: { setup: { row } }, post: (wish: unknown) => wishes.push(wish) };
  // Nothing else of the context is looked at.
  const meant = handleVerdictKey(key, Object.assign(Object.create(null), context), shown);
  assert.equal(meant, wishes.length > 0);
  return { wishes, marks: verdictsOn(Object.assign(Object.create(null), context), shown) };
}

describe('verdicts on answers to a case in the compare panel', () => {
  it('are given, taken back and noted by keys', () => {
    assert.deepEqual(posted('f').wishes, [{ type: 'judge', target: 'a/b', verdict: 'fail' }]);
    assert.deepEqual(posted('u').wishes, [{ type: 'judge', target: 'a/b', verdict: 'unsure' }]);
    assert.deepEqual(posted('Backspace').wishes, [{ type: 'judge', target: 'a/b', verdict: null }]);
    assert.deepEqual(posted('n').wishes, [{ type: 'note', target: 'a/b' }]);
    assert.deepEqual(posted('1').wishes, [], 'digits choose among several answers there');
  });

  it('need a verdict of one’s own to be noted or taken back', () => {
    for (const key of ['n', 'Backspace']) assert.deepEqual(posted(key, { people: [others] }).wishes, []);
  });

  it('are about an ended answer to the chosen case alone', () => {
    assert.deepEqual(posted('p', { caseId: 'two' }), { wishes: [], marks: undefined });
    const running: Column = { ...column, cell: { ...cell, status: 'streaming' } };
    assert.deepEqual(posted('p', { shown: running }).wishes, []);
    assert.deepEqual(posted('p').marks, [own]);
  });
});
