import assert from 'node:assert/strict';
import { migrationOf } from '../../../src/core/migration/migration.ts';
import { migrationMarkdown } from '../../../src/core/migration/migrationMarkdown.ts';
import { migrationSide } from '../../../src/core/migration/migrationSides.ts';
import { evalWriters } from '../../../src/core/reports/evalFiles.ts';
import { formatEvalSummary } from '../../../src/core/reports/evalSummary.ts';
import { evalReport } from '../../../src/core/results/evalReport.ts';
import { figureComparisons } from '../../../src/core/results/figureComparisons.ts';
import { latencies } from '../../../src/webview/matrix/state/matrixFigures.ts';
import { evalCase } from '../../support/evalCase.ts';
import { type Behaviour, finishedRun } from '../../support/finishedRun.ts';

const prompts = Array.from({ length: 40 }, (_, index) => `${index}`);

/** An eval whose model took, for the case of that number, what `behave` says. */
function evalOf(behave: (model: string, index: number) => Behaviour) {
  const state = finishedRun(['one', 'two'], prompts, (model, prompt) => ({
    passed: true,
    ...behave(model, Number(prompt)),
  }));
  const cases = new Map(Object.values(state.cells).map(({ id, caseId }) => [id, evalCase(caseId)]));
  return { state, report: evalReport(state, cases) };
}

/** A server with one slot, asked eight times at once in the beginning. */
const oneSlot = evalOf((_model, index) => (index < 20 ? { totalMs: 8000, atOnce: 8 } : { totalMs: 1000, atOnce: 1 }));
const alwaysTwelve = evalOf(() => ({ totalMs: 1000, atOnce: 12 }));

describe('the time of answers that waited behind others of ours', () => {
  it('is no part of p50 and p95', () => {
    const [target] = oneSlot.report.targets;
    assert.deepEqual([target?.p50, target?.p95, target?.measuredUnder], [1000, 1000, undefined]);
    assert.match(formatEvalSummary(oneSlot.report), /1\.0 s {2}1\.0 s/);
    assert.doesNotMatch(formatEvalSummary(oneSlot.report), /at once/);
  });

  it('is told with the number under way where nothing can be compared', () => {
    const [target] = alwaysTwelve.report.targets;
    assert.deepEqual([target?.p50, target?.measuredUnder], [1000, 12]);
    const line = /^fake\/one {2}p50 and p95 were measured with 12 requests under way at once$/m;
    assert.match(formatEvalSummary(alwaysTwelve.report), line);
    assert.match(evalWriters.md(alwaysTwelve), line);
    assert.equal(JSON.parse(evalWriters.json(alwaysTwelve)).targets[0].measuredUnder, 12);
    assert.ok(target && latencies(target).replaceAll('\u00a0', ' ') === 'p50 1.0 s · p95 1.0 s · under 12 at once');
  });

  it('stands in every row of the files, with how many were under way', () => {
    const { results } = JSON.parse(evalWriters.json(oneSlot));
    assert.deepEqual(results[0].timing, { firstTokenMs: 50, totalMs: 8000, atOnce: 8 });
  });

  it('is not compared with the time of another model', () => {
    const { report } = evalOf((model, index) => {
      if (model === 'two') return { totalMs: 2000 + index, atOnce: 1 };
      return index < 20 ? { totalMs: 8000, atOnce: 8 } : { totalMs: 1000, atOnce: 1 };
    });
    const time = figureComparisons(report, [{ left: 'fake/two', right: 'fake/one' }]).find(
      ({ figure }) => figure === 'time',
    );
    assert.equal(time?.cases, 20);
    assert.ok(time && time.mean > 1000 && time.mean < 1100, `${time?.mean}`);
  });

  it('is told in a migration report', () => {
    const sides = ['fake/one', 'fake/two'].map((model) => migrationSide([alwaysTwelve], model));
    const [from, to] = sides;
    assert.ok(from && to);
    const text = migrationMarkdown(migrationOf(from, to));
    assert.match(text, /p50 and p95 were measured with 12 requests under way at once\./);
  });
});
