import assert from 'node:assert/strict';
import { decideMigration, type MigrationEvidence } from '../../../src/core/migration/migrationVerdict.ts';
import type { Figure, FigureComparison } from '../../../src/core/results/figureComparisons.ts';
import type { PairedComparison } from '../../../src/core/stats/compareOutcomes.ts';

/** The new model b against the old one a, over 100 cases of which both pass 80: as good, by a margin of two points. */
const asGood: PairedComparison = {
  ...{ both: 80, onlyLeft: 0, onlyRight: 0, neither: 20, cases: 100 },
  ...{ difference: 0, low: -0.01, high: 0.01, p: 1, adjusted: 1, looks: 1, moreCases: undefined },
};
const better: PairedComparison = { ...asGood, difference: 0.12, low: 0.05, high: 0.19, p: 0.001, adjusted: 0.001 };
const worse: PairedComparison = { ...asGood, difference: -0.12, low: -0.19, high: -0.05, p: 0.001, adjusted: 0.001 };
const open: PairedComparison = {
  ...asGood,
  difference: -0.01,
  low: -0.09,
  high: 0.07,
  p: 0.9,
  adjusted: 0.9,
  moreCases: 4321,
};

/** A figure of b less that of a for each case, in USD or milliseconds. */
const figure = (name: Figure, low: number, high: number): FigureComparison => ({
  ...{ figure: name, left: 'b', right: 'a', cases: 100, mean: (low + high) / 2, low, high },
});
const cheaper = figure('cost', -0.007, -0.005);
const dearer = figure('cost', 0.003, 0.005);
const faster = figure('time', -600, -200);
const slower = figure('time', 200, 600);
const noise = [figure('cost', -0.001, 0.001), figure('time', -100, 100)];

function verdict(comparison: PairedComparison, more: Partial<MigrationEvidence> = {}): string {
  const { decision, sentence } = decideMigration({
    ...{ from: 'a', to: 'b', comparison, figures: noise, groups: [], costPerCase: 0.01, margin: 0.02 },
    unjudged: { cases: 0, passedBefore: 0 },
    ...more,
  });
  return `${decision}. ${sentence}`;
}

describe('whether to migrate', () => {
  it('is yes where the new model passes more, with what else it gains or loses', () => {
    assert.equal(verdict(better), 'switch. Switch: b passes 12.0 points more in 100 cases.');
    assert.equal(
      verdict(better, { figures: [cheaper, slower] }),
      'switch. Switch: b passes 12.0 points more in 100 cases and costs 60% less, but takes 0.40 s more.',
    );
    assert.equal(
      verdict(better, { figures: [cheaper, faster] }),
      'switch. Switch: b passes 12.0 points more in 100 cases and costs 60% less and takes 0.40 s less.',
    );
  });

  it('is no where it passes less, whatever it gains', () => {
    assert.equal(verdict(worse), 'stay. Do not switch: b passes 12.0 points less in 100 cases.');
    assert.equal(
      verdict(worse, { figures: [cheaper, slower] }),
      'stay. Do not switch: b passes 12.0 points less in 100 cases, though it costs 60% less.',
    );
  });

  it('goes by money and time where it is as good', () => {
    const same = 'b passes as many cases (at most 1.0 points less, at 95%)';
    assert.equal(verdict(asGood, { figures: [cheaper] }), `switch. Switch: ${same} and costs 60% less.`);
    assert.equal(verdict(asGood, { figures: [dearer] }), `stay. Do not switch: ${same} and costs 40% more.`);
    assert.equal(
      verdict(asGood),
      `stay. Do not switch: ${same}, and is neither cheaper nor faster by more than noise.`,
    );
    assert.equal(
      verdict(asGood, { figures: [cheaper, slower] }),
      `undecided. Your choice: ${same} and costs 60% less, but takes 0.40 s more.`,
    );
    assert.equal(
      verdict({ ...asGood, low: 0.01 }, { figures: [faster] }),
      'switch. Switch: b passes as many cases (at most 0.0 points less, at 95%) and takes 0.40 s less.',
    );
  });

  it('takes a margin for as good up to its edge', () => {
    assert.match(verdict({ ...asGood, low: -0.02 }), /^stay\. Do not switch: b passes as many/);
    assert.match(verdict({ ...asGood, low: -0.021 }), /^undecided\. Not enough cases: b may pass 2\.1 points less;/);
  });

  it('is open where the cases do not tell, and says how many more would', () => {
    // The bound lies 8 points off and there is room for 1: 64 times as many cases. The difference that was seen would need fewer.
    assert.equal(
      verdict(open),
      'undecided. Not enough cases: b may pass 9.0 points less; about 4,400 more cases would settle it.',
    );
    assert.equal(
      verdict({ ...open, moreCases: undefined }),
      'undecided. Not enough cases: b may pass 9.0 points less; about 6,300 more cases would settle it.',
    );
    assert.equal(
      verdict({ ...open, difference: -0.05, moreCases: 1 }),
      'undecided. Not enough cases: b may pass 9.0 points less; about 1 more case would settle it.',
    );
  });

  it('is open with fewer than five cases', () => {
    assert.equal(
      verdict({ ...better, cases: 4 }),
      'undecided. Not enough cases: b and a were both graded on 4, it takes at least 5.',
    );
    assert.match(verdict({ ...better, cases: 5 }), /^switch/);
  });

  it('is no where a group of cases loses, even when the whole does not', () => {
    const groups = [
      { key: 'language', value: 'de', comparison: { ...worse, cases: 30 } },
      { key: 'language', value: 'en', comparison: { ...better, cases: 70 } },
    ];
    const sentence = 'stay. Do not switch: b passes 12.0 points less where language is de (30 cases).';
    assert.equal(verdict(asGood, { groups, figures: [cheaper] }), sentence);
    assert.equal(verdict(better, { groups }), sentence);
    const noisy = [{ key: 'language', value: 'de', comparison: open }];
    assert.match(verdict(better, { groups: noisy }), /^switch/);
  });

  it('is never yes where the new model may lose cases on which it has no verdict', () => {
    const unjudged = { cases: 10, passedBefore: 9 };
    assert.equal(
      verdict(better, { unjudged }),
      'undecided. Not enough is known: b has no verdict on 10 of 110 cases, of which a passes 9.',
    );
    assert.match(verdict(worse, { unjudged }), /^stay/);
    assert.match(
      verdict(better, { unjudged: { cases: 10, passedBefore: 0 } }),
      /^switch/,
      'a does not pass them either',
    );
    // 5 points better at least, less 5 of 105 cases: no worse than before.
    assert.match(verdict(better, { unjudged: { cases: 5, passedBefore: 5 } }), /^switch/);
  });

  it('says how many times as much it costs from twice on, and no share of nothing', () => {
    const costing = (mean: number, costPerCase = 0.01) =>
      verdict(asGood, { figures: [figure('cost', mean - 0.001, mean + 0.001)], costPerCase });
    assert.match(costing(0.0099), / costs 99% more\.$/);
    assert.match(costing(0.01), / costs 2 times as much\.$/);
    assert.match(costing(0.0153), / costs 2\.5 times as much\.$/);
    assert.match(costing(1.23), / costs 124 times as much\.$/);
    assert.match(costing(0.01, 0), / and costs more\.$/);
    assert.match(costing(-0.01, 0), / and costs less\.$/);
  });
});
