import assert from 'node:assert/strict';
import { type EvalEnd, evalExitCode } from '../../../../src/cli/outputs/evalExitCode.ts';
import type { Outcome } from '../../../../src/core/results/outcome.ts';

const rows = (...outcomes: Outcome[]) => outcomes.map((outcome) => ({ outcome }));

const table: readonly (readonly [what: string, end: EvalEnd, code: number])[] = [
  ['all passed', { status: 'done', rows: rows('pass', 'pass') }, 0],
  ['one failed', { status: 'done', rows: rows('pass', 'fail') }, 1],
  ['one was refused', { status: 'done', rows: rows('pass', 'refused') }, 1],
  ['one was cut off', { status: 'done', rows: rows('pass', 'truncated') }, 1],
  ['one could not be graded', { status: 'done', rows: rows('pass', 'ungraded') }, 1],
  ['as many passed as have to', { status: 'done', rows: rows('pass', 'fail'), threshold: 0.5 }, 0],
  ['fewer passed than have to', { status: 'done', rows: rows('pass', 'fail'), threshold: 0.51 }, 1],
  ['none has to pass', { status: 'done', rows: rows('fail'), threshold: 0 }, 0],
  ['a provider failed, however low the threshold', { status: 'done', rows: rows('pass', 'error'), threshold: 0 }, 3],
  ['a lane stopped and left cells', { status: 'stopped', rows: rows('pass', 'skipped') }, 3],
  ['the budget was reached, whatever failed besides', { status: 'budget', rows: rows('fail', 'error', 'skipped') }, 4],
  ['somebody pressed Ctrl-C, whatever else', { status: 'cancelled', rows: rows('cancelled'), interrupted: true }, 130],
];

describe('evalExitCode', () => {
  for (const [what, end, code] of table) it(`is ${code} when ${what}`, () => assert.equal(evalExitCode(end), code));
});
