import type { EvalCase } from '../../../src/core/dataset/suite.ts';
import { PolypromptError } from '../../../src/core/errors.ts';
import { foldAll } from '../../../src/core/run/state.ts';
import { casesNamed, evalStarted, eventsFor, type MadeRun, planned, ticketCase } from './matrixRuns.ts';

/** A run in which the payload stands wherever foreign text can stand. */
export function infestedRun(payload: string): MadeRun {
  const row: EvalCase = {
    ...ticketCase(0),
    id: `case ${payload}`,
    description: payload,
    vars: { [payload]: payload },
    metadata: { [payload.slice(0, 70)]: payload.slice(0, 70) },
    checks: [{ type: payload, negated: false, metric: payload, value: payload }],
  };
  const shape = { rows: [row, ticketCase(1)], targets: [`openai/${payload}`, 'google/gemini-3.8-flash'] };
  const [first, second, ...rest] = planned(shape);
  if (!first || !second) throw new Error('two cells');
  const bad = { outcome: 'fail' as const, score: 0, reason: payload };
  const verdict = { ...bad, namedScores: { [payload]: 1 }, checks: [{ ...bad, expected: payload, components: [bad] }] };
  const error = new PolypromptError('provider-error', payload, { hint: payload }).toRecord();
  const state = foldAll([
    evalStarted(shape),
    ...eventsFor(first, 'fail', payload),
    { type: 'cell-graded', cell: first.id, at: 0, verdict },
    ...eventsFor(second, 'error').map((event) =>
      event.type === 'cell-failed' ? { ...event, error, partial: payload } : event,
    ),
    ...rest.flatMap((cell) => eventsFor(cell, 'pass')),
    { type: 'run-ended', runId: 'run-2', at: 1, outcome: 'stopped' },
  ]);
  if (!state) throw new Error('a run begins with run-started');
  return { state, cases: casesNamed(shape.rows) };
}
