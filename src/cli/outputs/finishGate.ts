import { decideGate, type GateOptions, type GateOutcome } from '../../core/gate/decideGate.ts';
import type { GateResult } from '../../core/gate/gateResult.ts';
import { summarizeGate } from '../../core/gate/gateSummary.ts';
import { formatGate } from '../../core/gate/reports/gateText.ts';
import { stopSentence } from '../../core/gate/reports/stopSentence.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { isGitHook } from '../terminal/gitHook.ts';
import { print } from '../terminal/terminal.ts';
import { writeOutput } from '../terminal/writeOutput.ts';
import type { GateFile } from './gateOutputs.ts';

export interface FinishedGate extends GateOptions {
  readonly result: GateResult;
  readonly outputs: readonly GateFile[];
}

const codes: Readonly<Record<GateOutcome, number>> = {
  passed: exitCodes.done,
  failed: exitCodes.modelFailed,
  invalid: exitCodes.badUsage,
  'provider-errors': exitCodes.providerErrors,
  incomplete: exitCodes.budget,
  interrupted: exitCodes.interrupted,
};

/** Prints the report and writes the files; the result is the exit code. */
export function finishGate({ result, outputs, ...rules }: FinishedGate): number {
  const summary = summarizeGate(result);
  const report = { result, summary, decision: decideGate(result, summary, rules) };
  const code = codes[report.decision.outcome];
  const stopsCommit = code !== exitCodes.done && isGitHook();
  if (stopsCommit) print(`${stopSentence(report)}\n\n`);
  print(formatGate(report));
  for (const { name, write } of outputs) writeOutput(name, write(report), 'Choose another file.');
  if (stopsCommit) print('To commit all the same: git commit --no-verify\n');
  return code;
}
