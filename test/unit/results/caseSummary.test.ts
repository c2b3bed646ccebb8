import assert from 'node:assert/strict';
import type { Cost } from '../../../src/core/pricing/cost.ts';
import { caseSummary, shortTarget } from '../../../src/core/results/caseSummary.ts';
import type { TargetResult } from '../../../src/core/results/suiteResults.ts';
import { finishedRun } from '../../support/finishedRun.ts';

const [cell] = Object.values(finishedRun(['a'], ['x'], () => ({})).cells);
const costing = (amount: number, basis: Cost['basis'] = 'estimated', atLeast = false): Cost => ({
  amount,
  basis,
  atLeast,
});

function result(target: string, outcome: TargetResult['outcome'], more: Partial<TargetResult> = {}): TargetResult {
  return { target, outcome, isFlaky: false, passed: 0, repeats: 1, runId: 'r', cells: [], ...more };
}

const paid = (cost: Cost | null) => {
  assert.ok(cell);
  const { cost: _own, ...unpriced } = cell;
  return result('x/a', 'pass', { cells: [cost === null ? unpriced : { ...unpriced, cost }] });
};

const line = (results: readonly TargetResult[], hasNames?: boolean) => {
  const { segments, tail } = caseSummary(results, hasNames);
  return [...segments.map(({ text }) => text), tail].join(' ');
};

describe('the line of a case', () => {
  it('has a sign for every way in which an answer ends, and a word where the sign is not known to all', () => {
    const said = (outcome: TargetResult['outcome']) => line([result('x/a', outcome)]);
    assert.deepEqual(
      (
        [
          'pass',
          'fail',
          'running',
          'error',
          'refused',
          'truncated',
          'ungraded',
          'unchecked',
          'skipped',
          'cancelled',
        ] as const
      ).map(said),
      [
        '✓ a 1/1',
        '✗ a 0/1',
        '◌ a 0/1',
        '! a error 0/1',
        '⊘ a refused 0/1',
        '… a truncated 0/1',
        '? a ungraded 0/1',
        '· a unchecked 0/1',
        '– a skipped 0/1',
        '– a cancelled 0/1',
      ],
    );
  });

  it('names up to five models, and counts the outcomes of more, or of all where names are not wanted', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map((name) => result(`x/${name}`, 'pass'));
    assert.equal(line(five), '✓ a ✓ b ✓ c ✓ d ✓ e 5/5');
    const six = [...five, result('x/f', 'error')];
    assert.equal(line(six), '✓ 5 ! 1 error 5/6');
    assert.equal(line([result('x/a', 'fail'), result('x/b', 'pass'), result('x/c', 'fail')], false), '✗ 2 ✓ 1 1/3');
  });

  it('says what it cost, and never takes an unknown cost for nothing', () => {
    assert.equal(line([paid(costing(0.25))]), '✓ a 1/1  ~$0.25');
    assert.equal(line([paid(costing(0.25, 'reported'))]), '✓ a 1/1  $0.25');
    assert.equal(line([paid(null)]), '✓ a 1/1  cost unknown');
    assert.equal(line([paid(costing(0.25, 'reported', true))]), '✓ a 1/1  ≥ $0.25');
    assert.equal(line([paid(costing(0.25)), paid(null)]), '✓ a ✓ a 2/2  ≥ ~$0.25');
  });

  it('says that a result is old as soon as one of them is', () => {
    const [fresh, old] = [result('x/a', 'pass'), result('x/b', 'pass', { staleness: 'prompt' })];
    assert.deepEqual([line([fresh, old]), caseSummary([fresh, old]).isStale], ['✓ a ✓ b 2/2  stale', true]);
    assert.equal(caseSummary([fresh]).isStale, false);
  });
});

describe('the short name of a target', () => {
  it('is what stands behind the last slash, or all of it', () => {
    assert.deepEqual(['openai/gpt', 'openrouter/meta/llama', 'route', 'odd/'].map(shortTarget), [
      'gpt',
      'llama',
      'route',
      'odd/',
    ]);
  });
});
