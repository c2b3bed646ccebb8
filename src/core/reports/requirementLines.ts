import type { RequirementResult } from '../results/requirements.ts';
import { formatPercent } from '../text/formatPercent.ts';
import { inOneLine } from '../text/inOneLine.ts';

/** A line for each requirement, such as `not met: simulated/terse recall(refund) >= 0.95, it is 81.8%`. */
export function requirementLines(required: readonly RequirementResult[] = []): readonly string[] {
  return required.map(requirementLine);
}

export function requirementLine({ target, requirement, value, isMet }: RequirementResult): string {
  const is =
    value === undefined
      ? 'there is no such figure, or it is not clear which is meant'
      : `it is ${formatPercent(value)}`;
  return `${isMet ? 'met' : 'not met'}: ${inOneLine(target)} ${requirement.text}, ${is}`;
}
