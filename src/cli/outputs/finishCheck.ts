import type { CheckResult } from '../../core/gate/checkResult.ts';
import { summarizeCheck } from '../../core/gate/checkSummary.ts';
import { type CheckOutcome, decideCheck, type GateOptions } from '../../core/gate/decideCheck.ts';
import { formatCheck } from '../../core/gate/reports/checkText.ts';
import { stopSentence } from '../../core/gate/reports/stopSentence.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { isGitHook } from '../terminal/gitHook.ts';
import { print } from '../terminal/terminal.ts';
import { writeOutput } from '../terminal/writeOutput.ts';
import type { CheckFile } from './checkFiles.ts';

export interface FinishedCheck extends GateOptions {
  readonly result: CheckResult;
  readonly outputs: readonly CheckFile[];
}

const codes: Readonly<Record<CheckOutcome, number>> = {
  passed: exitCodes.done,
  failed: exitCodes.modelFailed,
  invalid: exitCodes.badUsage,
  'provider-errors': exitCodes.providerErrors,
  incomplete: exitCodes.budget,
  interrupted: exitCodes.interrupted,
};

/** Prints the report and writes the files; the result is the exit code. */
export function finishCheck({ result, outputs, ...rules }: FinishedCheck): number {
  const summary = summarizeCheck(result);
  const report = { result, summary, decision: decideCheck(result, summary, rules) };
  const code = codes[report.decision.outcome];
  const stopsCommit = code !== exitCodes.done && isGitHook();
  if (stopsCommit) print(`${stopSentence(report)}\n\n`);
  print(formatCheck(report));
  for (const { name, write } of outputs) writeOutput(name, write(report), 'Choose another file.');
  if (stopsCommit) print('To commit all the same: git commit --no-verify\n');
  return code;
}
