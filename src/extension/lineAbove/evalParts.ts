import type * as vscode from 'vscode';
import type { SuiteEstimate } from '../../core/pricing/estimateSuite.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import { formatEstimatedMoney, formatSuiteEstimate } from '../../core/pricing/formatSuiteEstimate.ts';
import { openBatches } from '../../core/run/batchState.ts';
import { isLeftOut } from '../../core/run/runProblem.ts';
import { counted, formatCount } from '../../core/text/formatCount.ts';
import { isActive } from '../../node/runs/readRun.ts';
import type { RunSession } from '../../node/runs/runSession.ts';
import { commands } from '../editor/contributions.ts';
import type { Services } from '../services/services.ts';
import type { OpenSuite } from '../services/suites.ts';

const patienceMs = 150;

/** How many results there are, of one suite or of several. */
export interface Tally {
  readonly passed: number;
  /** How many of them belong to cases with checks. */
  readonly of: number;
  /** Parts of the suites that cannot be read, so that nothing is known of them. */
  readonly leftOut: number;
  /** True when some of the results belong to an older prompt, case or check. */
  readonly isStale: boolean;
}

/** How the last runs of these suites went; undefined when there is no result. */
export function tallyOf({ evals }: Services, suites: readonly OpenSuite[]): Tally | undefined {
  const results = suites.flatMap(({ uri, suite }) => {
    const known = evals.results(uri);
    return suite.cases.flatMap((testCase) => known.resultsOf(testCase, suite));
  });
  if (results.length === 0) return undefined;
  return {
    passed: results.filter(({ outcome }) => outcome === 'pass').length,
    of: results.filter(({ outcome }) => outcome !== 'unchecked').length,
    leftOut: suites.reduce((sum, { suite }) => sum + suite.problems.filter(isLeftOut).length, 0),
    isStale: results.some(({ staleness }) => staleness !== undefined),
  };
}

/** The text of the part, such as `115/180 passed` or `115/180 passed, 2 left out`. */
export function tallyText({ passed, of, leftOut, isStale }: Tally): string {
  const left = leftOut > 0 ? `, ${leftOut} left out` : '';
  return `${formatCount(passed)}/${formatCount(of)} passed${left}${isStale ? ', some stale' : ''}`;
}

/** What is under way: an eval of one of these suites, or batch jobs at a vendor. Undefined when there is nothing. */
export function underWay({ evals }: Services, suites: readonly OpenSuite[]): vscode.Command | undefined {
  for (const { uri } of suites) {
    const { current } = evals.sessions.get(uri);
    if (current?.isRunning)
      return {
        title: `$(sync~spin) ${progressOf(current)}`,
        command: commands.showResults,
        arguments: [uri],
        tooltip: 'Show the answers that are there',
      };
    // Answers that a vendor still has to give have neither passed nor failed.
    if (current?.state.status === 'submitted') {
      const jobs = openBatches(current.state).length;
      return {
        title: `$(watch) Collect results of ${jobs} batch ${jobs === 1 ? 'job' : 'jobs'}`,
        command: commands.collectBatch,
        arguments: [uri],
        tooltip: 'Ask whether the jobs are done, and take over what is there',
      };
    }
  }
  return undefined;
}

/** How many cells have ended, such as `37 of 360 answers`. */
function progressOf(session: RunSession): string {
  const { plan, cells } = session.state;
  const ended = plan.filter(({ id }) => !isActive(cells[id]?.status ?? 'queued')).length;
  return `${ended} of ${plan.length} answers`;
}

/** What a suite would take, as text; a placeholder while that is worked out. */
export interface Outlook {
  /** The price in its short form, for the line. */
  readonly money: string;
  readonly whole: string;
}

/**
 * What a suite would take. A large suite takes a while to estimate: then a placeholder comes at once, and `changed` is called when the
 * figures are there.
 */
export async function outlookOf(services: Services, open: OpenSuite, changed: () => void): Promise<Outlook> {
  if (services.evals.targetsOf(open).length === 0) return both('no model is chosen');
  const estimate = services.estimates.ofSuite(open).then(asOutlook, () => both('no estimate'));
  const quick = await Promise.race([estimate, services.environment.clock.sleep(patienceMs).then(() => undefined)]);
  if (quick !== undefined) return quick;
  void estimate.then(changed);
  return both('estimating...');
}

function both(text: string): Outlook {
  return { money: text, whole: text };
}

function asOutlook(estimate: SuiteEstimate): Outlook {
  const whole = formatSuiteEstimate(estimate);
  const { models, unknown, money, simulated, basis } = estimate;
  if (models === 0) return both(whole);
  if (unknown.length === models) return { money: 'price unknown', whole };
  const atLeast = unknown.length > 0 ? 'at least ' : '';
  if (money.high === 0) return { money: atLeast === '' ? formatEstimatedMoney(estimate) : 'price unknown', whole };
  const label = simulated ? ' simulated' : '';
  // Where the cost is a lower limit for some models and an upper limit for others, the sum is neither.
  if (basis === 'unknown' && atLeast === '') return { money: `at most ${formatMoney(money.high)}${label}`, whole };
  return { money: `est. ${atLeast}${formatMoney(money.expected)}${label}`, whole };
}

/** The size of a suite, such as `60 cases × 3 models`. */
export function sizeOf({ evals }: Services, open: OpenSuite): string {
  const targets = evals.targetsOf(open).length;
  return `${casesOf([open])} × ${targets} ${targets === 1 ? 'model' : 'models'}`;
}

/** How many cases there are, such as `60 cases`. */
export function casesOf(suites: readonly OpenSuite[]): string {
  const count = suites.reduce((sum, { suite }) => sum + suite.cases.length, 0);
  return counted(count, 'case');
}
