import { leftOutText } from '../run/runProblem.ts';
import { isSignificant } from '../stats/compareOutcomes.ts';
import { counted, formatCount } from '../text/formatCount.ts';
import { formatShortPercent } from '../text/formatPercent.ts';
import { changedChecks } from './changedChecks.ts';
import { classSentence, isFoundLess } from './classChange.ts';
import type { GatedCase, GatedSuite, GateResult, GateStop } from './gateResult.ts';
import type { GateSummary } from './gateSummary.ts';
import { nameOfTarget } from './nameOfTarget.ts';
import { isLikedLess, preferredSentence } from './preferredChange.ts';
import { removedSentence } from './removedText.ts';
import { notRunReason } from './versionResult.ts';
import { whyNotRun } from './whyNotRun.ts';

export const gateRules = ['regressions', 'threshold', 'significant'] as const;

/**
 * The rules by which the gate fails: for any regressed row, for a pass rate that is too low, or for a model that got worse by more than
 * noise.
 */
export type GateRule = (typeof gateRules)[number];

export interface GateOptions {
  readonly failOn: GateRule;
  /** The share of affected rows (0 to 1) that has to pass under the rule `threshold`. */
  readonly threshold: number;
  /** True to let a gate pass that did not get to its end. */
  readonly allowIncomplete: boolean;
}

export type GateOutcome = 'passed' | 'failed' | 'invalid' | 'provider-errors' | 'incomplete' | 'interrupted';

export interface GateDecision {
  readonly outcome: GateOutcome;
  /** One sentence that says why. */
  readonly reason: string;
}

/** Decides by the gravest finding: a proven regression goes before what is not known. */
export function decideGate(result: GateResult, summary: GateSummary, options: GateOptions): GateDecision {
  const { suites, stopped } = result;
  const broken = suites.filter(({ problems }) => problems.length > 0).map(({ suite }) => suite);
  const notRun = summary.counts['not-run'];
  if (stopped.includes('interrupted')) return { outcome: 'interrupted', reason: 'The check was interrupted.' };
  if (broken.length > 0) return { outcome: 'invalid', reason: `What is checked has errors: ${broken.join(', ')}.` };
  const failure = failureOf(result, summary, options) ?? lossIn(result);
  if (failure !== undefined) return { outcome: 'failed', reason: failure };
  const unread = options.allowIncomplete ? undefined : unreadIn(result);
  if (unread !== undefined) return { outcome: 'invalid', reason: unread };
  const passed: GateDecision = { outcome: 'passed', reason: reasonToPass(result, summary) };
  if (notRun === 0) return passed;
  const [stop] = stopped;
  const left = `${formatCount(notRun)} of ${formatCount(rowsOf(result).length)} rows have no comparison`;
  if (options.allowIncomplete) return { outcome: 'passed', reason: `${passed.reason} ${left}.` };
  if (stop) return { outcome: 'incomplete', reason: `${left}: ${stopReasons[stop]}.` };
  const [most] = whyNotRun(rowsOf(result)).toSorted((some, others) => others.rows - some.rows);
  return { outcome: 'provider-errors', reason: `${left}: ${most?.reason ?? notRunReason}` };
}

const stopReasons: Readonly<Record<GateStop, string>> = {
  budget: 'the spending limit was reached',
  time: 'the time was over',
  offline: 'they are neither in the cache nor in the baseline',
  people: 'people have not judged their answers yet',
  interrupted: 'the check was interrupted',
};

function failureOf(result: GateResult, summary: GateSummary, { failOn, threshold }: GateOptions): string | undefined {
  switch (failOn) {
    case 'regressions': {
      const { regressed } = summary.counts;
      if (regressed === 0) return replacedIn(result) ?? lessLiked(result, summary);
      return regressionsText(result);
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
      if (worse.length === 0) return lessFound(result, summary) ?? lessLiked(result, summary);
      return `Worse by more than noise: ${worse.map(({ target }) => target).join(', ')}.`;
    }
  }
}

/** Says which classes are found less often than before by more than noise, which the rate of all rows may hide. */
function lessFound(result: GateResult, { classes = [] }: GateSummary): string | undefined {
  const worse = classes.filter(isFoundLess);
  if (worse.length === 0) return undefined;
  return worse.map((change) => `${nameOfTarget(change, result)}: ${classSentence(change)}`).join(' ');
}

/** Says where judges like the older version better by more than noise. */
function lessLiked(result: GateResult, { preferred = [] }: GateSummary): string | undefined {
  const worse = preferred.filter(isLikedLess);
  if (worse.length === 0) return undefined;
  return worse.map((change) => `${nameOfTarget(change, result)}: ${preferredSentence(change, result)}`).join(' ');
}

function regressionsText(result: GateResult): string {
  const { head, base } = result;
  const regressed = rowsOf(result).filter(({ change }) => change === 'regressed');
  const failing = regressed.filter((row) => !isCheckedLess(row)).length;
  const looser = looserIn(result);
  const parts = [
    ...(failing === 0
      ? []
      : [
          `${counted(failing, 'row passes', 'rows pass')} with ${base} and ${failing === 1 ? 'fails' : 'fail'} with ${head}`,
        ]),
    ...(looser === undefined ? [] : [looser]),
  ];
  return `${parts.join('; ')}.`;
}

