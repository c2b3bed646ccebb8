import assert from 'node:assert/strict';
import { queuedCell } from '../../../../../src/core/run/foldCell.ts';
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

/** A reader of a row whose checks ask people about these things. */
function asked(subjects: readonly string[], subject: number, done: unknown[]): MatrixContext {
  const cell = { ...queuedCell({ id: 'c', caseId: 'c', target: 'one', repeat: 0 }), status: 'done' as const };
  const row = { caseId: 'c', vars: [], checks: [], cells: [cell], subjects, isInSuite: true };
  const target = { id: 'one', model: 'simulated/one' };
  const run = { runId: 'r', status: 'done' as const, startedAt: 0 };
  const context = reading([]);
  return {
    ...context,
    state: { ...emptyMatrix, matrix: { run, targets: [target], rows: [] }, row },
    preferences: { ...defaultMatrixPreferences, openCase: 'c', subject },
    post: (message) => void done.push(message),
    prefer: (change) => void done.push(change),
    showNext: () => void done.push('next answer'),
  };
}

describe('keys for verdicts', () => {
  it('go from one thing that people are asked to the next, and then to the next answer', () => {
    const done: unknown[] = [];
    const press = (key: string, subject: number) =>
      handleMatrixKey(key, asked(['polite', 'short'], subject, done), { target: 'one', isInOpenRow: true });
    const answer = { caseId: 'c', target: 'one', repeat: 0 };
    press('p', 0);
    press('f', 1);
    assert.deepEqual(done, [
      { type: 'judge', ...answer, criterion: 'polite', verdict: 'pass' },
      { subject: 1 },
      { type: 'judge', ...answer, criterion: 'short', verdict: 'fail' },
      { subject: 0 },
      'next answer',
    ]);
  });

  it('cycle what is asked, the answer as a whole at the end, and mean that nowhere else', () => {
    const done: unknown[] = [];
    const at = { target: 'one', isInOpenRow: true };
    for (const subject of [0, 1]) handleMatrixKey('c', asked(['polite'], subject, done), at);
    handleMatrixKey('p', asked(['polite'], 1, done), at);
    assert.deepEqual(done.slice(0, 3), [
      { subject: 1 },
      { subject: 0 },
      { type: 'judge', caseId: 'c', target: 'one', repeat: 0, verdict: 'pass' },
    ]);
    assert.equal(handleMatrixKey('c', asked([''], 0, []), at), false);
  });

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
