import type { CheckResult } from '../../core/gate/checkResult.ts';
import type { GateRule } from '../../core/gate/decideCheck.ts';
import { mergeChecks } from '../../core/gate/mergeChecks.ts';
import { readCheckResult } from '../../core/gate/reports/checkFiles.ts';
import { readNamedFile } from '../../node/files/readNamedFile.ts';
import { checkFiles } from '../outputs/checkFiles.ts';
import { finishCheck } from '../outputs/finishCheck.ts';

export interface MergeOptions {
  readonly failOn: GateRule;
  readonly threshold: number;
  readonly allowIncomplete?: true;
  readonly output: readonly string[];
}

/** Merges and reports; the result is the exit code. */
export function merge(files: readonly string[], options: MergeOptions): number {
  const outputs = checkFiles(options.output);
  const result = mergeChecks(files.map(readResult));
  return finishCheck({ result, outputs, allowIncomplete: false, ...options });
}

function readResult(name: string): CheckResult {
  return readCheckResult(readNamedFile(name, 'Check the path.'), name);
}
