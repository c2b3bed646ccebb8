import assert from 'node:assert/strict';
import { matrixRun } from '../../../../../src/core/results/matrix/matrixProjection.ts';
import type { MatrixHostMessage } from '../../../../../src/protocol.ts';
import { matrixAnnouncements } from '../../../../../src/webview/matrix/state/matrixAnnouncements.ts';
import { matrixFacts } from '../../../../../src/webview/matrix/state/matrixFacts.ts';
import {
  cellWords,
  formatRate,
  otherOutcomes,
  runFigures,
  sizeOf,
  targetNames,
} from '../../../../../src/webview/matrix/state/matrixFigures.ts';
import {
  defaultMatrixPreferences,
  readMatrixPreferences,
} from '../../../../../src/webview/matrix/state/matrixPreferences.ts';
import { emptyMatrix, isMatrixMessage, receiveMatrix } from '../../../../../src/webview/matrix/state/matrixStore.ts';
import { madeRun, ticketCase } from '../../../../e2e/panel/matrixRuns.ts';
import { detailsOf, sceneOf } from '../../../../e2e/panel/matrixStates.ts';

const rows = [ticketCase(0), ticketCase(1)];
const shape = { rows, targets: ['openai/gpt-5.6-luna'] };
const running = madeRun(shape, (_, index) => (index === 0 ? 'pass' : 'started'), { isRunning: true });
const ended = madeRun(shape, (_, index) => (index === 0 ? 'pass' : 'fail'));
const connected = receiveMatrix(emptyMatrix, sceneOf(running).snapshot);

function changes(seq: number): MatrixHostMessage {
  return {
    type: 'changes',
    seq,
    cells: [{ row: 1, column: 0, cell: { outcome: 'fail', note: 'label' } }],
    run: matrixRun(ended.state),
    totals: sceneOf(ended).snapshot.view?.totals ?? [],
  };
}

const outcomeOfSecond = (state: typeof connected) => state.matrix?.rows[1]?.cells[0]?.outcome;

describe('the matrix store', () => {
  it('applies changes that follow the snapshot', () => {
    assert.equal(outcomeOfSecond(connected), 'running');
    const state = receiveMatrix(connected, changes(2));
    assert.deepEqual([outcomeOfSecond(state), state.matrix?.run.status, state.seq], ['fail', 'done', 2]);
  });

  it('asks for a new snapshot when a message is missing, and changes nothing until it comes (fault 81)', () => {
    const behind = receiveMatrix(connected, changes(3));
    assert.deepEqual([behind.isBehind, outcomeOfSecond(behind)], [true, 'running']);
    assert.equal(outcomeOfSecond(receiveMatrix(behind, changes(4))), 'running');
    assert.equal(receiveMatrix(behind, { ...sceneOf(ended).snapshot, seq: 9 }).isBehind, false);
  });

  it('ignores a message that it has already seen', () => {
    assert.equal(receiveMatrix(connected, changes(1)), connected);
  });

  it('keeps an open row over a new snapshot of the same run, and drops it with the run', () => {
    const row = detailsOf(running)['case-0'] ?? assert.fail();
    const open = receiveMatrix(connected, { type: 'row', seq: 2, row });
    assert.equal(open.row, row);
    assert.equal(receiveMatrix(open, { ...sceneOf(running).snapshot, seq: 3 }).row, row);
    const another = sceneOf(madeRun({ ...shape, runId: 'run-3' }, () => 'pass')).snapshot;
    assert.equal(receiveMatrix(open, { ...another, seq: 3 }).row, undefined);
    assert.equal(receiveMatrix(open, { type: 'row', seq: 3, row: null }).row, undefined);
  });

  it('tells messages of the host from those of others', () => {
    assert.equal(isMatrixMessage(changes(2)), true);
    for (const other of [
      null,
      'changes',
      {},
      { type: 'changes' },
      { type: 'events', seq: 1 },
      { type: 'row', seq: '1' },
    ])
      assert.equal(isMatrixMessage(other), false);
  });

  it('tells a screen reader how a run ended, not every cell', () => {
    const after = receiveMatrix(connected, changes(2));
    assert.deepEqual(matrixAnnouncements(connected, after), ['Run finished: 1 of 2 answers passed.']);
    assert.deepEqual(matrixAnnouncements(after, after), []);
  });
});

