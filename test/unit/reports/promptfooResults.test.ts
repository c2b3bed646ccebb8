import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PolypromptError } from '../../../src/core/errors.ts';
import { planRun, targetsFor } from '../../../src/core/plan/plan.ts';
import { importResults } from '../../../src/core/reports/importResults.ts';
import { promptfooResults } from '../../../src/core/reports/promptfooResults.ts';
import { readPromptfooResults } from '../../../src/core/reports/readPromptfooResults.ts';
import { evalReport } from '../../../src/core/results/evalReport.ts';
import { casesByCell, casesOfRun } from '../../../src/core/results/matrix/matrixCases.ts';
import { type Outcome, outcomeOf } from '../../../src/core/results/outcome.ts';
import type { CellRunEvent, RunEvent } from '../../../src/core/run/events.ts';
import { foldAll, type RunState } from '../../../src/core/run/state.ts';

const outcomes: readonly Outcome[] = [
  'pass',
  'fail',
  'error',
  'refused',
  'truncated',
  'ungraded',
  'skipped',
  'cancelled',
];

const options = { runId: '20260101-000000-test', name: 'suite', promptVersion: 'v', now: 0 };

/** A run of one cell for each outcome, twice. */
function runWith(): RunState {
  const plan = planRun({
    ...options,
    prompt: 's.eval.yaml',
    targets: targetsFor(['fake/one'], {}),
    cases: outcomes.map((outcome) => ({
      caseId: outcome,
      inputs: { outcome },
      messages: [{ role: 'user', parts: [{ type: 'text', text: outcome }] }],
    })),
    repeats: 2,
  });
  const events = plan.cells.flatMap(({ id, inputs }) => endOf(id, String(inputs['outcome'])));
  const state = foldAll([{ type: 'run-started', at: 0, kind: 'eval', ...plan }, ...events]);
  assert.ok(state);
  return state;
}

function endOf(cell: string, outcome: string): CellRunEvent[] {
  const head = { cell, at: 1, target: 'fake/one', model: 'fake/one' };
  const figures = { usage: { inputTokens: 7, outputTokens: 3 }, timing: { totalMs: 5 }, attempts: 1 };
  const paid = { ...figures, cost: { amount: 0.25, basis: 'estimated', atLeast: false } as const };
  const error = { code: 'server-error', message: 'Down.', hint: '', action: 'retry', retryable: true } as const;
  if (outcome === 'skipped') return [];
  if (outcome === 'cancelled') return [{ type: 'cell-cancelled', ...head, partial: 'half' }];
  if (outcome === 'error') return [{ type: 'cell-failed', ...head, ...paid, error, partial: 'half' }];
  const finishReason = outcome === 'refused' ? 'refusal' : outcome === 'truncated' ? 'length' : 'stop';
  const graded = outcome === 'pass' ? 'pass' : outcome === 'ungraded' ? 'ungraded' : 'fail';
  const nothing = { toolCalls: [], servedModel: null, requestId: null, rawFinishReason: null, warnings: [] };
  const verdict = { outcome: graded, score: 0.5, reason: 'why', namedScores: { tone: 0.25 }, checks: [] } as const;
  return [
    { type: 'cell-done', ...head, ...paid, ...nothing, answer: 'whole', finishReason },
    { type: 'cell-graded', cell, at: 2, verdict },
  ];
}

const figuresOf = (state: RunState) =>
  Object.values(state.cells).map((cell) => [
    outcomeOf(cell),
    cell.text,
    cell.cost?.amount,
    cell.usage,
    cell.repeat,
    cell.verdict?.score,
    cell.verdict?.namedScores,
  ]);

function read(text: string): { readonly state: RunState; readonly events: readonly RunEvent[] } {
  const { events } = importResults(readPromptfooResults(text, 'r.json'), options);
  const state = foldAll(events);
  assert.ok(state);
  return { state, events };
}

describe('promptfoo’s result files', () => {
  it('keep every outcome, answer, figure and repeat of ours apart', () => {
    const state = runWith();
    const report = evalReport(state, casesByCell(state, casesOfRun(state, undefined)));
    const again = read(promptfooResults({ state, report })).state;
    const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
    assert.deepEqual(sorted(figuresOf(again)), sorted(figuresOf(state)));
  });

  it('keep an answer that is calls, or words and calls', () => {
    const call = { id: 'c1', type: 'function', function: { name: 'find', arguments: '{"k":1}' } };
    for (const output of [[call], { role: 'assistant', content: 'Well.', tool_calls: [call] }]) {
      const row = { testIdx: 0, promptIdx: 0, success: true, vars: { a: 1 }, provider: 'x:y', response: { output } };
      const { state } = read(JSON.stringify({ results: { results: [row] } }));
      assert.deepEqual(
        Object.values(state.cells).map(({ text, toolCalls }) => [text, toolCalls]),
        [[Array.isArray(output) ? '' : 'Well.', [{ id: 'c1', name: 'find', input: { k: 1 } }]]],
      );
      const report = evalReport(state, casesByCell(state, casesOfRun(state, undefined)));
      const written: unknown = JSON.parse(promptfooResults({ state, report }));
      assert.ok(JSON.stringify(written).includes(JSON.stringify({ output }).slice(1, -1)));
    }
  });

  it('are read or refused, whatever stands in them', () => {
    const row = fc.record(
      {
        testIdx: fc.jsonValue(),
        promptIdx: fc.jsonValue(),
        success: fc.oneof(fc.boolean(), fc.jsonValue()),
        vars: fc.jsonValue(),
        provider: fc.jsonValue(),
        prompt: fc.jsonValue(),
        response: fc.jsonValue(),
        gradingResult: fc.jsonValue(),
        testCase: fc.jsonValue(),
        namedScores: fc.jsonValue(),
        failureReason: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const whole = fc.record({ results: fc.record({ results: fc.array(fc.oneof(row, fc.jsonValue())) }) });
    fc.assert(
      fc.property(fc.oneof(whole, fc.jsonValue()), (value) => {
        try {
          read(JSON.stringify(value));
        } catch (error) {
          assert.ok(error instanceof PolypromptError, String(error));
        }
      }),
    );
  });
});
