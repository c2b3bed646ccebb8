import assert from 'node:assert/strict';
import type { AnswerVerdict } from '../../../src/core/grading/verdict.ts';
import { outcomeOf, reasonOf } from '../../../src/core/results/outcome.ts';
import { summarizeRepeats } from '../../../src/core/results/repeats.ts';
import { addCosts, costOfCells, formatRunCost, type RunCost } from '../../../src/core/results/summary.ts';
import { warningGroups, warningText } from '../../../src/core/results/warningGroups.ts';
import type { CellState } from '../../../src/core/run/cellState.ts';
import { finishedRun } from '../../support/finishedRun.ts';

const [plain] = Object.values(finishedRun(['a'], ['x'], () => ({})).cells);
assert.ok(plain);
const done = plain;
const cell = (more: Partial<CellState>): CellState => ({ ...done, ...more });
const verdict = (outcome: AnswerVerdict['outcome'], more: Partial<AnswerVerdict> = {}): AnswerVerdict => ({
  outcome,
  score: 0,
  reason: 'as a whole',
  namedScores: {},
  checks: [],
  ...more,
});
const graded = (outcome: AnswerVerdict['outcome'], more: Partial<CellState> = {}) =>
  cell({ verdict: verdict(outcome), ...more });

describe('the outcome of a cell', () => {
  it('is how it ended, and what its checks and its end say of an answer', () => {
    const unchecked = verdict('pass', { isUnchecked: true });
    const table: readonly (readonly [CellState, string])[] = [
      [cell({ status: 'queued' }), 'skipped'],
      [cell({ status: 'waiting' }), 'skipped'],
      [cell({ status: 'streaming' }), 'skipped'],
      [cell({ status: 'retrying' }), 'skipped'],
      [cell({ status: 'failed' }), 'error'],
      [cell({ status: 'cancelled' }), 'cancelled'],
      [done, 'ungraded'],
      [graded('pass'), 'pass'],
      [graded('fail'), 'fail'],
      [graded('ungraded'), 'ungraded'],
      [graded('error'), 'error'],
      [cell({ verdict: unchecked }), 'unchecked'],
      [cell({ verdict: verdict('pass', { awaitsComparison: true }) }), 'ungraded'],
      [graded('pass', { finishReason: 'refusal' }), 'pass'],
      [graded('fail', { finishReason: 'refusal' }), 'refused'],
      [cell({ verdict: unchecked, finishReason: 'refusal' }), 'refused'],
      [cell({ finishReason: 'content-filter' }), 'refused'],
      [graded('pass', { finishReason: 'length' }), 'pass'],
      [graded('fail', { finishReason: 'length' }), 'truncated'],
      [cell({ verdict: unchecked, finishReason: 'length' }), 'truncated'],
    ];
    assert.deepEqual(
      table.map(([state]) => outcomeOf(state)),
      table.map(([, outcome]) => outcome),
    );
  });

  it('has the reason that a person looks for first', () => {
    const error = { code: 'overloaded', message: 'Busy.', hint: '', action: 'retry', retryable: true } as const;
    const checks = [
      { outcome: 'pass', score: 1, reason: 'fine' },
      { outcome: 'ungraded', score: 0, reason: 'no judge' },
      { outcome: 'fail', score: 0, reason: 'wrong' },
    ] as const;
    const { finishReason: _end, ...open } = done;
    assert.deepEqual(
      [
        cell({ error, verdict: verdict('fail') }),
        cell({ verdict: verdict('fail', { checks }) }),
        cell({ verdict: verdict('fail', { checks: checks.slice(0, 1) }) }),
        done,
        cell({ finishReason: 'length' }),
        { ...open, status: 'cancelled' as const },
        { ...open, status: 'queued' as const },
      ].map(reasonOf),
      ['Busy.', 'no judge', 'as a whole', 'It was not graded.', 'length', 'It was stopped.', 'It had no turn.'],
    );
  });
});

