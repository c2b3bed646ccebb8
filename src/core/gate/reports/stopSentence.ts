import { counted, formatCount } from '../../text/formatCount.ts';
import { printable } from '../../text/printable.ts';
import type { GateReport } from './gateReport.ts';

/** One line that says why a commit was stopped: editors show only the first line of a hook's output. */
export function stopSentence({ result, decision }: Pick<GateReport, 'result' | 'decision'>): string {
  const worse = result.suites.flatMap(({ suite, rows }) =>
    rows.filter(({ change }) => change === 'regressed').map((row) => ({ ...row, suite })),
  );
  const what = worse.length > 0 && decision.outcome === 'failed' ? worseText(worse) : decision.reason;
  return printable(`Polyprompt stopped this commit: ${what}`).replace(/\s+/g, ' ');
}

interface WorseRow {
  readonly suite: string;
  readonly caseId: string;
  readonly target: string;
}

/** A sentence such as `19 cases got worse in triage.eval.yaml (39 results on 3 models).` */
function worseText(rows: readonly WorseRow[]): string {
  const cases = new Set(rows.map(({ suite, caseId }) => `${suite} ${caseId}`)).size;
  const models = new Set(rows.map(({ target }) => target)).size;
  const suites = [...new Set(rows.map(({ suite }) => suite))];
  const more = rows.length > cases ? ` (${formatCount(rows.length)} results on ${models} models)` : '';
  return `${counted(cases, 'case')} got worse in ${suites.join(', ')}${more}.`;
}
