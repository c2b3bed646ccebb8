import type { EvalCase, Suite } from '../dataset/suite.ts';
import { defined } from '../jsonRead.ts';
import type { CorrectedPasses } from '../people/correctedPasses.ts';
import { unslowed, unslowedTimes } from '../providers/lanes/unslowed.ts';
import type { Judging } from '../run/account.ts';
import { addJudging } from '../run/addJudging.ts';
import type { CellState } from '../run/cellState.ts';
import { isServedByFallback } from '../run/routed.ts';
import { isServedByAnother } from '../run/servedModel.ts';
import type { RunState } from '../run/state.ts';
import { timeOf } from '../run/timeOf.ts';
import { isFlaky, type RunResult } from '../stats/flaky.ts';
import { percentile } from '../stats/percentile.ts';
import { type Interval, wilson } from '../stats/wilson.ts';
import { deriveMetrics } from './deriveMetrics.ts';
import { type Outcome, outcomeOf, waitsForPerson } from './outcome.ts';
import { type PreferenceFigures, preferenceFigures } from './preferenceFigures.ts';
import { type RealAndSynthetic, realAndSynthetic } from './realAndSynthetic.ts';
import { type RepeatRates, repeatRates } from './repeatRates.ts';
import { costOfCells, type RunCost } from './summary.ts';
import { type TaskFigures, taskFigures } from './taskFigures.ts';
import { type WarningGroup, warningGroups } from './warningGroups.ts';

/** One cell of an eval with the case it belongs to. */
export interface EvalRow {
  readonly cell: CellState;
  readonly testCase: EvalCase;
  readonly outcome: Outcome;
  /** The model that answered, in the vendor's words; undefined where nobody said. */
  readonly served?: string;
  /** True when the answer is not of the model that was asked. */
  readonly isServedByAnother?: boolean;
}

/**
 * The results of one target. Cells that were not graded (errors, refusals, ungraded) are no part of the pass rate and are counted apart.
 */
export interface TargetReport {
  readonly target: string;
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly passed: number;
  readonly graded: number;
  /** 95% Wilson interval of the pass rate; undefined when nothing was graded. */
  readonly interval: Interval | undefined;
  /** The same of real rows and of made-up ones apart; only where some rows are made up. */
  readonly origins?: RealAndSynthetic;
  /** The number of the ungraded answers that wait for a person's verdict; only where there are some. */
  readonly waiting?: number;
  readonly cost: RunCost;
  /** Milliseconds of the answers that did not wait behind others of ours; undefined without timed answers. */
  readonly p50: number | undefined;
  readonly p95: number | undefined;
  /** The number of requests under way when these were measured; only where it is not known whether our own requests slowed one another. */
  readonly measuredUnder?: number;
  /** The mean of each named score. */
  readonly metrics: Readonly<Record<string, number>>;
  /** The suite's own figures, worked out from the sums of named scores; undefined where there is no number. */
  readonly derived: Readonly<Record<string, number | undefined>>;
  /** The number of cases that passed in some repeats and failed in others. */
  readonly flaky: number;
  /** The rates over repeats; only where cases run more than once. */
  readonly repeats?: RepeatRates;
  /** The number of rows whose answer is not of the target that was to give it, of all that were answered; for a route only. */
  readonly fallbacks?: { readonly served: number; readonly of: number };
  /** The number of requests that a server gave to other models than were asked, with these models; only where there are some. */
  readonly substitutes?: { readonly served: number; readonly of: number; readonly models: readonly string[] };
  /** The figures of checks of labels and fields; only where there are some. */
  readonly tasks?: readonly TaskFigures[];
  /** The pass rate that people would give to the graded answers; only where they have judged some that were drawn at random. */
  readonly people?: CorrectedPasses;
  /** The settings that were not sent as they were asked for; only where there are some. */
  readonly warnings?: readonly WarningGroup[];
}

export interface EvalReport {
  readonly rows: readonly EvalRow[];
  readonly targets: readonly TargetReport[];
  /** The calls and the cost of all judges; undefined when none was asked. Their money is part of each target's cost. */
  readonly judging: Judging | undefined;
  /** What checks of preference have found; only where there are some. */
  readonly preferences?: readonly PreferenceFigures[];
}

const outcomes = [
  'pass',
  'fail',
  'error',
  'refused',
  'truncated',
  'ungraded',
  'unchecked',
  'skipped',
  'cancelled',
] as const satisfies readonly Outcome[];

const noOutcomes: Readonly<Record<Outcome, number>> = {
  pass: 0,
  fail: 0,
  error: 0,
  refused: 0,
  truncated: 0,
  ungraded: 0,
  unchecked: 0,
  skipped: 0,
  cancelled: 0,
};

