import assert from 'node:assert/strict';
import { isJsonObject } from '../../../src/core/json.ts';
import { listAt } from '../../../src/core/jsonRead.ts';
import { evalWriters } from '../../../src/core/reports/evalFiles.ts';
import { formatEvalSummary } from '../../../src/core/reports/evalSummary.ts';
import { evalReport } from '../../../src/core/results/evalReport.ts';
import { compareTargets } from '../../../src/core/results/evalReportComparisons.ts';
import { figureComparisons } from '../../../src/core/results/figureComparisons.ts';
import { casesByCell } from '../../../src/core/results/matrix/matrixCases.ts';
import { comparisonsWithBest, modelComparisons, type TallyRow } from '../../../src/core/results/modelComparisons.ts';
import { type Ending, madeRun, ticketCase } from '../../e2e/panel/matrixRuns.ts';

const yes = { passed: 1, graded: 1 };
const no = { passed: 0, graded: 1 };
const notGraded = { passed: 0, graded: 0 };

function rowsOf(count: number, row: (index: number) => TallyRow): readonly TallyRow[] {
  return Array.from({ length: count }, (_, index) => row(index));
}

/** A finished run of `cases` cases, as a file would be made of it. */
function fileOf(
  {
    cases,
    targets,
    repeats = 1,
  }: { readonly cases: number; readonly targets: readonly string[]; readonly repeats?: number },
  endingOf: (target: string, number: number, repeat: number) => Ending,
) {
  const rows = Array.from({ length: cases }, (_, index) => ticketCase(index));
  const run = madeRun({ rows, targets, repeats }, ({ target, caseId, repeat }) =>
    endingOf(target, Number(caseId.replace(/\D/g, '')), repeat),
  );
  return { state: run.state, report: evalReport(run.state, casesByCell(run.state, run.cases)) };
}

describe('the comparison of models', () => {
  it('puts the one that passed the largest share of its cases on the left', () => {
    const rows = rowsOf(10, (index) => [index < 5 ? yes : no, yes, index < 8 ? yes : no]);
    assert.deepEqual(
      modelComparisons(['a', 'b', 'c'], rows).map(({ left, right, onlyLeft, onlyRight, looks }) => [
        `${left} ${right}`,
        onlyLeft,
        onlyRight,
        looks,
      ]),
      [
        ['b c', 2, 0, 3],
        ['b a', 5, 0, 3],
        ['c a', 3, 0, 3],
      ],
    );
  });

  it('looks only at cases that were graded on both', () => {
    const rows = [
      [yes, yes],
      [yes, undefined],
      [notGraded, no],
      [no, notGraded],
      [no, yes],
      [yes, yes],
    ];
    const [found] = modelComparisons(['a', 'b'], rows);
    assert.deepEqual([found?.left, found?.cases, found?.both, found?.onlyLeft, found?.onlyRight], ['b', 3, 2, 1, 0]);
  });

  it('counts a case as passed when more than half of its graded runs passed', () => {
    const rows = [
      [{ passed: 2, graded: 3 }, no],
      [{ passed: 1, graded: 2 }, no],
      [{ passed: 1, graded: 3 }, no],
    ];
    const [found] = modelComparisons(['a', 'b'], rows);
    assert.deepEqual([found?.onlyLeft, found?.neither], [1, 2]);
  });

  it('is silent below five cases in common, and about pairs without the best', () => {
    const few = modelComparisons(
      ['a', 'b'],
      rowsOf(4, () => [yes, no]),
    );
    const enough = modelComparisons(
      ['a', 'b', 'c'],
      rowsOf(5, () => [no, yes, no]),
    );
    assert.deepEqual(comparisonsWithBest(few), []);
    assert.deepEqual(
      comparisonsWithBest(enough).map(({ left, right }) => `${left} ${right}`),
      ['b a', 'b c'],
    );
  });

  it('of a report leaves out errors and refusals', () => {
    const { report } = fileOf({ cases: 12, targets: ['a/one', 'b/two'] }, (target, number) =>
      target === 'b/two' && number < 2
        ? 'error'
        : number === 2
          ? 'refused'
          : target === 'b/two' && number < 6
            ? 'fail'
            : 'pass',
    );
    const [found] = compareTargets(report);
    assert.deepEqual([found?.left, found?.cases, found?.both, found?.onlyLeft], ['a/one', 9, 6, 3]);
  });
});

