import assert from 'node:assert/strict';
import { describeFigure, figureLines, passLines } from '../../../src/core/reports/comparisonLines.ts';
import { type EvalReport, evalReport } from '../../../src/core/results/evalReport.ts';
import type { FigureComparison } from '../../../src/core/results/figureComparisons.ts';
import type { RunState } from '../../../src/core/run/state.ts';
import { evalCase } from '../../support/evalCase.ts';
import { type Behaviour, finishedRun } from '../../support/finishedRun.ts';

const prompts = Array.from({ length: 10 }, (_, index) => `row ${index}`);

function reportOf(state: RunState): EvalReport {
  return evalReport(state, new Map(Object.values(state.cells).map(({ id, caseId }) => [id, evalCase(caseId)])));
}

/** A report of models that pass as many of ten rows as said. */
function reportWith(passed: Readonly<Record<string, number>>, more: Behaviour = {}): EvalReport {
  const behave = (model: string, prompt: string) => ({
    ...more,
    passed: prompts.indexOf(prompt) < (passed[model] ?? 0),
  });
  return reportOf(finishedRun(Object.keys(passed), prompts, behave));
}

/** A report of two models with every row run twice, the second time with these rows turned round. */
function repeated(turned: readonly string[]): EvalReport {
  const state = finishedRun(['a', 'b'], prompts, (model, prompt) => ({ passed: model === 'a' || prompt !== 'row 0' }));
  const again = Object.values(state.cells).map((cell) => {
    const isTurned = turned.includes(cell.caseId) && cell.target === 'fake/b';
    const outcome = (cell.verdict?.outcome === 'pass') === isTurned ? ('fail' as const) : ('pass' as const);
    const verdict = { outcome, score: 0, reason: '', namedScores: {}, checks: [] };
    return { ...cell, id: `${cell.id} 2`, repeat: 1, verdict };
  });
  const cells = Object.fromEntries([...Object.values(state.cells), ...again].map((cell) => [cell.id, cell]));
  return reportOf({ ...state, cells });
}

describe('the sentences that compare models', () => {
  it('compare the best with each other, up to four', () => {
    const lines = passLines(reportWith({ a: 10, b: 3 }));
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /fake\/a.*fake\/b/);
    const many = passLines(reportWith({ a: 10, b: 3, c: 2, d: 2, e: 1, f: 1, g: 0 }));
    assert.equal(many.length, 5);
    assert.equal(many[4], '2 more comparisons are in a JSON report.');
    assert.equal(passLines(reportWith({ a: 10, b: 3, c: 2, d: 2, e: 1 })).length, 4);
  });

  it('are none of one model', () => {
    assert.deepEqual(passLines(reportWith({ a: 10 })), []);
  });

  it('say how repeats were counted, and which rows were flaky, up to five', () => {
    const plain = reportWith({ a: 10, b: 9 });
    const rule = 'Counted as passed is a case that passed in more than half of its graded runs.';
    const steady = passLines(repeated([])).at(-1) ?? '';
    assert.equal(steady, rule);
    assert.match(passLines(repeated(['row 1', 'row 2'])).at(-1) ?? '', / Flaky: row 1; row 2\.$/);
    assert.match(
      passLines(repeated(prompts.slice(1, 8))).at(-1) ?? '',
      / Flaky: row 1; row 2; row 3; row 4; row 5 and 2 more\.$/,
    );
    assert.ok(!passLines(plain).includes(rule));
  });
});

describe('the figures of models in sentences', () => {
  const figure = (change: Partial<FigureComparison>): FigureComparison => ({
    ...{ figure: 'cost', left: 'a', right: 'b', cases: 120, mean: -0.0002, low: -0.0003, high: -0.0001 },
    ...change,
  });
  const plain = (text: string) => text;
  const said = (change: Partial<FigureComparison>, isEstimated = false) =>
    describeFigure(figure(change), isEstimated, plain);

  it('say how much, how sure, and whether it is more than noise', () => {
    assert.equal(
      said({}, true),
      'Cost per case (estimated): a $0.0002 less than b (95%: -$0.0003 to -$0.0001; 120 cases): more than noise.',
    );
    assert.equal(
      said({ mean: 0.5, low: 0.25, high: 0.75, cases: 1 }),
      'Cost per case: a $0.50 more than b (95%: $0.25 to $0.75; 1 case): more than noise.',
    );
    assert.equal(
      said({ figure: 'time', mean: 300, low: -100, high: 700 }, true),
      'Time per case: a 0.30 s more than b (95%: -0.10 s to 0.70 s; 120 cases): inside the noise.',
    );
    assert.equal(
      said({ figure: 'score', mean: -0.1234, low: -0.2, high: 0 }),
      'Score: a 0.12 lower than b (95%: -0.2 to 0; 120 cases): inside the noise.',
    );
    assert.match(
      said({ figure: 'score', mean: 0.1, low: 0, high: 0.2 }),
      /: a 0\.1 higher than b .*: inside the noise\.$/,
    );
  });

  it('write no sign before money that is too little to be written', () => {
    assert.match(said({ low: -0.000_000_4 }), /\(95%: 0 to /);
    assert.match(said({ low: -0.000_001 }), /\(95%: -\$0\.000001 to /);
  });

  it('leave out a score that says the same as passing', () => {
    const lines = figureLines(reportWith({ a: 10, b: 3 }));
    assert.deepEqual(
      lines.filter((line) => line.startsWith('Score')),
      [],
    );
  });
});
