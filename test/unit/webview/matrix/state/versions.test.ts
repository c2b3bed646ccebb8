import assert from 'node:assert/strict';
import { matrixOf } from '../../../../../src/core/results/matrix/matrixProjection.ts';
import { filteredRows, noFilter, outcomeCounts } from '../../../../../src/webview/matrix/state/gridItems.ts';
import { sizeOf, targetNames } from '../../../../../src/webview/matrix/state/matrixFigures.ts';
import {
  defaultMatrixPreferences,
  type MatrixPreferences,
  preferenceChange,
  preferencesFor,
  readMatrixPreferences,
} from '../../../../../src/webview/matrix/state/matrixPreferences.ts';
import { changeIn, versionColumns, versionFigures } from '../../../../../src/webview/matrix/state/versions.ts';
import { baseFor, type Column, otherSide } from '../../../../../src/webview/panel/column.ts';
import { type Ending, madeVersionRun, ticketCase } from '../../../../e2e/panel/matrixRuns.ts';

const rows = Array.from({ length: 4 }, (_, index) => ticketCase(index));

function versionRun(ending: (target: string, number: number) => Ending, isRunning = false) {
  return matrixOf(madeVersionRun({ rows, targets: ['a/one', 'b/two'] }, ending, { isRunning }));
}

/** Case 0 got worse on the first model, case 1 better on the second. */
const changed = versionRun((target, number) => {
  if (target === 'a/one' && number === 0) return 'refused';
  return target === 'b/two @ HEAD' && number === 1 ? 'fail' : 'pass';
});

describe('a matrix of two versions of a prompt', () => {
  it('has each older column before its newer one, named for what it is', () => {
    assert.deepEqual(
      changed.targets.map((target) => targetNames(target).label),
      ['one @ HEAD', 'one', 'two @ HEAD', 'two'],
    );
    assert.deepEqual(versionColumns(changed.targets), [
      { head: 1, base: 0 },
      { head: 3, base: 2 },
    ]);
    assert.equal(sizeOf(changed), '4 cases × 2 models, compared with HEAD');
  });

  it('tells what got worse and what got better, and can show these alone', () => {
    const [first] = versionColumns(changed.targets);
    assert.deepEqual(
      changed.rows.map((row) => first && changeIn(row, first)),
      ['regressed', 'same', 'same', 'same'],
    );
    const { worse, better } = outcomeCounts(changed);
    assert.deepEqual([worse, better], [1, 1]);
    assert.deepEqual(
      filteredRows(changed, { ...noFilter, outcome: 'better' }).map(({ number }) => number),
      [2],
    );
    assert.deepEqual(
      versionFigures(changed).map(({ target, version, worse: lost, better: won }) => [target, version, lost, won]),
      [
        ['a/one', 'HEAD', 1, 0],
        ['b/two', 'HEAD', 0, 1],
      ],
    );
  });

  it('takes no model for another one because its past was different', () => {
    const differing = filteredRows(changed, { ...noFilter, differs: true }).map(({ number }) => number);
    assert.deepEqual(differing, [1]);
  });

  it('judges nothing before the run has ended', () => {
    const running = versionRun((_, number) => (number === 3 ? 'queued' : 'pass'), true);
    assert.deepEqual(versionFigures(running), []);
    const [first] = versionColumns(running.targets);
    assert.equal(first && running.rows.map((row) => changeIn(row, first)).at(-1), undefined);
  });

  it('compares each answer with its own older one', () => {
    const column = (target: string, more: Partial<Column> = {}): Column => ({
      target,
      model: target,
      label: target,
      provider: '',
      isSimulated: false,
      isBase: false,
      cell: undefined,
      ...more,
    });
    const columns = [
      column('one @ HEAD', { isBase: true }),
      column('one', { comparedWith: 'one @ HEAD' }),
      column('two @ HEAD', { isBase: true }),
      column('two', { comparedWith: 'two @ HEAD' }),
    ];
    assert.deepEqual(
      columns.map((each) => baseFor(columns, each)?.target),
      [undefined, 'one @ HEAD', undefined, 'two @ HEAD'],
    );
    assert.deepEqual(
      columns.map((each) => otherSide(columns, each)?.target),
      ['one', 'one @ HEAD', 'two', 'two @ HEAD'],
    );
    const alone = column('three', { comparedWith: 'three @ HEAD' });
    assert.equal(baseFor([...columns, alone], alone), undefined);
  });

  it('shows what differs word by word, until the reader wishes it otherwise, and only there', () => {
    const chosen = (change: Partial<MatrixPreferences>, isOfVersions: boolean) => {
      const kept = { ...defaultMatrixPreferences, ...preferenceChange(change, isOfVersions) };
      const read = readMatrixPreferences(JSON.parse(JSON.stringify(kept)));
      return [true, false].map((ofVersions) => preferencesFor(read, ofVersions).diff);
    };
    assert.deepEqual(chosen({}, true), ['words', 'off']);
    assert.deepEqual(chosen({ diff: 'off' }, true), ['off', 'off']);
    assert.deepEqual(chosen({ diff: 'lines' }, true), ['lines', 'off']);
    assert.deepEqual(chosen({ diff: 'json' }, false), ['words', 'json']);
    assert.deepEqual(chosen({ hideEqual: true }, true), ['words', 'off']);
  });
});
