import assert from 'node:assert/strict';
import { portText } from '../../../src/core/improve/portText.ts';
import { fewestToKeep, proveRows } from '../../../src/core/improve/proof.ts';
import type { ImproveResult } from '../../../src/core/run/improveResult.ts';

const port = { from: 'a/old', margin: 0.05, variant: 'v', original: 'x', mended: [] };
const head = { target: 'b/new', port };
const proofOf = (rows: number, before: boolean, after: boolean) => {
  const [proof] = proveRows([
    Array.from({ length: rows }, (_, index) => ({ row: `${index}`, before: [before], after: [after] })),
  ]);
  assert.ok(proof);
  return proof;
};
const result = (start: { rows: number; passes: boolean; isKept: boolean }): ImproveResult => ({
  start: { number: 0, text: 'x' },
  finalists: [],
  port: { margin: 0.05, start: { proof: proofOf(start.rows, true, start.passes), isKept: start.isKept } },
  proposals: [],
  ended: 'as-good',
  isShorter: false,
  task: { calls: 1 },
  reflect: { calls: 0 },
});

describe('the words of a port', () => {
  it('says that no search was needed, and that nothing is lost', () => {
    const [first, second, ...rest] = portText(result({ rows: 100, passes: true, isKept: true }), head);
    assert.match(first ?? '', /^No search was needed/);
    assert.match(
      second ?? '',
      /passes 100% on b\/new and 100% on a\/old \(100 held-out rows.*: not worse by more than 5\.0 points\.$/,
    );
    assert.deepEqual(rest, []);
  });

  it('never calls a promise kept that the rows cannot show', () => {
    const [, second = ''] = portText(result({ rows: 40, passes: true, isKept: false }), head);
    assert.match(
      second,
      /it is not shown that it is not worse by more than 5\.0 points\. So few rows cannot show it: it takes \d+ at least\.$/,
    );
  });

  it('blames the number of rows only where fewer stand there than it takes', () => {
    const few = fewestToKeep(0.05);
    const words = (rows: number) => portText(result({ rows, passes: true, isKept: false }), head)[1] ?? '';
    assert.match(words(few - 1), new RegExp(`So few rows cannot show it: it takes ${few} at least\\.$`));
    assert.doesNotMatch(words(few), /So few rows/);
  });

  it('says plainly that it is worse', () => {
    const [, second = ''] = portText(result({ rows: 40, passes: false, isKept: false }), head);
    assert.match(second, /: worse by more than 5\.0 points\.$/);
  });

  it('names the fewest rows that can show it, and no fewer', () => {
    const few = fewestToKeep(0.05);
    assert.ok(proofOf(few, true, true).low >= -0.05 && proofOf(few - 1, true, true).low < -0.05, `${few}`);
  });
});
