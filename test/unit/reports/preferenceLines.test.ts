import assert from 'node:assert/strict';
import { preferenceLines } from '../../../src/core/reports/preferenceLines.ts';
import type { DuelFigures, JudgeLeaning, PreferenceFigures } from '../../../src/core/results/preferenceFigures.ts';
import type { PreferenceRanking } from '../../../src/core/results/preferenceRanking.ts';

const duel: DuelFigures = {
  ...{ target: 'B', base: 'A', cases: 50, wins: 24, losses: 14, ties: 12, same: 0, points: 30 },
  rate: { rate: 0.6, interval: { low: 0.462, high: 0.724 }, p: 0.14 },
  p: 0.14,
  looks: 1,
};

const figures = (more: Partial<PreferenceFigures>): PreferenceFigures => ({
  name: 'Is friendlier',
  duels: [],
  judges: [],
  open: 0,
  ...more,
});
const said = (more: Partial<PreferenceFigures>) => preferenceLines(figures(more), (name) => `<${name}>`);
const duelLine = (more: Partial<DuelFigures>) => said({ duels: [{ ...duel, ...more }] }).join();

describe('who is liked better', () => {
  it('is told with the counts, the share and whether it is settled', () => {
    assert.equal(
      duelLine({}),
      '<B> preferred in 24, <A> in 14, no difference in 12 of 50 (60.0%, 46.2 to 72.4; p = 0.14): not settled.',
    );
    assert.match(duelLine({ p: 0.05 }), /; p = 0\.05\): <B> is liked better\.$/);
    assert.match(duelLine({ p: 0.051 }), /: not settled\.$/);
    assert.match(duelLine({ p: 0.0004, wins: 3, losses: 30 }), /; p < 0\.001\): <A> is liked better\.$/);
  });

  it('says for how many comparisons it is corrected, and where answers are the same', () => {
    assert.match(duelLine({ looks: 3 }), /p = 0\.14, corrected for 3 comparisons\)/);
    assert.match(duelLine({ same: 2 }), /not settled\. In 2 the answers are the same\.$/);
  });

  it('has no share without a case', () => {
    const none = { cases: 0, wins: 0, losses: 0, ties: 0, rate: undefined, p: 1 };
    assert.equal(duelLine(none), '<B> preferred in 0, <A> in 0, no difference in 0 of 0 (p = 1): not settled.');
  });
});

describe('what could not be compared', () => {
  it('is counted', () => {
    assert.deepEqual(said({ open: 1 }), ['1 answer could not be compared and is in no figure.']);
    assert.deepEqual(said({ open: 2 }), ['2 answers could not be compared and are in no figure.']);
    assert.deepEqual(said({}), []);
  });
});

describe('a ranking in words', () => {
  const rankingLines = (ranking: PreferenceRanking) => said({ ranking });
  const pair = (better: string, other: string, isApart: boolean) => ({
    better,
    other,
    chance: 0.55,
    interval: { low: 0.4, high: 0.7 },
    p: isApart ? 0.01 : 0.5,
    isApart,
  });

  it('has the best first, who cannot be told apart, and who is behind whom', () => {
    const pairs = [pair('a', 'b', false), pair('a', 'c', true), pair('b', 'c', true)];
    assert.deepEqual(rankingLines({ type: 'ranked', order: ['a', 'b', 'c'], pairs }), [
      'Best first: 1. <a>  2. <b>  3. <c>',
      '<a> and <b> cannot be told apart yet: <a> would be preferred in 55.0%, 40.0 to 70.0.',
      '<c> is behind <a> and <b>.',
    ]);
  });

  it('says why there is none', () => {
    assert.deepEqual(rankingLines({ type: 'unbeaten', targets: ['a'] }), [
      '<a> has never lost to the others, so no ranking can be worked out: compare more cases.',
    ]);
    assert.deepEqual(rankingLines({ type: 'unbeaten', targets: ['a', 'b', 'c'] }), [
      '<a>, <b> and <c> have never lost to the others, so no ranking can be worked out: compare more cases.',
    ]);
    assert.deepEqual(
      rankingLines({
        type: 'unconnected',
        groups: [
          ['a', 'b'],
          ['x', 'y', 'z'],
        ],
      }),
      ['These were never compared with each other, so there is no ranking of all: <a> and <b>; <x>, <y> and <z>.'],
    );
  });
});

