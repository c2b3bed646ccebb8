import type { GateRule } from '../../core/gate/decideGate.ts';
import type { GateResult } from '../../core/gate/gateResult.ts';
import { mergeGates } from '../../core/gate/mergeGates.ts';
import { readGateResult } from '../../core/gate/reports/gateFiles.ts';
import { readNamedFile } from '../../node/files/readNamedFile.ts';
import { finishGate } from '../outputs/finishGate.ts';
import { gateFiles } from '../outputs/gateOutputs.ts';

export interface MergeOptions {
  readonly failOn: GateRule;
  readonly threshold: number;
  readonly allowIncomplete?: true;
  readonly output: readonly string[];
}

/** Merges and reports; the result is the exit code. */
export function merge(files: readonly string[], options: MergeOptions): number {
  const outputs = gateFiles(options.output);
  const result = mergeGates(files.map(readResult));
  return finishGate({ result, outputs, allowIncomplete: false, ...options });
}

function readResult(name: string): GateResult {
  return readGateResult(readNamedFile(name, 'Check the path.'), name);
}