/** An eval's state row by row and per target. It is a function of the state: every view and file is made from it. */
export function evalReport(
  state: RunState,
  caseOf: ReadonlyMap<string, EvalCase>,
  derivedMetrics: Suite['derivedMetrics'] = [],
): EvalReport {
  const models = new Map(state.targets.map(({ id, model }) => [id, model]));
  const rows = Object.values(state.cells).flatMap((cell) => {
    const testCase = caseOf.get(cell.id);
    return testCase
      ? [{ cell, testCase, outcome: outcomeOf(cell), ...servingOf(cell, models.get(cell.target) ?? '') }]
      : [];
  });
  const targets = state.targets.map(({ id }) => {
    const own = rows.filter((row) => row.cell.target === id);
    return { ...targetReport(id, own), derived: deriveMetrics(derivedMetrics, own) };
  });
  const judgings = rows.flatMap(({ cell }) => (cell.judging ? [cell.judging] : []));
  const judging = judgings.length === 0 ? undefined : judgings.reduce((sum, each) => addJudging(sum, each));
  const preferences = preferenceFigures(rows);
  return { rows, targets, judging, ...(preferences.length > 0 ? { preferences } : {}) };
}

/** The report of one target, from its own rows. */
export function targetReport(target: string, rows: readonly EvalRow[]): Omit<TargetReport, 'derived'> {
  const counts = Object.fromEntries(
    outcomes.map((outcome) => [outcome, rows.filter((row) => row.outcome === outcome).length]),
  );
  const passed = counts['pass'] ?? 0;
  const graded = passed + (counts['fail'] ?? 0);
  // Without a second run of any case, a list of runs for each would say nothing.
  const repeated = rows.some(({ cell }) => cell.repeat > 0) ? [...runsByCase(rows).values()] : [];
  const repeats = repeatRates(repeated.map((results) => results.filter((result) => result !== undefined)));
  const times = rows.flatMap(({ cell }) => (cell.cached ? [] : timeOf(cell)));
  const unhindered = unslowed(times);
  const own = unslowedTimes(times, unhindered);
  return {
    target,
    counts: { ...noOutcomes, ...counts },
    passed,
    graded,
    interval: wilson(passed, graded),
    ...defined({ origins: realAndSynthetic(rows) }),
    ...waitingOf(rows),
    cost: costOfCells(rows.map((row) => row.cell)),
    p50: percentile(own, 50),
    p95: percentile(own, 95),
    ...defined({ measuredUnder: unhindered.measuredUnder }),
    metrics: meanScores(rows),
    ...tasksOf(rows),
    flaky: repeated.filter(isFlaky).length,
    ...defined({ repeats }),
    ...fallbacksOf(rows),
    ...substitutesOf(rows),
    ...warningsOf(rows),
  };
}

function waitingOf(rows: readonly EvalRow[]): Pick<TargetReport, 'waiting'> {
  const waiting = rows.filter(({ cell }) => waitsForPerson(cell)).length;
  return waiting > 0 ? { waiting } : {};
}

function fallbacksOf(rows: readonly EvalRow[]): Pick<TargetReport, 'fallbacks'> {
  const routed = rows.flatMap(({ cell }) => (cell.routed && cell.routed.served !== null ? [cell.routed] : []));
  if (routed.length === 0) return {};
  return { fallbacks: { served: routed.filter(isServedByFallback).length, of: routed.length } };
}

function servingOf(cell: CellState, model: string): Pick<EvalRow, 'served' | 'isServedByAnother'> {
  return {
    ...defined({ served: cell.servedModel }),
    ...(isServedByAnother(cell, model) ? { isServedByAnother: true as const } : {}),
  };
}

/** The answers by substitutes; a route's own fallbacks are counted apart. */
function substitutesOf(rows: readonly EvalRow[]): Pick<TargetReport, 'substitutes'> {
  const own = rows.filter(({ cell }) => !cell.routed);
  const others = own.filter((row) => row.isServedByAnother);
  if (others.length === 0) return {};
  const models = [...new Set(others.map(({ served = '' }) => served))];
  return {
    substitutes: { served: others.length, of: own.filter(({ served }) => served !== undefined).length, models },
  };
}

function warningsOf(rows: readonly EvalRow[]): Pick<TargetReport, 'warnings'> {
  const warnings = warningGroups(rows.map(({ cell }) => cell));
  return warnings.length > 0 ? { warnings } : {};
}

function meanScores(rows: readonly EvalRow[]): Record<string, number> {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const { cell } of rows) {
    for (const [name, score] of Object.entries(cell.verdict?.namedScores ?? {})) {
      const known = sums.get(name) ?? { sum: 0, count: 0 };
      sums.set(name, { sum: known.sum + score, count: known.count + 1 });
    }
  }
  return Object.fromEntries([...sums].map(([name, { sum, count }]) => [name, sum / count]));
}

/** The result of each run of each case; undefined where it was not graded. */
function runsByCase(rows: readonly EvalRow[]): ReadonlyMap<string, readonly RunResult[]> {
  const results = new Map<string, RunResult[]>();
  for (const { cell, outcome } of rows) {
    const result = outcome === 'pass' ? true : outcome === 'fail' ? false : undefined;
    const known = results.get(cell.caseId);
    if (known) known.push(result);
    else results.set(cell.caseId, [result]);
  }
  return results;
}

function tasksOf(rows: readonly EvalRow[]): Pick<TargetReport, 'tasks'> {
  const tasks = taskFigures(rows);
  return tasks.length > 0 ? { tasks } : {};
}
