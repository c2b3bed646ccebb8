import assert from 'node:assert/strict';
import fc from 'fast-check';
import { matrixOf } from '../../../../../src/core/results/matrix/matrixProjection.ts';
import {
  filteredRows,
  gridItems,
  type MatrixFilter,
  metadataChoices,
  noFilter,
  outcomeCounts,
} from '../../../../../src/webview/matrix/state/gridItems.ts';
import { moveTo } from '../../../../../src/webview/matrix/state/matrixKeys.ts';
import {
  lineHeight,
  linesInSight,
  scrollTo,
  topOfLine,
  totalHeight,
} from '../../../../../src/webview/matrix/state/windowing.ts';
import { type Ending, madeRun, ticketCase } from '../../../../e2e/panel/matrixRuns.ts';

const rows = [0, 1, 2, 3, 4].map(ticketCase);
const endings: readonly (readonly Ending[])[] = [
  ['pass', 'pass'],
  ['fail', 'pass'],
  ['error', 'error'],
  ['refused', 'ungraded'],
  ['pass', 'pass'],
];
const shape = { rows, targets: ['a/one', 'b/two'] };
const before = madeRun(shape, ({ caseId, target }) => (caseId === 'case-4' && target === 'a/one' ? 'fail' : 'pass'));
const matrix = matrixOf({
  ...madeRun(shape, (_, index) => endings[Math.floor(index / 2)]?.[index % 2] ?? 'pass'),
  previous: before.state,
});

function shown(change: Partial<MatrixFilter>): number[] {
  return filteredRows(matrix, { ...noFilter, ...change }).map(({ number }) => number);
}

describe('the filter of the matrix', () => {
  it('leaves the rows with a result, or on which the models differ, or that have changed', () => {
    assert.deepEqual(shown({}), [1, 2, 3, 4, 5]);
    assert.deepEqual(shown({ outcome: 'failed' }), [2]);
    assert.deepEqual(shown({ outcome: 'errored' }), [3]);
    assert.deepEqual(shown({ outcome: 'refused' }), [4]);
    assert.deepEqual(shown({ outcome: 'ungraded' }), [4]);
    assert.deepEqual(shown({ differs: true }), [2, 4]);
    assert.deepEqual(shown({ changed: true }), [2, 3, 4, 5]);
    assert.deepEqual(outcomeCounts(matrix), {
      all: 5,
      worse: 0,
      better: 0,
      failed: 1,
      errored: 1,
      refused: 1,
      ungraded: 1,
      flaky: 0,
    });
  });

  it('finds words in any case and order, a number, and metadata', () => {
    assert.deepEqual(shown({ search: 'PARCEL broken' }), [1]);
    assert.deepEqual(shown({ search: 'parcel' }), [1, 3]);
    assert.deepEqual(shown({ search: '4' }), [4]);
    assert.deepEqual(shown({ search: 'delivery' }), [3]);
    assert.deepEqual(shown({ metadata: 'topic=damaged' }), [1, 4]);
    assert.deepEqual(shown({ metadata: 'topic=damaged', outcome: 'refused' }), [4]);
    assert.deepEqual(shown({ search: 'nothing like it' }), []);
  });

  it('groups by a key, each group with pass rates of its own', () => {
    const items = gridItems(matrix, { ...noFilter, groupBy: 'topic' });
    assert.deepEqual(
      items.map((item) =>
        item.kind === 'row'
          ? item.row.number
          : [item.value, item.count, ...item.rates.map((rate) => `${rate.passed}/${rate.graded}`)],
      ),
      [
        ['damaged', 2, '1/1', '1/1'],
        1,
        4,
        ['delivery', 1, '0/0', '0/0'],
        3,
        ['other', 1, '1/1', '1/1'],
        5,
        ['refund', 1, '0/1', '1/1'],
        2,
      ],
    );
  });

  it('offers keys whose values are few', () => {
    assert.deepEqual(metadataChoices(matrix), [
      { key: 'topic', values: ['damaged', 'delivery', 'other', 'refund'] },
      { key: 'source', values: ['chat', 'mail'] },
    ]);
    const many = Array.from({ length: 61 }, (_, index) => ({ ...ticketCase(index), metadata: { id: `${index}` } }));
    assert.deepEqual(metadataChoices(matrixOf(madeRun({ rows: many, targets: ['a/one'] }, () => 'pass'))), []);
  });
});

describe('the lines in sight', () => {
  const layouts = fc.record({
    count: fc.integer({ min: 0, max: 20_000 }),
    openLine: fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined }),
    detailHeight: fc.integer({ min: 180, max: 560 }),
  });

  it('cover every pixel that is in sight', () => {
    const property = fc.property(
      layouts,
      fc.integer({ min: 0, max: 500_000 }),
      fc.integer({ min: 26, max: 2000 }),
      (layout, top, height) => {
        const { first, end } = linesInSight(layout, top, height);
        for (const pixel of [top, top + height / 2, top + height - 1]) {
          const line = Array.from({ length: layout.count }, (_, index) => index).findLast(
            (index) => topOfLine(index, layout) <= pixel,
          );
          const isBelow = pixel >= totalHeight(layout);
          if (line !== undefined && !isBelow) assert.ok(line >= first && line < end, `${line} in ${first}-${end}`);
        }
      },
    );
    fc.assert(property, { numRuns: 40 });
  });

  it('are few, however many there are', () => {
    const { first, end } = linesInSight({ count: 10_000, openLine: undefined, detailHeight: 300 }, 130_000, 700);
    assert.ok(end - first <= 42, `${end - first}`);
    assert.ok(first <= 5000 && end >= 5026);
  });

  it('leave room below the open row', () => {
    const layout = { count: 10, openLine: 3, detailHeight: 300 };
    assert.equal(topOfLine(3, layout), 3 * lineHeight);
    assert.equal(topOfLine(4, layout), 4 * lineHeight + 300);
    assert.equal(totalHeight(layout), 10 * lineHeight + 300);
  });

  it('move no further than they must', () => {
    assert.equal(scrollTo(100, 126, { top: 0, height: 400 }), undefined);
    assert.equal(scrollTo(100, 126, { top: 200, height: 400 }), 100);
    assert.equal(scrollTo(600, 626, { top: 0, height: 400 }), 226);
    assert.equal(scrollTo(600, 1200, { top: 0, height: 400 }), 600);
  });
});

describe('the keys of the matrix', () => {
  it('move the active cell and stop at the edges', () => {
    const size = { lines: 30, columns: 4 };
    const at = (key: string, line: number, column: number) => {
      const to = moveTo(key, { line, column }, size);
      return to && [to.line, to.column];
    };
    assert.deepEqual(at('ArrowDown', 0, 1), [1, 1]);
    assert.deepEqual(at('ArrowUp', 0, 1), [0, 1]);
    assert.deepEqual(at('ArrowRight', 2, 3), [2, 3]);
    assert.deepEqual(at('Home', 2, 3), [2, 0]);
    assert.deepEqual(at('End', 2, 0), [2, 3]);
    assert.deepEqual(at('PageDown', 20, 1), [29, 1]);
    assert.equal(at('x', 2, 2), undefined);
  });
});
