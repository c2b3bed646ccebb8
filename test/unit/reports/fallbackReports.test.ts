import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { readCsv } from '../../../src/core/dataset/csvTable.ts';
import { evalWriters } from '../../../src/core/reports/evalFiles.ts';
import { formatEvalSummary } from '../../../src/core/reports/evalSummary.ts';
import { promptfooResults } from '../../../src/core/reports/promptfooResults.ts';
import { evalReport } from '../../../src/core/results/evalReport.ts';
import { matrixOf } from '../../../src/core/results/matrix/matrixProjection.ts';
import type { RouteAttempt } from '../../../src/core/run/routed.ts';
import type { RunState } from '../../../src/core/run/state.ts';
import { decodeText } from '../../../src/node/files/decodeText.ts';
import { evalCase } from '../../support/evalCase.ts';
import { finishedRun } from '../../support/finishedRun.ts';

const attempt = (model: string, own: Partial<RouteAttempt>): RouteAttempt => ({
  model,
  route: 'safe',
  reason: 'first',
  outcome: 'served',
  startedMs: 0,
  timing: { totalMs: 1 },
  usage: null,
  cost: null,
  ...own,
});

/** A finished eval of a route: the answers of the prompts named were given by a fallback. */
function routedRun(
  prompts: readonly string[],
  byFallback: readonly string[],
  failed: readonly string[] = [],
): RunState {
  const state = finishedRun(['a'], prompts, (_model, prompt) => ({ passed: !failed.includes(prompt) }));
  const cells = Object.values(state.cells).map((cell) => {
    const attempts = byFallback.includes(cell.caseId)
      ? [attempt('x/a', { outcome: 'failed' }), attempt('x/b', { reason: 'retry', isFallback: true })]
      : [attempt('x/a', {})];
    const routed = { route: 'route:safe', served: attempts.at(-1)?.model ?? null, attempts };
    return [cell.id, { ...cell, routed }] as const;
  });
  return { ...state, cells: Object.fromEntries(cells) };
}

function reportOf(state: RunState) {
  return evalReport(state, new Map(Object.values(state.cells).map(({ id, caseId }) => [id, evalCase(caseId)])));
}

describe('cells served by a fallback', () => {
  const state = routedRun(['1', '2', '3'], ['2', '3'], ['3']);

  it('are counted for their route, and marked where they did not pass', () => {
    const summary = formatEvalSummary(reportOf(state));
    assert.match(summary, /^fake\/a {2}2 of 3 rows served by a fallback$/m);
    assert.match(summary, /^FAIL {2}fake\/a \(fallback: x\/b\) {2}3: /m);
  });

  it('are counted in Markdown, and told one by one in JSON', () => {
    const report = reportOf(state);
    assert.match(evalWriters.md({ state, report }), /2 of 3 rows served by a fallback/);
    const { targets, results } = JSON.parse(evalWriters.json({ state, report }));
    assert.deepEqual(targets[0].fallbacks, { served: 2, of: 3 });
    assert.deepEqual(
      results.map(({ fallback }: { fallback: boolean }) => fallback),
      [false, true, true],
    );
  });

  it('are no word where there are none', () => {
    assert.doesNotMatch(formatEvalSummary(reportOf(routedRun(['1'], []))), /fallback/);
    assert.equal(reportOf(finishedRun(['a'], ['1'], () => ({}))).targets[0]?.fallbacks, undefined);
  });
});

describe('cells that another model served than was asked', () => {
  const plain = finishedRun(['a', 'b'], ['1', '2'], (model, prompt) => ({ passed: model === 'b' || prompt === '1' }));
  const cells = Object.entries(plain.cells).map(([id, cell]) => {
    const own = cell.target === 'fake/a' ? { servedModel: 'mock', isFallback: true } : { servedModel: 'b-2026-08-06' };
    return [id, { ...cell, ...own }] as const;
  });
  const state: RunState = { ...plain, cells: Object.fromEntries(cells) };
  const report = reportOf(state);
  const file = { state, report };

  it('are counted in the table with the name of the other, and marked where they did not pass', () => {
    const summary = formatEvalSummary(report);
    assert.match(summary, /^fake\/a {2}2 of 2 rows served by another model: mock$/m);
    assert.doesNotMatch(summary, /^fake\/b {2}\d of/m);
    assert.match(summary, /^FAIL {2}fake\/a \(served by mock\) {2}2: /m);
  });

  it('stand in every file with the model that served', () => {
    const { results } = JSON.parse(evalWriters.json(file));
    assert.deepEqual(
      results.map(({ servedModel, fallback }: { servedModel: string; fallback: boolean }) => [servedModel, fallback]),
      [
        ['mock', true],
        ['b-2026-08-06', false],
        ['mock', true],
        ['b-2026-08-06', false],
      ],
    );
    const csv = evalWriters.csv(file).split('\n');
    assert.match(csv[0] ?? '', /,served by,fallback,answers$/);
    const written = Buffer.from(evalWriters.csv(file));
    assert.deepEqual([...written.subarray(0, 4)], [0xef, 0xbb, 0xbf, 'o'.charCodeAt(0)], 'Excel needs the mark');
    const decoded = decodeText(written);
    assert.equal('text' in decoded && readCsv(decoded.text).columns[0], 'outcome');
    // As promptfoo reads a table.
    const [first = {}] = parse<Record<string, string>>(written.toString(), { columns: true, bom: true });
    assert.equal(Object.keys(first)[0], 'outcome');
    assert.match(csv[1] ?? '', /,mock,yes,1$/);
    assert.match(csv[2] ?? '', /,b-2026-08-06,,1$/);
    assert.match(evalWriters.md(file), /^- fake.+a was served by mock .+2 rows/m);
    assert.match(
      evalWriters.xml(file),
      /<system-out>Served by mock, which is not the model that was asked\.<\/system-out>/,
    );
    const exported = JSON.parse(promptfooResults(file)).results.results;
    assert.deepEqual(exported[0].metadata.polyprompt, {
      outcome: 'pass',
      repeat: 0,
      servedModel: 'mock',
      fallback: true,
    });
    assert.equal(exported[1].metadata.polyprompt.fallback, false);
  });

  it('are marked in the table of results', () => {
    const cases = new Map(['1', '2'].map((id, index) => [id, { testCase: evalCase(id), number: index + 1 }]));
    const servedBy = matrixOf({ state, cases }).rows[0]?.cells.map((cell) => cell?.servedBy);
    assert.deepEqual(servedBy, ['mock', undefined]);
  });
});
