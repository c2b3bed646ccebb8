import { closest } from '../text/closest.ts';
import type { ReportAt } from '../text/placedValue.ts';
import type { PlacedRule } from './readToolRules.ts';

/** Reports the rules of one list that no call can reach, because one before them answers every call of their tool. */
export function lintOrder<Place>(rules: readonly PlacedRule<Place>[], report: ReportAt<Place>): void {
  const answered = new Set<string>();
  for (const { rule, place } of rules) {
    if (answered.has(rule.tool)) {
      const message = `This rule is never reached: one before it answers every call of "${rule.tool}". Move that one to the end, or give it "args" or "times".`;
      report(place, 'unreachable-rule', message);
    }
    if (rule.args === undefined && rule.times === undefined) answered.add(rule.tool);
  }
}

/** The sentence for a rule whose tool is not among the declared ones; undefined for one that is. */
export function undeclaredTool(tool: string, declared: readonly string[]): string | undefined {
  if (declared.includes(tool)) return undefined;
  const [near] = closest(tool, declared, 1);
  const known = declared.length === 0 ? 'No tool is declared.' : `Declared are ${declared.join(', ')}.`;
  const advice = near === undefined ? known : `Did you mean "${near}"?`;
  return `No model is told of a tool "${tool}", so this rule answers nothing. ${advice}`;
}
