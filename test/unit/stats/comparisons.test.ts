import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  adjustComparisons,
  compareOutcomes,
  isSignificant,
  type OutcomePair,
} from '../../../src/core/stats/compareOutcomes.ts';
import { describeComparison } from '../../../src/core/stats/describeComparison.ts';
import { holm } from '../../../src/core/stats/holm.ts';
import { mcnemar } from '../../../src/core/stats/mcnemar.ts';
import { normalCdf, normalQuantile } from '../../../src/core/stats/normal.ts';
import { pairedDifference } from '../../../src/core/stats/pairedDifference.ts';
import { moreCases } from '../../../src/core/stats/sampleSize.ts';

/** As many pairs of each kind: both pass, only the left, only the right, neither. */
function pairs(both: number, onlyLeft: number, onlyRight: number, neither: number): readonly OutcomePair[] {
  const kinds: readonly (readonly [number, boolean, boolean])[] = [
    [both, true, true],
    [onlyLeft, true, false],
    [onlyRight, false, true],
    [neither, false, false],
  ];
  return kinds.flatMap(([count, left, right]) => Array.from({ length: count }, () => ({ left, right })));
}

const names = { left: 'luna', right: 'haiku' };
const count = fc.nat(300);

describe('normal distribution', () => {
  it('knows its usual quantiles, and that there is none for a certainty', () => {
    assert.equal(normalQuantile(0.975)?.toFixed(12), '1.959963984540');
    assert.equal(normalQuantile(0.025)?.toFixed(12), '-1.959963984540');
    assert.deepEqual([0, 1, Number.NaN].map(normalQuantile), [undefined, undefined, undefined]);
  });

  it('makes no number of none', () => {
    assert.deepEqual([Number.NaN, 0, 9, -9].map(normalCdf), [Number.NaN, 0.5, 1, 0]);
  });

  it('has a quantile for every probability that comes back to it', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (probability) => {
        const again = normalCdf(normalQuantile(probability) ?? Number.NaN);
        assert.ok(Math.abs(again - probability) < 1e-14, `${again}, not ${probability}`);
      }),
    );
  });
});

describe("McNemar's exact test", () => {
  it('doubles the smaller tail of a fair coin', () => {
    assert.deepEqual([mcnemar(0, 4), mcnemar(7, 1), mcnemar(1, 7)], [0.125, 0.0703125, 0.0703125]);
  });

  it('finds nothing where as many, or none, passed on one side alone', () => {
    assert.deepEqual([mcnemar(0, 0), mcnemar(5, 5)], [1, 1]);
  });

  it('stays a probability over thousands of pairs', () => {
    assert.equal(mcnemar(50_000, 51_000).toPrecision(6), '0.00166963');
    assert.equal(mcnemar(0, 5000), 0);
  });
});

describe('difference of paired rates', () => {
  it('turns around with its sides', () => {
    fc.assert(
      fc.property(count, count, count, count, (both, onlyLeft, onlyRight, neither) => {
        fc.pre(both + onlyLeft + onlyRight + neither > 0);
        const found = pairedDifference({ both, onlyLeft, onlyRight, neither });
        const turned = pairedDifference({ both, onlyLeft: onlyRight, onlyRight: onlyLeft, neither });
        assert.ok(found && turned);
        assert.ok(-1 <= found.low && found.low <= found.difference && found.high <= 1);
        assert.ok(Math.abs(found.low + turned.high) < 1e-12 && Math.abs(found.high + turned.low) < 1e-12);
      }),
    );
  });

  it('is not defined without cases', () => {
    assert.equal(pairedDifference({ both: 0, onlyLeft: 0, onlyRight: 0, neither: 0 }), undefined);
  });
});

describe("Holm's correction", () => {
  it('keeps the order given, and never lets a larger p end up smaller', () => {
    assert.deepEqual(
      holm([0.01, 0.04, 0.03, 0.005]).map((p) => p.toFixed(2)),
      ['0.03', '0.06', '0.06', '0.02'],
    );
    assert.deepEqual(holm([]), []);
  });

  it('changes nothing when there is one look', () => {
    assert.deepEqual(holm([0.03]), [0.03]);
  });
});

describe('cases that would settle a difference', () => {
  it('are counted beyond those that were seen', () => {
    assert.equal(moreCases({ onlyLeft: 10, onlyRight: 3, cases: 120 }), 128);
  });

  it('are no number where no difference is seen', () => {
    assert.equal(moreCases({ onlyLeft: 8, onlyRight: 8, cases: 100 }), undefined);
  });

  it('are none when there are enough', () => {
    assert.equal(moreCases({ onlyLeft: 40, onlyRight: 5, cases: 100 }), 0);
  });
});

