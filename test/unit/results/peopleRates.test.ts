import assert from 'node:assert/strict';
import { answerDigest } from '../../../src/core/people/answerDigest.ts';
import { answerLabels } from '../../../src/core/people/answerLabels.ts';
import { describeRate, shortRate } from '../../../src/core/people/describeRate.ts';
import type { VerdictLine } from '../../../src/core/people/verdictLines.ts';
import { digestsOf, peopleRates } from '../../../src/core/results/peopleRates.ts';
import type { RunState } from '../../../src/core/run/state.ts';
import { finishedRun } from '../../support/finishedRun.ts';

const ids = Array.from({ length: 40 }, (_, index) => `case-${index}`);

/** A run whose checks pass the first 30 of 40 answers. */
function run(): RunState {
  const state = finishedRun(['one'], ids, (_model, prompt) => ({ answer: `about ${prompt}` }));
  const cells = Object.fromEntries(
    Object.entries(state.cells).map(([id, cell]) => {
      const outcome = ids.indexOf(cell.caseId) < 30 ? ('pass' as const) : ('fail' as const);
      return [id, { ...cell, verdict: { outcome, score: 1, reason: '', namedScores: {}, checks: [] } }];
    }),
  );
  return { ...state, cells };
}

function label(index: number, verdict: 'pass' | 'fail', heap = 'random'): VerdictLine {
  const answer = answerDigest({ prompt: `case-${index}` }, `about case-${index}`);
  return { id: `${index}`, answer, verdict, by: 'Ann', at: '2026-11-30T10:00:00Z', heap };
}

function rateBy(lines: readonly VerdictLine[]) {
  const state = run();
  return [...peopleRates(Object.values(state.cells), answerLabels(lines), digestsOf(state)).values()][0];
}

describe('what people would pass of a target’s answers', () => {
  const passes = Array.from({ length: 15 }, (_, index) => label(index, index < 12 ? 'pass' : 'fail'));
  const fails = Array.from({ length: 5 }, (_, index) => label(30 + index, index < 1 ? 'pass' : 'fail'));

  it('weighs labels by what the checks said, and says whose rate stands beside it', () => {
    const rate = rateBy([...passes, ...fails]);
    // 30 of 40 pass the checks, of which people pass 12 of 15; of the other 10 they pass 1 of 5.
    assert.equal(rate?.people?.rate.toFixed(4), (0.75 * 0.8 + 0.25 * 0.2).toFixed(4));
    assert.ok(rate);
    assert.match(
      describeRate(rate, 'the checks'),
      /^People would pass about 65% of all 40 answers \(\d+ to \d+%\), from 20 labels weighted by verdict; the checks pass 75% of them\.$/,
    );
    assert.match(shortRate(rate) ?? '', /^people: 65% \(\d+ to \d+%\)$/);
  });

  it('asks for a label of a verdict that has none, and for more where there are few', () => {
    const some = rateBy([
      ...passes,
      ...passes.slice(0, 5).map((each, index) => ({ ...label(15 + index, 'pass'), note: each.id })),
    ]);
    assert.match(
      some ? describeRate(some, 'the checks') : '',
      /is not known: no answer that the checks fail has a label that was drawn at random: judge some of them\.$/,
    );
    const few = rateBy([label(0, 'pass'), label(31, 'fail')]);
    assert.match(
      few ? describeRate(few, 'the checks') : '',
      /it takes 20 labels that were drawn at random, and there are 2\.$/,
    );
    assert.equal(few && shortRate(few), undefined);
  });

  it('is not told at all where people chose what they judged', () => {
    assert.equal(rateBy(passes.map((each) => ({ ...each, heap: 'disagreement' }))), undefined);
    assert.equal(rateBy([]), undefined);
  });
});
