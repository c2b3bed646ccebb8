import { isSignificant } from '../../stats/compareOutcomes.ts';
import { counted, formatCount } from '../../text/formatCount.ts';
import { formatShortPercent } from '../../text/formatPercent.ts';
import type { CheckResult, CheckStop } from './checkResult.ts';
import type { CheckSummary } from './checkSummary.ts';
import { notRunReason } from './versionResult.ts';
import { whyNotRun } from './whyNotRun.ts';

export const gateRules = ['regressions', 'threshold', 'significant'] as const;

/** What fails the gate: any regressed row, a pass rate that is too low, or a model that did worse by more than noise. */
export type GateRule = (typeof gateRules)[number];

export interface GateOptions {
  readonly failOn: GateRule;
  /** Of rule `threshold`: share of the affected rows that has to pass. */
  readonly threshold: number;
  /** Lets a check pass that did not get to its end. */
  readonly allowIncomplete: boolean;
}

export type CheckOutcome = 'passed' | 'failed' | 'invalid' | 'provider-errors' | 'incomplete' | 'interrupted';

export interface CheckDecision {
  readonly outcome: CheckOutcome;
  /** Why, in one sentence. */
  readonly reason: string;
}

/** The gravest that can be said: what is proven goes before what is not known. */
export function decideCheck(result: CheckResult, summary: CheckSummary, options: GateOptions): CheckDecision {
  const { suites, stopped } = result;
  const broken = suites.filter(({ problems }) => problems.length > 0).map(({ suite }) => suite);
  const notRun = summary.counts['not-run'];
  if (stopped.includes('interrupted')) return { outcome: 'interrupted', reason: 'The check was interrupted.' };
  if (broken.length > 0) return { outcome: 'invalid', reason: `What is checked has errors: ${broken.join(', ')}.` };
  const failure = failureOf(result, summary, options);
  if (failure !== undefined) return { outcome: 'failed', reason: failure };
  const passed: CheckDecision = { outcome: 'passed', reason: reasonToPass(result, summary) };
  if (notRun === 0) return passed;
  const [stop] = stopped;
  const left = `${formatCount(notRun)} of ${formatCount(rowsOf(result).length)} rows have no comparison`;
  if (options.allowIncomplete) return { outcome: 'passed', reason: `${passed.reason} ${left}.` };
  if (stop) return { outcome: 'incomplete', reason: `${left}: ${stopReasons[stop]}.` };
  const [most] = whyNotRun(rowsOf(result)).toSorted((some, others) => others.rows - some.rows);
  return { outcome: 'provider-errors', reason: `${left}: ${most?.reason ?? notRunReason}` };
}

const stopReasons: Readonly<Record<CheckStop, string>> = {
  budget: 'the spending limit was reached',
  time: 'the time was over',
  offline: 'they are neither in the cache nor in the baseline',
  interrupted: 'the check was interrupted',
};

function failureOf(result: CheckResult, summary: CheckSummary, { failOn, threshold }: GateOptions): string | undefined {
  switch (failOn) {
    case 'regressions': {
      const { regressed } = summary.counts;
      if (regressed === 0) return undefined;
      return `${counted(regressed, 'row passes', 'rows pass')} with ${result.base} and ${regressed === 1 ? 'fails' : 'fail'} with ${result.head}.`;
    }
    case 'threshold': {
      const graded = rowsOf(result).filter(({ head }) => head && head.graded > 0);
      const passed = graded.filter(({ head }) => head?.passed === head?.graded).length;
      if (graded.length === 0 || passed / graded.length >= threshold) return undefined;
      return `${formatCount(passed)} of ${formatCount(graded.length)} affected rows pass: below the threshold of ${formatShortPercent(threshold)}.`;
    }
    case 'significant': {
      const worse = summary.targets.filter(
        ({ comparison }) => isSignificant(comparison) && (comparison.difference ?? 0) < 0,
      );
      if (worse.length === 0) return undefined;
      return `Worse by more than noise: ${worse.map(({ target }) => target).join(', ')}.`;
    }
  }
}

function reasonToPass(result: CheckResult, { counts }: CheckSummary): string {
  if (rowsOf(result).length === 0) return 'Nothing that a suite asks or checks has changed.';
  return counts.regressed === 0
    ? 'Nothing got worse.'
    : `${formatCount(counts.regressed)} regressed, which the rule allows.`;
}

function rowsOf({ suites }: CheckResult) {
  return suites.flatMap(({ rows }) => rows);
}
