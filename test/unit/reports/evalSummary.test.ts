import assert from 'node:assert/strict';
import type { EvalCase } from '../../../src/core/dataset/suite.ts';
import { formatEvalSummary, formatEvalTable } from '../../../src/core/reports/evalSummary.ts';
import { type EvalReport, evalReport } from '../../../src/core/results/evalReport.ts';
import type { Judging } from '../../../src/core/run/account.ts';
import type { RunState } from '../../../src/core/run/state.ts';
import { evalCase } from '../../support/evalCase.ts';
import { finishedRun } from '../../support/finishedRun.ts';

const checked: Partial<EvalCase> = { checks: [{ type: 'contains', value: 'ok', negated: false }] };

function reportOf(state: RunState, caseFor: (id: string) => EvalCase = (id) => evalCase(id, checked)): EvalReport {
  return evalReport(state, new Map(Object.values(state.cells).map(({ id, caseId }) => [id, caseFor(caseId)])));
}

const passing = (prompts: readonly string[]) => finishedRun(['a', 'b'], prompts, () => ({ passed: true }));

/** The lines behind the table: the remarks. */
const remarks = (report: EvalReport) =>
  formatEvalTable(report)
    .split('\n')
    .slice(1 + report.targets.length, -1);

/** A run in which model a gives these prompts no verdict, as where they have no check. */
function uncheckedRun(prompts: readonly string[], unchecked: readonly string[]): RunState {
  const state = passing(prompts);
  const cells = Object.entries(state.cells).map(([id, cell]) => {
    const verdict = { outcome: 'pass', score: 1, reason: '', namedScores: {}, checks: [], isUnchecked: true } as const;
    return [id, cell.target === 'fake/a' && unchecked.includes(cell.caseId) ? { ...cell, verdict } : cell] as const;
  });
  return { ...state, cells: Object.fromEntries(cells) };
}

describe('answers that no check looked at', () => {
  it('are counted for the targets that have some', () => {
    const report = reportOf(uncheckedRun(['1', '2', '3'], ['2', '3']));
    assert.deepEqual(remarks(report), ['fake/a  2 of 3 rows have no check and are in no rate']);
  });

  it('are one line where the suite has no checks at all', () => {
    const bare = reportOf(uncheckedRun(['1', '2'], ['1', '2']), (id) => evalCase(id));
    assert.deepEqual(remarks(bare), ['nothing was judged: the suite has no checks']);
  });
});

describe('answers that wait for a person', () => {
  it('are counted, with the next step once', () => {
    const report = reportOf(passing(['1', '2', '3']));
    const targets = report.targets.map((target, index) => ({ ...target, waiting: index + 1 }));
    assert.deepEqual(remarks({ ...report, targets }), [
      'fake/a  1 of 3 rows wait for a person and are in no rate',
      'fake/b  2 of 3 rows wait for a person and are in no rate',
      'Judge them in the results table; a verdict given elsewhere counts after: polyprompt rescore latest',
    ]);
    assert.deepEqual(remarks(report), []);
  });
});

describe('the line about judges', () => {
  const judged = (judging: Partial<Judging>) =>
    remarks({
      ...reportOf(passing(['1'])),
      judging: { calls: 12, cached: 0, cost: null, unknownCost: 0, ...judging },
    }).join();
  const cost = (amount: number, basis: 'estimated' | 'reported' | 'simulated', atLeast = false) => ({
    cost: { amount, basis, atLeast },
  });

  it('has their calls, how many cost nothing, and their part of the cost', () => {
    assert.equal(judged({}), 'judges: 12 calls');
    assert.equal(judged({ calls: 1, cached: 1 }), 'judges: 1 call, 1 of them cached');
    assert.equal(judged(cost(0.25, 'estimated')), 'judges: 12 calls, ~$0.25 of the cost');
    assert.equal(
      judged({ cached: 3, ...cost(0.25, 'reported') }),
      'judges: 12 calls, 3 of them cached, $0.25 of the cost',
    );
    assert.equal(judged(cost(0.25, 'simulated')), 'judges: 12 calls, ~$0.25 simulated');
  });

  it('never takes an unknown cost for nothing', () => {
    assert.equal(judged({ unknownCost: 2 }), 'judges: 12 calls, cost unknown');
    assert.equal(judged({ unknownCost: 2, ...cost(0.25, 'reported') }), 'judges: 12 calls, at least $0.25 of the cost');
    assert.equal(judged(cost(0.25, 'estimated', true)), 'judges: 12 calls, at least ~$0.25 of the cost');
  });
});

describe('the rows that did not pass', () => {
  it('are listed up to twenty, and the rest is counted', () => {
    const prompts = Array.from({ length: 22 }, (_, index) => `row ${index}`);
    const failing = (failed: number) =>
      finishedRun(['a'], prompts, (_model, prompt) => ({ passed: prompts.indexOf(prompt) >= failed }));
    const listed = (failed: number) =>
      formatEvalSummary(reportOf(failing(failed)))
        .split('\n')
        .filter((line) => /^FAIL|^ {2}and/.test(line));
    assert.equal(listed(20).length, 20);
    assert.match(listed(20)[19] ?? '', /^FAIL {2}fake\/a {2}row 19: /);
    assert.deepEqual(listed(22).slice(20), ['  and 2 more']);
    assert.deepEqual(listed(0), []);
  });
});

describe('the pass rate that people would give', () => {
  it('stands behind the target whose answers they judged', () => {
    const report = reportOf(passing(['1', '2']));
    const people = { answers: 2, judgePassed: 2, labels: 1, people: undefined, lacking: [] };
    const targets = report.targets.map((target) => (target.target === 'fake/b' ? { ...target, people } : target));
    assert.deepEqual(remarks({ ...report, targets }), [
      'fake/b  What people would pass of all 2 answers is not known: it takes 20 labels that were drawn at random, and there is 1.',
    ]);
  });
});
