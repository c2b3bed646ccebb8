import type { EvalFile } from '../../core/reports/evalFiles.ts';
import { formatEvalSummary } from '../../core/reports/evalSummary.ts';
import { requirementLines } from '../../core/reports/requirementLines.ts';
import { isRequiredMet } from '../../core/results/requirements.ts';
import { leftOutOf, leftOutText, placeOfProblem, type RunProblem } from '../../core/run/runProblem.ts';
import { formatShortPercent } from '../../core/text/formatPercent.ts';
import { inOneLine } from '../../core/text/inOneLine.ts';
import { print } from '../terminal/terminal.ts';
import { evalExitCode, passRate } from './evalExitCode.ts';
import { type ResultFile, writeResults } from './resultFiles.ts';

export interface FinishedEval extends EvalFile {
  readonly outputs: readonly ResultFile[];
  readonly threshold?: number;
  readonly interrupted?: boolean;
  /** When true, only the results decide, whatever was left out. */
  readonly allowIncomplete?: boolean;
  /** When true, nothing is printed, because stdout belongs to something else. */
  readonly isQuiet?: boolean;
  /** False for a run that is not stored, so that its id would say nothing. */
  readonly isRecorded?: boolean;
}

/** Prints the summary and writes the files; the result is the exit code. */
export function finishEval({
  outputs,
  threshold,
  interrupted = false,
  allowIncomplete = false,
  isQuiet = false,
  isRecorded = true,
  ...file
}: FinishedEval): number {
  const { state, report, required } = file;
  if (!isQuiet) print(`${formatEvalSummary(report)}${isRecorded ? `run ${state.runId}\n` : ''}`);
  if (!isQuiet && threshold !== undefined) print(thresholdLine(passRate(report.rows), threshold));
  if (!isQuiet) for (const line of requirementLines(required)) print(`${line}\n`);
  writeResults(outputs, file);
  const left = leftOutOf(state);
  const isIncomplete = (isQuiet ? left.length > 0 : tellLeftOut(left)) && !allowIncomplete;
  const met = required && { isRequiredMet: isRequiredMet(required) };
  const end = { status: state.status, rows: report.rows, interrupted, isIncomplete, ...met };
  return evalExitCode(threshold === undefined ? end : { ...end, threshold });
}

/** Tells at the end that a run did not do all that was asked. The result is true when it told something. */
export function tellLeftOut(left: readonly RunProblem[]): boolean {
  const [first] = left;
  if (!first) return false;
  const more = left.length > 1 ? `, and ${left.length - 1} more` : '';
  const what = inOneLine(`${placeOfProblem(first)}: ${first.message}`);
  print(`incomplete: ${leftOutText(left.length)}: ${what}${more}\n`);
  return true;
}

function thresholdLine(rate: number, threshold: number): string {
  const below = rate < threshold ? 'below' : 'not below';
  return `pass rate ${formatShortPercent(rate)}, ${below} the threshold of ${formatShortPercent(threshold)}\n`;
}
