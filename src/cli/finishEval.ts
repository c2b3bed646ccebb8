import type { EvalFile } from '../core/run/reports/evalFiles.ts';
import { formatEvalSummary } from '../core/run/reports/evalSummary.ts';
import { formatShortPercent } from '../core/text/formatPercent.ts';
import { evalExitCode, passRate } from './evalExitCode.ts';
import { type ResultFile, writeResults } from './resultFiles.ts';

export interface FinishedEval extends EvalFile {
  readonly outputs: readonly ResultFile[];
  readonly threshold?: number;
  readonly interrupted?: boolean;
  /** Prints nothing: stdout belongs to something else. */
  readonly isQuiet?: boolean;
}

/** Prints the summary and writes the files; the result is the exit code. */
export function finishEval({
  outputs,
  threshold,
  interrupted = false,
  isQuiet = false,
  ...file
}: FinishedEval): number {
  const { state, report } = file;
  if (!isQuiet) process.stdout.write(`${formatEvalSummary(report)}run ${state.runId}\n`);
  if (!isQuiet && threshold !== undefined) process.stdout.write(thresholdLine(passRate(report.rows), threshold));
  writeResults(outputs, file);
  const end = { status: state.status, rows: report.rows, interrupted };
  return evalExitCode(threshold === undefined ? end : { ...end, threshold });
}

function thresholdLine(rate: number, threshold: number): string {
  const below = rate < threshold ? 'below' : 'not below';
  return `pass rate ${formatShortPercent(rate)}, ${below} the threshold of ${formatShortPercent(threshold)}\n`;
}
