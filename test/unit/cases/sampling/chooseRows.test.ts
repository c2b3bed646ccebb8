import assert from 'node:assert/strict';
import { Reservoir } from '../../../../src/core/cases/randomPlaces.ts';
import { chooseRows } from '../../../../src/core/cases/sampling/chooseRows.ts';
import { groupNearDuplicates } from '../../../../src/core/cases/sampling/nearDuplicates.ts';
import { sampleReport } from '../../../../src/core/cases/sampling/sampleReport.ts';

describe('groupNearDuplicates', () => {
  it('joins requests that differ in capitals, numbers and one word, and no strangers', () => {
    const texts = [
      'Where is my order 20418? I paid last week.',
      'where is my order 99?  I paid last week.',
      'Where is my order 5? I paid last month.',
      'Do you repair hub gears on Tuesdays?',
    ];
    const groups = groupNearDuplicates(texts).map(({ members }) => members.toSorted());
    assert.deepEqual(groups, [[0, 1, 2], [3]]);
  });

  it('puts the request in the middle first, not the one that came first', () => {
    const texts = [
      'please tell me where my order 1 is now',
      ...Array.from({ length: 5 }, (_item, index) => `tell me where my order ${index} is`),
    ];
    const [group] = groupNearDuplicates(texts);
    assert.equal(group?.members.length, 6);
    assert.notEqual(group?.members[0], 0);
  });
});

describe('chooseRows', () => {
  const common = Array.from({ length: 900 }, (_item, index) => ({
    text: `Where is my order number ${index}, it is late?`,
    stratum: 'a',
  }));
  const rare = [
    'Do you repair hub gears?',
    'Please cancel everything now.',
    'Kann ich mit Karte zahlen?',
    'Le cadre est fissuré.',
  ].map((text) => ({ text, stratum: 'b' }));
  const log = [...common, ...rare];

  it('finds the rare requests that chance would miss', () => {
    const texts = chooseRows(log, 12, 7).rows.map(({ place }) => log[place]?.text);
    for (const { text } of rare) assert.ok(texts.includes(text), text);
  });

  it('draws from every stratum, with weights that sum up to the log', () => {
    const random = chooseRows(log, 12, 7).rows.flatMap((row) => (row.part === 'random' ? [row] : []));
    assert.equal(random.length, 6);
    assert.ok(random.some(({ place }) => log[place]?.stratum === 'b'));
    assert.ok(Math.abs(random.reduce((sum, { weight }) => sum + weight, 0) - log.length) < 1e-9);
  });

  it('gives each stratum its share, at least one row and never more than it has', () => {
    const strata = (sizes: readonly number[]) =>
      sizes.flatMap((size, stratum) =>
        Array.from({ length: size }, (_item, index) => ({
          text: `${stratum} ${index}`.repeat(9),
          stratum: `${stratum}`,
        })),
      );
    const drawn = (sizes: readonly number[], count: number) => {
      const requests = strata(sizes);
      const random = chooseRows(requests, 2 * count, 7).rows.filter(({ part }) => part === 'random');
      return sizes.map(
        (_size, stratum) => random.filter(({ place }) => requests[place]?.stratum === `${stratum}`).length,
      );
    };
    assert.deepEqual(drawn([50, 30, 20], 10), [5, 3, 2]);
    // 4.5, 4.5 and 1: the remainder goes to the first of two that are equal.
    assert.deepEqual(drawn([45, 45, 10], 10), [5, 4, 1]);
    assert.deepEqual(drawn([97, 1, 1, 1], 10), [7, 1, 1, 1]);
    assert.deepEqual(drawn([2, 2, 2], 6), [2, 2, 2]);
  });

  it('chooses the same rows for the same seed, each once', () => {
    const [one, again, other] = [7, 7, 8].map((seed) => chooseRows(log, 12, seed).rows);
    assert.deepEqual(one, again);
    assert.notDeepEqual(one, other);
    assert.equal(new Set(one?.map(({ place }) => place)).size, one?.length);
  });

  it('says how much of the log is like no row', () => {
    const strangers = Array.from({ length: 10 }, (_item, index) => ({
      text: String.fromCharCode(97 + index).repeat(30),
      stratum: '',
    }));
    const chosen = chooseRows(strangers, 4, 1);
    assert.equal(chosen.covered, 4);
    assert.match(
      sampleReport(chosen, 1)[0] ?? '',
      /^These 4 rows stand for 10 cases in 10 groups.*; 60(\.0)?% of the cases are like no row here\.$/,
    );
  });

  it('gives all of a log that is smaller than the sample', () => {
    assert.equal(chooseRows(rare, 50, 1).rows.length, rare.length);
    assert.deepEqual(chooseRows([], 50, 1).rows, []);
  });
});

describe('Reservoir', () => {
  it('keeps each item with the same chance', () => {
    const counts = Array.from({ length: 20 }, () => 0);
    for (let seed = 1; seed <= 4_000; seed++) {
      const reservoir = new Reservoir<number>(5, seed * 7_919);
      for (let item = 0; item < 20; item++) reservoir.add(item);
      for (const item of reservoir.items()) counts[item] = (counts[item] ?? 0) + 1;
    }
    for (const count of counts) assert.ok(Math.abs(count - 1_000) < 130, counts.join(' '));
  });
});
