import assert from 'node:assert/strict';
import type { MatrixContext } from '../../../../../src/webview/matrix/state/matrixContext.ts';
import { handleMatrixKey } from '../../../../../src/webview/matrix/state/matrixKeys.ts';
import { defaultMatrixPreferences } from '../../../../../src/webview/matrix/state/matrixPreferences.ts';
import { emptyMatrix } from '../../../../../src/webview/matrix/state/matrixStore.ts';
import { Comparison } from '../../../../../src/webview/panel/comparison.ts';

/** A reader who has just opened a row whose answers have not come, with those of the row before still held. */
function reading(done: string[]): MatrixContext {
  const told = (what: string) => () => void done.push(what);
  const row = { caseId: 'before', vars: [], checks: [], cells: [], isInSuite: true };
  return {
    state: { ...emptyMatrix, row },
    preferences: { ...defaultMatrixPreferences, openCase: 'next' },
    items: [],
    facts: undefined,
    comparison: new Comparison(),
    sight: { top: 0, height: 1, width: 1, detail: 1 },
    active: { line: 0, column: 1 },
    now: 0,
    menuOf: undefined,
    isHelpShown: false,
    isPrinting: false,
    repeatOf: new Map(),
    post: told('posted'),
    prefer: told('preferred'),
    filter: told('filtered'),
    openMenu: told('menu'),
    showHelp: told('help'),
    openRow: told('opened'),
    activate: told('activated'),
    showRepeat: told('repeated'),
    showNext: told('went on'),
  };
}

describe('keys for verdicts', () => {
  for (const key of ['p', 'f', 'u', '1', '2', '3', 'n', 'Backspace'])
    it(`mean nothing while the answers of a row are still read: ${key}`, () => {
      const done: string[] = [];
      assert.equal(handleMatrixKey(key, reading(done), { target: 'one', isInOpenRow: true }), true);
      assert.deepEqual(done, []);
    });

  it('are those of the grid outside the open row', () => {
    const done: string[] = [];
    assert.equal(handleMatrixKey('p', reading(done), { target: 'one' }), false);
    assert.deepEqual(done, []);
  });
});