describe('the comparison of figures', () => {
  const halfRight = fileOf({ cases: 40, targets: ['a/one', 'b/three'] }, (target, number) =>
    target === 'b/three' && number % 2 === 1 ? 'fail' : 'pass',
  );

  it('gives the mean of the differences case by case, with its interval', () => {
    const [score] = figureComparisons(halfRight.report, [{ left: 'a/one', right: 'b/three' }]);
    assert.deepEqual([score?.figure, score?.cases, score?.mean], ['score', 40, 0.25]);
    assert.ok(score && 0.15 < score.low && score.low < 0.25 && 0.25 < score.high && score.high < 0.35);
  });

  it('has money and time of the answers that were asked for', () => {
    const found = figureComparisons(halfRight.report, [{ left: 'a/one', right: 'b/three' }]);
    assert.deepEqual(
      found.map(({ figure }) => figure),
      ['score', 'cost', 'time'],
    );
    const rows = halfRight.report.rows.map((row) => ({ ...row, cell: { ...row.cell, cached: true as const } }));
    assert.deepEqual(
      figureComparisons({ ...halfRight.report, rows }, [{ left: 'a/one', right: 'b/three' }]).map(
        ({ figure }) => figure,
      ),
      ['score', 'cost'],
    );
  });

  it('says nothing of a figure that nothing varies in, or of too few cases', () => {
    const pair = [{ left: 'a/one', right: 'b/three' }];
    const same = fileOf({ cases: 9, targets: ['a/one', 'b/three'] }, () => 'pass');
    const few = fileOf({ cases: 4, targets: ['a/one', 'b/three'] }, (_, number) => (number < 2 ? 'fail' : 'pass'));
    assert.ok(!figureComparisons(same.report, pair).some(({ figure }) => figure === 'score'));
    assert.deepEqual(figureComparisons(few.report, pair), []);
  });
});

describe('reports of several models', () => {
  const file = fileOf({ cases: 120, targets: ['a/one', 'b/two', 'c/three'] }, (target, number) => {
    if (target === 'c/three') return number % 3 === 0 ? 'fail' : 'pass';
    return number % 24 === 0 || (target === 'b/two' && number % 20 === 1) ? 'fail' : 'pass';
  });

  it('say under the table how each model does beside the best', () => {
    const [, comparisons] = formatEvalSummary(file.report).split('\n\n');
    assert.equal(
      comparisons,
      [
        'a/one passes 5.0 points more than b/two in 120 cases (95%: 0.7 to 10.5; p = 0.031, corrected for 3 comparisons): more than noise.',
        'a/one passes 29.2 points more than c/three in 120 cases (95%: 19.1 to 39.7; p < 0.001, corrected for 3 comparisons): more than noise.',
      ].join('\n'),
    );
  });

  it('name flaky cases, and say how repeats were counted', () => {
    const { report } = fileOf({ cases: 7, targets: ['a/one', 'b/two'], repeats: 3 }, (_, number, repeat) =>
      number === 1 && repeat === 0 ? 'fail' : 'pass',
    );
    assert.match(
      formatEvalSummary(report),
      /^Counted as passed is a case that passed in more than half of its graded runs\. Flaky: Where is my refund\?.*\.$/m,
    );
  });

  it('say nothing where there is one model', () => {
    const { report } = fileOf({ cases: 20, targets: ['a/one'] }, () => 'pass');
    assert.doesNotMatch(formatEvalSummary(report), /points|difference/);
  });

  it('hold every pair and the figures in JSON, and never NaN', () => {
    const written: unknown = JSON.parse(evalWriters.json(file));
    const comparisons = listAt(written, 'comparisons').filter(isJsonObject);
    assert.deepEqual(
      comparisons.map(({ left, right, cases, looks }) => [left, right, cases, looks]),
      [
        ['a/one', 'b/two', 120, 3],
        ['a/one', 'c/three', 120, 3],
        ['b/two', 'c/three', 120, 3],
      ],
    );
    for (const comparison of [...comparisons, ...listAt(written, 'figures').filter(isJsonObject)])
      assert.ok(!Object.values(comparison).includes(null));
  });

  it('are sentences of Markdown, in which no name is markup', () => {
    const renamed = {
      ...file.report,
      targets: file.report.targets.map((target) => ({ ...target, target: target.target.replace('a/', '*a*') })),
      rows: file.report.rows.map((row) => ({
        ...row,
        cell: { ...row.cell, target: row.cell.target.replace('a/', '*a*') },
      })),
    };
    const lines = evalWriters
      .md({ ...file, report: renamed })
      .split('\n')
      .filter((line) => line.startsWith('- '));
    assert.ok(lines[0]?.startsWith('- \\*a\\*one passes 5.0 points more than b\\/two in 120 cases (95%: '), lines[0]);
    assert.ok(
      lines.some((line) => /^- Cost per case \(estimated\): \\\*a\\\*one \\\$0\\\.\S+ more than c/.test(line)),
      lines.join('\n'),
    );
    assert.ok(!lines.some((line) => line.startsWith('- Score: \\*a\\*one 0.05')));
  });
});