describe('the figures of the matrix', () => {
  const { matrix, totals } = sceneOf(ended).snapshot.view ?? assert.fail();

  it('say how large it is, how far it is, and what it took', () => {
    assert.equal(sizeOf(matrix), '2 cases × 1 model');
    const mixed = matrix.rows.map((row, index) => (index === 0 ? { ...row, isSynthetic: true as const } : row));
    assert.equal(sizeOf({ ...matrix, rows: mixed }), '2 cases (1 synthetic) × 1 model');
    const { counts, ended: atEnd, cells, failures, leftOver } = matrixFacts(matrix);
    assert.deepEqual([atEnd, cells, failures, leftOver, counts.failed], [2, 2, 1, 0, 1]);
    const state = { ...emptyMatrix, matrix, totals, expected: 'about $0.31' };
    assert.match(
      runFigures(state, Date.UTC(2026, 10, 20, 15)),
      /^run \d+:02\s?(?:AM|PM)?, 1 min 31 s, ~\$0\.0014 \(expected about \$0\.31\)$/,
    );
  });

  it('count apart what is no part of the pass rate', () => {
    const [total] = totals;
    assert.ok(total);
    assert.equal(formatRate(total), '50.0%');
    assert.equal(formatRate({ passed: 0, graded: 0 }), '-');
    const counts = { ...total.counts, error: 1, refused: 2, truncated: 1 };
    assert.equal(
      otherOutcomes({ ...total, counts, flaky: 3, fallbacks: { served: 4, of: 9 } }).replaceAll('\u00a0', ' '),
      '1 error · 2 refused · 1 cut off · 3 flaky · 4 by a fallback',
    );
  });

  it('name a cell by what came of it', () => {
    const words = (cell: Parameters<typeof cellWords>[0]) => {
      const { word, figure } = cellWords(cell);
      return `${word} ${figure}`.trim();
    };
    const repeats = { total: 3, passed: 2, graded: 3 };
    assert.equal(words({ outcome: 'pass', score: 1 }), 'pass 1.00');
    assert.equal(words({ outcome: 'fail', score: 0, note: 'label' }), 'fail label');
    assert.equal(words({ outcome: 'error', note: '503' }), 'error 503');
    assert.equal(words({ outcome: 'fail', repeats, isFlaky: true }), 'flaky 2/3');
    assert.equal(words({ outcome: 'skipped' }), 'not run');
  });

  it('name a target by its model, or by the label that the suite gave it', () => {
    assert.deepEqual(targetNames({ id: 'openai/gpt-5.6-luna', model: 'openai/gpt-5.6-luna' }), {
      label: 'gpt-5.6-luna',
      provider: 'openai',
    });
    assert.deepEqual(targetNames({ id: 'cool', model: 'openai/gpt-5.6-luna' }), {
      label: 'cool',
      provider: 'openai/gpt-5.6-luna',
    });
  });
});

describe('the arrangement of the matrix', () => {
  it('is read back as it was written', () => {
    const written = {
      ...defaultMatrixPreferences,
      suite: 'file:///triage.eval.yaml',
      filter: {
        outcome: 'failed',
        differs: true,
        changed: false,
        search: 'lamp',
        metadata: 'a=b',
        groupBy: 'a',
        confusion: { target: 'a/b', name: 'label', expected: 'late', answered: '(other)', labels: ['late'] },
      },
      openCase: 'case-1',
      diff: 'words',
      scrollTop: 120,
    } as const;
    assert.deepEqual(readMatrixPreferences(JSON.parse(JSON.stringify(written))), written);
  });

  it('starts anew where something else was kept', () => {
    for (const kept of [null, 3, 'x', [], { filter: 3, scrollTop: -1, diff: 'x' }])
      assert.deepEqual(readMatrixPreferences(kept), defaultMatrixPreferences);
  });
});
