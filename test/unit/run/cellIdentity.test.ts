import assert from 'node:assert/strict';
import {
  caseKey,
  distinct,
  promptSuffix,
  requestOf,
  suiteCaseOf,
  targetAt,
  withIdentity,
} from '../../../src/core/run/cellIdentity.ts';
import type { PlannedCell, Target } from '../../../src/core/run/events.ts';

const bare: PlannedCell = { id: 'a1', target: 'a/one', caseId: '0f3a', repeat: 0, inputs: {}, messages: [] };

describe('what a cell is', () => {
  it('is told by its fields: the case of the suite, the prompt, and the copy', () => {
    const second = { ...bare, caseId: caseKey('0f3a', 1), promptIndex: 1 };
    assert.deepEqual([second.caseId, suiteCaseOf(second), promptSuffix(second)], ['0f3a#2', '0f3a', '#2']);
    assert.deepEqual([caseKey('0f3a', undefined), suiteCaseOf(bare), promptSuffix(bare)], ['0f3a', '0f3a', '']);
  });

  it('is never guessed from a name that only looks like it', () => {
    assert.equal(suiteCaseOf({ caseId: 'ticket#2' }), 'ticket#2');
    assert.equal(requestOf({ id: 'a1~2' }), 'a1~2');
  });

  it('gets the next free number where others ask the very same', () => {
    const taken = new Set<string>();
    const ids = [bare, bare, bare].map((cell) => {
      const own = distinct(cell, taken);
      taken.add(own.id);
      return [own.id, own.copy, requestOf(own)];
    });
    assert.deepEqual(ids, [
      ['a1', undefined, 'a1'],
      ['a1~2', 2, 'a1'],
      ['a1~3', 3, 'a1'],
    ]);
  });

  it('is read from the names of older journals, and from no other', () => {
    const cells = ['0f3a#2', '0f3a-2#11', '0f3a', 'ticket#2'].map((caseId) => ({ ...bare, caseId }));
    const targets: Target[] = [
      { id: 'a/one', model: 'a/one', parameters: {} },
      { id: targetAt('a/one', 'HEAD'), model: 'a/one', parameters: {}, version: 'HEAD' },
      { id: 'known', model: 'a/one', parameters: {}, version: 'HEAD', newerId: 'a/one' },
    ];
    const read = withIdentity({ cells: [...cells, { ...bare, id: 'a1~12' }], targets });
    assert.deepEqual(
      read.cells.map((cell) => [cell.promptIndex, suiteCaseOf(cell), cell.copy, requestOf(cell)]),
      [
        [1, '0f3a', undefined, 'a1'],
        [10, '0f3a-2', undefined, 'a1'],
        [undefined, '0f3a', undefined, 'a1'],
        [undefined, 'ticket#2', undefined, 'a1'],
        [undefined, '0f3a', 12, 'a1'],
      ],
    );
    assert.deepEqual(
      read.targets.map(({ newerId }) => newerId),
      [undefined, 'a/one', 'a/one'],
    );
  });
});
