import { mergeBaselines } from '../../core/gate/storedBaseline.ts';
import { readBaselineFile, writeBaselineFile } from '../../node/gate/baselineFiles.ts';
import { exitCodes } from '../terminal/exitCodes.ts';

/** Writes the merge of three baselines over the second one. Throws when one of them cannot be read, so that Git keeps the conflict. */
export function mergeBaselineFiles(base: string, ours: string, theirs: string): number {
  const [before, left, right] = [base, ours, theirs].map(readBaselineFile);
  if (before && left && right) writeBaselineFile(ours, mergeBaselines(before, left, right));
  return exitCodes.done;
}