describe('repeats together', () => {
  const summary = (...cells: readonly CellState[]) => {
    const { outcome, passed, repeats, isFlaky } = summarizeRepeats(cells.map((one) => ({ cell: one, isLive: false })));
    return `${outcome} ${passed}/${repeats}${isFlaky ? ' flaky' : ''}`;
  };

  it('come to the worst of them, and are flaky where they both passed and failed', () => {
    const [pass, fail, error] = [graded('pass'), graded('fail'), cell({ status: 'failed' })];
    assert.equal(summary(pass, pass), 'pass 2/2');
    assert.equal(summary(pass, fail), 'fail 1/2 flaky');
    assert.equal(summary(pass, fail, error), 'error 1/3 flaky');
    assert.equal(summary(pass, error), 'error 1/2');
    assert.equal(summary(), 'skipped 0/0');
    assert.equal(summary(pass, cell({ status: 'queued' })), 'skipped 1/2');
    assert.equal(summary(cell({ status: 'queued' }), cell({ status: 'cancelled' })), 'cancelled 0/2');
    assert.equal(summary(done, graded('fail', { finishReason: 'length' })), 'truncated 0/2');
  });

  it('are under way while one of a live run has no end or no verdict', () => {
    const live = (state: CellState, isLive = true) => summarizeRepeats([{ cell: state, isLive }]).outcome;
    assert.deepEqual(
      [live(done), live(graded('pass')), live(cell({ verdict: verdict('pass', { awaitsComparison: true }) }))],
      ['running', 'pass', 'running'],
    );
    for (const status of ['queued', 'waiting', 'streaming', 'retrying'] as const)
      assert.deepEqual([live(cell({ status })), live(cell({ status }), false)], ['running', 'skipped']);
    assert.equal(live(cell({ status: 'failed' })), 'error');
  });
});

describe('what runs cost', () => {
  const cost = (amount: number, basis: 'estimated' | 'reported' | 'simulated' = 'estimated', atLeast = false) => ({
    cost: { amount, basis, atLeast },
  });
  const { cost: _cost, ...unpriced } = done;
  const told = (...cells: readonly CellState[]) => formatRunCost(costOfCells(cells));

  it('is said as what is known of it', () => {
    assert.deepEqual(
      [
        told(cell(cost(1)), cell(cost(2))),
        told(cell(cost(1, 'reported')), cell(cost(2, 'reported'))),
        told(cell(cost(1, 'reported')), cell(cost(2))),
        told(cell(cost(1)), unpriced),
        told(cell(cost(1, 'estimated', true))),
        told(unpriced),
        told(cell(cost(3, 'simulated'))),
        told(cell(cost(3, 'simulated')), cell(cost(1))),
        told(cell({ ...cost(5), cached: true })),
        told(),
        told({ ...unpriced, status: 'failed', text: '' }),
        told({ ...unpriced, status: 'failed', text: 'half' }),
        told(cell({ ...cost(5), status: 'cancelled' })),
      ],
      [
        '~$3.00',
        '$3.00',
        '~$3.00',
        'at least ~$1.00',
        'at least ~$1.00',
        'cost unknown',
        '~$3.00 simulated',
        '~$1.00',
        '$0 (cached)',
        '$0',
        '$0',
        'cost unknown',
        '$0',
      ],
    );
  });

  it('has the judges in it, told apart, and what of them nobody knows', () => {
    const judging = {
      calls: 2,
      cached: 0,
      cost: { amount: 0.5, basis: 'estimated', atLeast: false } as const,
      unknownCost: 1,
    };
    const found = costOfCells([cell({ ...cost(1), judging })]);
    assert.deepEqual([found.amount, found.judges, found.known, found.unknown, found.atLeast], [1.5, 0.5, 2, 1, true]);
  });

  it('is added up figure by figure', () => {
    const one: RunCost = {
      amount: 1,
      judges: 0.5,
      known: 2,
      cached: 1,
      simulated: 3,
      unknown: 0,
      atLeast: false,
      reported: true,
    };
    const none: RunCost = {
      amount: 0,
      judges: 0,
      known: 0,
      cached: 4,
      simulated: 0,
      unknown: 1,
      atLeast: true,
      reported: false,
    };
    assert.deepEqual(addCosts([one, one]), {
      amount: 2,
      judges: 1,
      known: 4,
      cached: 2,
      simulated: 6,
      unknown: 0,
      atLeast: false,
      reported: true,
    });
    assert.deepEqual(addCosts([one, none]), { ...one, cached: 5, unknown: 1, atLeast: true });
    assert.equal(addCosts([one, { ...one, reported: false }]).reported, false);
    assert.deepEqual([addCosts([]).reported, addCosts([none]).reported], [false, false]);
  });
});

describe('warnings of a target', () => {
  it('are told once, with the answers that they concern, most of them first', () => {
    const warning = (field: string, message = field) => ({ field, action: 'dropped' as const, message });
    const [seed, topK] = [warning('seed'), warning('topK')];
    const groups = warningGroups([
      { warnings: [seed, seed] },
      { warnings: [topK, seed] },
      { warnings: [warning('seed', 'other')] },
      { warnings: [] },
    ]);
    assert.deepEqual(groups.map(warningText), [
      'seed (2 of 4 answers)',
      'topK (1 of 4 answers)',
      'other (1 of 4 answers)',
    ]);
    assert.equal(groups.at(0)?.of, 4);
    assert.deepEqual(warningGroups([{ warnings: [seed] }]).map(warningText), ['seed (1 of 1 answer)']);
  });
});