/** True for a row that is worse because of its checks and not because of its answer, which no pass rate shows. */
function isCheckedLess({ change, head }: GatedCase): boolean {
  return change === 'regressed' && !(head !== null && head.passed < head.graded);
}

function looserIn(result: GateResult): string | undefined {
  const rows = rowsOf(result).filter(isCheckedLess).length;
  if (rows === 0) return undefined;
  return `${counted(rows, 'row')} ${rows === 1 ? 'is' : 'are'} checked less than with ${result.base}`;
}

/**
 * Names failing rows that stand in place of removed ones: it cannot be told whether that is worse, and it must not look as if it were not.
 */
function replacedIn({ suites, gone, base }: GateResult): string | undefined {
  for (const { suite, rows, removed } of suites) {
    const failures = rows.filter(({ change }) => change === 'new-failure').length;
    const [lost] = gone;
    if (failures === 0 || (removed.length === 0 && !lost)) continue;
    const fail = counted(failures, 'new row fails', 'new rows fail');
    const missing = removed.length > 0 ? removedSentence(removed) : `${lost?.suite} is gone`;
    return `${fail} in ${suite} where others of ${base} are gone, so nothing tells whether it got worse: ${missing}.`;
  }
  return undefined;
}

/**
 * Names a suite that the change concerns and that can be read in neither version: it would always pass. In a shard, others may have its
 * rows.
 */
function unreadIn({ suites, shard }: GateResult): string | undefined {
  if (shard !== null) return undefined;
  for (const { suite, changed, rows, unchanged, knownProblems } of suites) {
    const [problem] = knownProblems;
    if (problem === undefined || changed.length === 0 || rows.length + unchanged > 0) continue;
    return `${suite} compares nothing, in neither version: ${problem}`;
  }
  return undefined;
}

/** Names the things that were compared before and are not any more, as a whole. */
function lossIn(result: GateResult): string | undefined {
  const { suites, gone, base, head } = result;
  const looser = looserIn(result);
  if (looser !== undefined) return `${looser}.`;
  const emptied = suites.find((suite) => comparesNothing(suite, result.shard === null));
  if (emptied)
    return `${emptied.suite} lost all its rows of ${base}, so nothing is compared: ${removedSentence(emptied.removed)}.`;
  const left = gone.find(({ unchecked }) => unchecked.length > 0);
  if (!left) return undefined;
  return `${left.suite} of ${base} is gone in ${head}, so nothing checks the changed ${left.unchecked.join(', ')} any more.`;
}

/** True for a suite of which no row is left that both versions have, where they ask by another prompt or nothing at all. */
function comparesNothing({ removed, rows, unchanged, changed }: GatedSuite, isWhole: boolean): boolean {
  if (removed.length === 0 || unchanged > 0) return false;
  // Of a shard with rows of its own, others may have those that are compared.
  const isAskedAnew = isWhole && changed.some(({ diff }) => diff !== null);
  return rows.length === 0 || (isAskedAnew && rows.every(({ base }) => base === null));
}

function reasonToPass(result: GateResult, summary: GateSummary): string {
  const { counts } = summary;
  const rows = rowsOf(result);
  const missing = missingIn(result, summary);
  const rest = missing.length > 0 ? `; ${missing.join('; ')}` : '';
  if (rows.length === 0 && missing.length === 0) return 'Nothing that a suite asks or checks has changed.';
  if (counts.regressed > 0) return `${formatCount(counts.regressed)} regressed, which the rule allows${rest}.`;
  if (rows.length > 0 && counts.unchecked === rows.length) return `Nothing was judged${rest}.`;
  return missing.length > 0 ? `Nothing that was compared got worse${rest}.` : 'Nothing got worse.';
}

/** The facts that the sentence "nothing got worse" would hide. */
function missingIn({ suites, gone, base }: GateResult, { counts: { unchecked }, advised = 0 }: GateSummary): string[] {
  const removed = suites.flatMap((suite) => suite.removed);
  const known = suites.flatMap(({ knownProblems }) => knownProblems).length;
  const { moreFail, unknown } = changedChecks(suites.flatMap(({ rows }) => rows));
  return [
    ...(removed.length > 0 ? [removedSentence(removed)] : []),
    ...gone.map(({ suite, cases }) => `${suite} is gone with ${counted(cases.length, 'case')}`),
    ...(unchecked > 0 ? [`${counted(unchecked, 'row')} without checks`] : []),
    ...(known > 0 ? [`${leftOutText(known)} of both versions`] : []),
    ...(advised > 0 ? [`${counted(advised, 'row fails', 'rows fail')} by checks that only advise`] : []),
    ...(moreFail > 0 ? [`${counted(moreFail, 'row')} would have failed by the checks of ${base}`] : []),
    ...(unknown > 0 ? [`what the checks of ${base} say of ${counted(unknown, 'row')} is not known`] : []),
  ];
}

function rowsOf({ suites }: GateResult) {
  return suites.flatMap(({ rows }) => rows);
}