describe('compareOutcomes', () => {
  it('counts the pairs, left minus right, with its interval and its p', () => {
    const { low, high, ...rest } = compareOutcomes(pairs(90, 10, 5, 15));
    assert.deepEqual([low?.toFixed(4), high?.toFixed(4)], ['-0.0244', '0.1091']);
    assert.deepEqual(rest, {
      both: 90,
      onlyLeft: 10,
      onlyRight: 5,
      neither: 15,
      cases: 120,
      difference: 5 / 120,
      p: 0.3017578125,
      adjusted: 0.3017578125,
      looks: 1,
      moreCases: 443,
    });
  });

  it('has no difference to tell without cases', () => {
    const nothing = compareOutcomes([]);
    assert.deepEqual([nothing.difference, nothing.low, nothing.high, nothing.p], [undefined, undefined, undefined, 1]);
  });
});

describe('adjustComparisons', () => {
  const clear = compareOutcomes(pairs(50, 12, 2, 10));
  const unclear = compareOutcomes(pairs(90, 10, 5, 15));

  it('corrects for all looks: what is a difference alone may be noise among several', () => {
    const [first] = adjustComparisons([clear, unclear, unclear, unclear]);
    assert.ok(first);
    assert.deepEqual([isSignificant(clear), isSignificant(first)], [true, false]);
    assert.deepEqual([first.p, first.adjusted, first.looks], [clear.p, clear.p * 4, 4]);
    assert.ok(Number(first.moreCases) > 0);
  });

  it('asks for more cases the more one looks', () => {
    const [first] = adjustComparisons([unclear, unclear]);
    assert.ok(Number(first?.moreCases) > Number(unclear.moreCases));
  });

  it('widens the interval as it corrects p, so that the two never say different things', () => {
    const [first] = adjustComparisons([clear, unclear, unclear, unclear]);
    assert.ok(Number(clear.low) > 0 && Number(first?.low) <= 0, `${clear.low} ${first?.low}`);
    for (const both of [0, 40, 106])
      for (let onlyLeft = 0; onlyLeft <= 14; onlyLeft++)
        for (let onlyRight = 0; onlyRight <= 4; onlyRight++) {
          const found = compareOutcomes(pairs(both, onlyLeft, onlyRight, 10));
          for (const compared of [found, ...adjustComparisons([found, unclear, unclear])].slice(0, 2)) {
            const holdsZero = Number(compared.low) <= 0 && Number(compared.high) >= 0;
            const touchesZero = compared.low === 0 || compared.high === 0;
            assert.ok(holdsZero !== isSignificant(compared) || touchesZero, `${both} ${onlyLeft} ${onlyRight}`);
          }
        }
  });

  it('leaves a comparison without cases out of the count', () => {
    const [first, nothing] = adjustComparisons([clear, compareOutcomes([])]);
    assert.deepEqual([first?.looks, first?.adjusted, nothing?.looks], [1, clear.p, 1]);
  });

  it('keeps what else a comparison carries', () => {
    const [first] = adjustComparisons([{ ...clear, ...names }]);
    assert.equal(first?.left, 'luna');
  });
});

describe('describeComparison', () => {
  const sentence = (...counts: Parameters<typeof pairs>) =>
    describeComparison(compareOutcomes(pairs(...counts)), names);

  it('says how far a difference inside the noise is from being settled', () => {
    assert.equal(
      sentence(90, 10, 5, 15),
      'luna passes 4.2 points more than haiku in 120 cases (95%: -2.4 to 10.9; p = 0.3): inside the noise, about 450 more cases would settle it.',
    );
  });

  it('says when a difference is more than noise, from the left side', () => {
    assert.equal(
      sentence(60, 2, 20, 18),
      'luna passes 18.0 points less than haiku in 100 cases (95%: -26.6 to -9.2; p < 0.001): more than noise.',
    );
  });

  it('says how many comparisons were looked at', () => {
    const [first] = adjustComparisons([compareOutcomes(pairs(60, 2, 11, 18)), compareOutcomes(pairs(1, 1, 1, 1))]);
    assert.ok(first);
    assert.match(describeComparison(first, names), /; p = 0\.045, corrected for 2 comparisons\): more than noise\.$/);
  });

  it('never calls an equal number a proof', () => {
    assert.equal(sentence(100, 0, 0, 20), 'No difference seen between luna and haiku in 120 cases (95%: -2.6 to 2.6).');
    assert.equal(
      sentence(10, 10, 10, 10),
      'No difference seen between luna and haiku in 40 cases, each alone in 10 (95%: -20.9 to 20.9).',
    );
  });

  it('says when there is nothing to compare', () => {
    assert.equal(sentence(0, 0, 0, 0), 'luna and haiku have no graded case in common.');
  });

  it('asks for a few more cases where the formula has enough but the exact test does not', () => {
    const almost = compareOutcomes(pairs(0, 8, 1, 1));
    assert.deepEqual([almost.p.toFixed(3), almost.moreCases], ['0.039', undefined]);
    assert.match(
      describeComparison({ ...almost, adjusted: 0.06, moreCases: 0 }, names),
      /: inside the noise, a few more cases would settle it\.$/,
    );
  });
});
