import assert from 'node:assert/strict';
import { evalReport } from '../../../../src/core/run/evalReport.ts';
import { evalWriters } from '../../../../src/core/run/reports/evalFiles.ts';
import { formatEvalSummary } from '../../../../src/core/run/reports/evalSummary.ts';
import type { RouteAttempt } from '../../../../src/core/run/routed.ts';
import type { RunState } from '../../../../src/core/run/state.ts';
import { evalCase } from '../../../support/evalCase.ts';
import { finishedRun } from '../../../support/finishedRun.ts';

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

describe('rows served by a fallback', () => {
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
