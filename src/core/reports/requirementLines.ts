import type { RequiredFigures, RequirementResult } from '../results/requirements.ts';
import { counted } from '../text/formatCount.ts';
import { formatPercent } from '../text/formatPercent.ts';
import { inOneLine } from '../text/inOneLine.ts';

/** A line for each requirement, such as `not met: simulated/terse recall(refund) >= 0.95, it is 81.8%`, and what is beside them. */
export function requirementLines(required: RequiredFigures | undefined): readonly string[] {
  return requirementNotes(required).map(({ text }) => text);
}

/** A requirement, or what is beside all of them, as a view shows it. */
export interface RequirementNote {
  readonly text: string;
  readonly isMet: boolean;
}

/** The same as notes; empty where nothing is required. */
export function requirementNotes(required: RequiredFigures | undefined): readonly RequirementNote[] {
  if (!required) return [];
  const { results, failedOtherwise } = required;
  const notes = results.map((result) => ({ text: requirementLine(result), isMet: result.isMet }));
  return failedOtherwise === 0 ? notes : [...notes, { text: otherwiseLine(failedOtherwise), isMet: false }];
}

/** The rows that fail whatever the figures come to. */
export function otherwiseLine(failedOtherwise: number): string {
  return `not met: ${counted(failedOtherwise, 'row')} did not pass for a reason that no requirement speaks of`;
}

export function requirementLine({ target, requirement, value, isMet }: RequirementResult): string {
  const is =
    value === undefined
      ? 'there is no such figure, or it is not clear which is meant'
      : `it is ${formatPercent(value)}`;
  return `${isMet ? 'met' : 'not met'}: ${inOneLine(target)} ${requirement.text}, ${is}`;
}
