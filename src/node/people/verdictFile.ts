import {
  type ReadVerdicts,
  readVerdictLines,
  type VerdictLine,
  writeVerdictLine,
} from '../../core/people/verdictLines.ts';
import { readTextIfThere } from '../files/readTextIfThere.ts';
import { addLabelLines, labelFileOf } from './labelFile.ts';

/** The file of people's verdicts on the answers of a suite, by the suite's name in runs. */
export function verdictFileOf(storage: string, run: string): string {
  return labelFileOf(storage, run, 'jsonl');
}

export function readVerdicts(storage: string, run: string): ReadVerdicts {
  return readVerdictLines(readTextIfThere(verdictFileOf(storage, run)) ?? '');
}

/** Adds one verdict. Throws `storage` where it cannot be kept. */
export function addVerdict(storage: string, run: string, line: VerdictLine): void {
  addLabelLines(storage, verdictFileOf(storage, run), [writeVerdictLine(line)]);
}