describe('how a judge leans', () => {
  type Orders = JudgeLeaning['orders'];
  const orders: Orders = {
    ...{ pairs: 40, same: 40, sameInterval: undefined, firstShare: 0.5, flipsToFirst: 0, flipsToSecond: 0, p: 1 },
    orderEffect: undefined,
    strict: { a: 20, b: 20, ties: 0 },
    ...{ strictRate: 0.5, strictInterval: undefined, meanScore: 0.5 },
  };
  const noLength: JudgeLeaning['length'] = {
    pairs: 0,
    longerWon: 0,
    longerShare: undefined,
    longerInterval: undefined,
    ...{ rateAtEqualLength: undefined, intercept: undefined, slope: undefined },
  };
  const judged = (leaning: Partial<JudgeLeaning>) =>
    said({ judges: [{ judge: 'j', orders, length: noLength, ...leaning }] }).join('\n');
  const flipped = (flipsToFirst: number, flipsToSecond: number, p: number) =>
    judged({ orders: { ...orders, flipsToFirst, flipsToSecond, p } });
  const start = 'Asked both ways round, <j> changed its mind in';

  it('to a place is told only where it changed its mind often enough', () => {
    assert.equal(judged({}), `${start} 0 of 40.`);
    assert.equal(flipped(1, 0, 1), `${start} 1 of 40, towards the first: too few to tell whether it favours a place.`);
    assert.equal(
      flipped(0, 5, 0.06),
      `${start} 5 of 40, each time towards the second: too few to tell whether it favours a place.`,
    );
    assert.equal(
      flipped(4, 2, 0.69),
      `${start} 6 of 40, 4 times towards the first (p = 0.69): no sign that it favours a place.`,
    );
    assert.equal(flipped(2, 9, 0.05), `${start} 11 of 40, 9 times towards the second: it favours what stands second.`);
  });

  it('to a place has its worth, with an interval on both sides', () => {
    const place = { strengths: [0, 0], firstBonus: Math.log(2), firstBonusError: 0.2 };
    const leaning = (flipsToFirst: number, flipsToSecond: number) =>
      judged({ orders: { ...orders, flipsToFirst, flipsToSecond, p: 0.01 }, place });
    // The odds are 2 to 1, times or by exp(1.96 * 0.2) = 1.48.
    assert.match(
      leaning(9, 1),
      /stands first \(of two equal answers it would choose that in 66\.7%, 57\.5 to 74\.7\)\.$/,
    );
    assert.match(
      leaning(1, 9),
      /stands second \(of two equal answers it would choose that in 33\.3%, 25\.3 to 42\.5\)\.$/,
    );
  });

  it('to length is told where its interval leaves the half', () => {
    const length = (longerWon: number, low: number, high: number) =>
      judged({
        length: { ...noLength, pairs: 20, longerWon, longerShare: longerWon / 20, longerInterval: { low, high } },
      }).split('\n')[1];
    const counts = (won: number, share: string) =>
      `<j> chose the longer answer in ${won} of 20 that it decided (${share})`;
    assert.equal(
      length(17, 0.64, 0.948),
      `${counts(17, '85.0%, 64.0 to 94.8')}: it favours length, or longer is better here; people's choices on the same pairs tell.`,
    );
    assert.equal(
      length(3, 0.052, 0.36),
      `${counts(3, '15.0%, 5.2 to 36.0')}: it favours brevity, or shorter is better here; people's choices on the same pairs tell.`,
    );
    assert.equal(length(14, 0.5, 0.85), `${counts(14, '70.0%, 50.0 to 85.0')}: no sign that it favours length.`);
    assert.equal(length(6, 0.15, 0.5), `${counts(6, '30.0%, 15.0 to 50.0')}: no sign that it favours length.`);
  });
});
