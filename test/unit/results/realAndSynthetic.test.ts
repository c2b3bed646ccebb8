import assert from 'node:assert/strict';
import { evalWriters } from '../../../src/core/reports/evalFiles.ts';
import { formatEvalSummary } from '../../../src/core/reports/evalSummary.ts';
import { evalReport } from '../../../src/core/results/evalReport.ts';
import { matrixOf } from '../../../src/core/results/matrix/matrixProjection.ts';
import { shortOrigins } from '../../../src/core/results/realAndSynthetic.ts';
import { evalCase } from '../../support/evalCase.ts';
import { type Behaviour, finishedRun } from '../../support/finishedRun.ts';

/** What came of each case, by the source that its metadata names. */
type Rows = Readonly<Record<string, { readonly source?: string } & Behaviour>>;

function fileOf(rows: Rows) {
  const state = finishedRun(['a', 'b'], Object.keys(rows), (_model, name) => rows[name] ?? {});
  const caseOf = (id: string) => {
    const { source } = rows[id] ?? {};
    return evalCase(id, { metadata: source === undefined ? {} : { source } });
  };
  const report = evalReport(state, new Map(state.plan.map(({ id, caseId }) => [id, caseOf(caseId)])));
  return { state, report, caseOf };
}

const both: Rows = {
  asked: { source: 'log', passed: true },
  written: { passed: false },
  third: { source: 'mail', fails: 'timeout-total' },
  edge: { source: 'edge', passed: true },
  made: { source: 'generated', passed: true },
};

describe('real and synthetic rows', () => {
  it('are counted apart for each target, beside the rate of all', () => {
    const { report } = fileOf(both);
    assert.deepEqual(report.targets[1]?.origins, {
      real: { rows: 3, passed: 1, graded: 2 },
      synthetic: { rows: 2, passed: 2, graded: 2 },
    });
    assert.deepEqual([report.targets[1]?.passed, report.targets[1]?.graded], [3, 4]);
    const line = (name: string) => new RegExp(`^fake/${name} {2}real 1 of 2 \\(50\\.0%\\), synthetic 2 of 2`, 'm');
    const summary = formatEvalSummary(report);
    assert.match(summary, line('a'));
    assert.match(summary, line('b'));
  });

  it('stand in Markdown and JSON', () => {
    const { state, report } = fileOf(both);
    const file = { state, report };
    assert.match(evalWriters.md(file), /^fake\/a {2}real 1 of 2 \(50\.0%\), synthetic 2 of 2 \(100\.0%\)$/m);
    assert.deepEqual(JSON.parse(evalWriters.json(file)).targets[0].origins.synthetic, {
      rows: 2,
      passed: 2,
      graded: 2,
    });
  });

  it('have no rate where none of them was graded, and are named where there are no real ones', () => {
    const only = { edge: { source: 'edge', passed: true }, open: { source: 'synthetic' } } satisfies Rows;
    assert.match(formatEvalSummary(fileOf(only).report), /no real rows, synthetic 1 of 1 \(100\.0%\)/);
    const open = { asked: { passed: true }, open: { source: 'synthetic' } } satisfies Rows;
    assert.match(formatEvalSummary(fileOf(open).report), /real 1 of 1 \(100\.0%\), synthetic none of 1 graded/);
  });

  it('are told shortly where there is little room', () => {
    const short = (rows: Rows) => {
      const { origins } = fileOf(rows).report.targets[0] ?? {};
      return origins && shortOrigins(origins);
    };
    assert.equal(short(both), 'real 50.0%, synthetic 100.0%');
    assert.equal(short({ asked: {}, edge: { source: 'edge', passed: true } }), 'real -, synthetic 100.0%');
    assert.equal(short({ edge: { source: 'edge', passed: true } }), 'no real rows');
  });

  it('are no word where no row is made up', () => {
    const { report } = fileOf({ asked: { source: 'log', passed: true }, written: { passed: true } });
    assert.equal(report.targets[0]?.origins, undefined);
    assert.doesNotMatch(formatEvalSummary(report), /synthetic/);
  });

  it('are told apart in the table of results, whatever else their metadata holds', () => {
    const { state, caseOf } = fileOf(both);
    const much = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`key ${index}`, `${index}`]));
    const cases = new Map(
      Object.keys(both).map((id, index) => {
        const found = caseOf(id);
        return [id, { testCase: { ...found, metadata: { ...much, ...found.metadata } }, number: index + 1 }] as const;
      }),
    );
    assert.deepEqual(
      matrixOf({ state, cases }).rows.flatMap(({ caseId, isSynthetic }) => (isSynthetic ? [caseId] : [])),
      ['edge', 'made'],
    );
  });
});
