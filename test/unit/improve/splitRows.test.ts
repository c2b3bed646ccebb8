import assert from 'node:assert/strict';
import { type ImproveRow, improveRows } from '../../../src/core/improve/improveRow.ts';
import { rowsInPrompt, splitRows } from '../../../src/core/improve/splitRows.ts';
import { evalCase } from '../../support/evalCase.ts';
import { labelledRows } from './rowsToImprove.ts';

const row = (id: string, input: string, stratum = ''): ImproveRow => ({
  id,
  input,
  expected: [],
  values: [],
  fragments: [],
  checks: 1,
  stratum,
});

describe('the split of rows', () => {
  it('gives 60 rows 40 that are held out, 14 to work on and 6 to choose by', () => {
    const { working, choosing, heldOut } = splitRows(labelledRows(60));
    assert.deepEqual([working.length, choosing.length, heldOut.length], [14, 6, 40]);
  });

  it('puts every row on one side', () => {
    for (const count of [1, 29, 30, 31, 60, 137]) {
      const rows = labelledRows(count);
      const { working, choosing, heldOut } = splitRows(rows);
      assert.deepEqual([...working, ...choosing, ...heldOut].sort(), rows.map(({ id }) => id).sort(), `${count} rows`);
    }
  });

  it('lets no row be on two sides, and leaves out what is too much to ask', () => {
    const { working, choosing, heldOut } = splitRows(labelledRows(1000));
    assert.deepEqual([working.length, choosing.length, heldOut.length], [40, 20, 200]);
    assert.equal(new Set([...working, ...choosing, ...heldOut]).size, 260);
  });

  it('asks no more rows than the calls reach, with room for a search', () => {
    const rows = labelledRows(400);
    for (const [calls, sides] of [
      [300, 2],
      [300, 3],
      [1000, 2],
      [1000, 3],
    ] as const) {
      const { working, choosing, heldOut } = splitRows(rows, { calls, sides });
      const spent = heldOut.length * sides + (working.length + choosing.length) * (sides - 1);
      assert.ok(spent <= 0.65 * calls && heldOut.length >= 40, `${calls} calls, ${sides} sides: ${heldOut.length}`);
    }
    assert.equal(splitRows(rows, { calls: 10, sides: 2 }).heldOut.length, 20);
  });

  it('holds nothing out of fewer than 30 rows', () => {
    assert.deepEqual(splitRows(labelledRows(29)).heldOut, []);
    assert.equal(splitRows(labelledRows(30)).heldOut.length, 20);
  });

  it('follows from the content alone, not from the order', () => {
    const rows = labelledRows(60);
    const sorted = (ids: readonly string[]) => [...ids].sort();
    assert.deepEqual(sorted(splitRows(rows.toReversed()).heldOut), sorted(splitRows(rows).heldOut));
  });

  it('keeps rows together that have the same words, or nearly the same', () => {
    const long =
      'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
    const twins = Array.from({ length: 20 }, (_, index) => [
      row(`a${index}`, `${index} ${long} ${index * 31}`),
      row(`b${index}`, `${index}  ${long.toUpperCase()}, ${index * 31}!`),
    ]).flat();
    const split = splitRows(
      twins.map((each) => ({ ...each, input: `${each.input} ${each.id.slice(1).repeat(3)} x${each.id.slice(1)}y` })),
    );
    for (const side of [split.working, split.choosing, split.heldOut])
      for (const id of side) {
        const twin = `${id.startsWith('a') ? 'b' : 'a'}${id.slice(1)}`;
        assert.ok(side.includes(twin), `${twin} is with ${id}`);
      }
  });

  it('splits every stratum in the same shares', () => {
    const rows = labelledRows(60);
    const rare = new Set(rows.filter(({ values }) => values[0] === 'delivery').map(({ id }) => id));
    const heldOut = splitRows(rows).heldOut.filter((id) => rare.has(id)).length;
    assert.ok(Math.abs(heldOut - (rare.size * 2) / 3) <= 1, `${heldOut} of ${rare.size}`);
  });

  it('takes a value for a stratum that several rows expect, and none that is a row’s own', () => {
    const cases = Array.from({ length: 40 }, (_, index) =>
      evalCase(`${index}`, {
        checks: [{ type: 'equals', negated: false, value: index % 4 === 0 ? 'unknown' : `${index}` }],
      }),
    );
    assert.equal(new Set(improveRows(cases).map(({ stratum }) => stratum)).size, 2);
  });

  it('holds out no row that stands in the prompt, nor one like it', () => {
    const rows = [
      ...labelledRows(60),
      row('shown', 'The green kettle came without its lid.'),
      row('like it', 'the green kettle came without its lid'),
      row('short', 'green kettle'),
    ];
    const known = rowsInPrompt('Sort.\nInput: The green kettle\ncame without its lid.\nAnswer: damaged', rows);
    assert.deepEqual([...known], ['shown', 'like it']);
    const { working } = splitRows(rows, { sides: 2, known });
    assert.ok(working.includes('shown') && working.includes('like it'));
    assert.equal(splitRows(rows, { sides: 2, known }).heldOut.length >= 39, true);
  });
});
