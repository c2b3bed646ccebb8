import { type ChoiceLine, readChoiceLines, writeChoiceLine } from '../../core/people/choiceLines.ts';
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

/** The choices between two answers, which stand in the same file. */
export function readChoices(storage: string, run: string): readonly ChoiceLine[] {
  return readChoiceLines(readTextIfThere(verdictFileOf(storage, run)) ?? '');
}

/** Adds a choice as `addVerdict` adds a verdict. */
export function addChoice(storage: string, run: string, line: ChoiceLine): void {
  addLabelLines(storage, verdictFileOf(storage, run), [writeChoiceLine(line)]);
}

/** Adds one verdict. Throws `storage` where it cannot be kept. */
export function addVerdict(storage: string, run: string, line: VerdictLine): void {
  addLabelLines(storage, verdictFileOf(storage, run), [writeVerdictLine(line)]);
}

/** Adds the verdicts that the file does not have; the result is how many. Throws `storage` where they cannot be kept. */
export function addVerdicts(storage: string, run: string, lines: readonly VerdictLine[]): number {
  const known = new Set(readVerdicts(storage, run).lines.map(({ id }) => id));
  const fresh = lines.filter(({ id }) => !known.has(id));
  if (fresh.length > 0) addLabelLines(storage, verdictFileOf(storage, run), fresh.map(writeVerdictLine));
  return fresh.length;
}
