import { isJsonObject } from '../json.ts';
import type { ToolDefinition } from '../messages.ts';
import { closest } from '../text/closest.ts';
import type { ReportAt } from '../text/placedValue.ts';
import type { Problem } from '../text/problem.ts';
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

/**
 * Reports rules that answer no call: of a tool that no model is told of, which is most often a slip in its name, and of arguments that the
 * tool does not have. `severity` is that of a tool where none is declared at all.
 */
export function lintDeclared<Place>(
  rules: readonly PlacedRule<Place>[],
  tools: readonly Pick<ToolDefinition, 'name' | 'inputSchema'>[],
  { report, severity }: { readonly report: ReportAt<Place>; readonly severity: Problem['severity'] },
): void {
  const names = [...new Set(tools.map(({ name }) => name))];
  for (const { rule, place, argumentPlace } of rules) {
    const declared = tools.filter(({ name }) => name === rule.tool);
    if (declared.length === 0)
      report(place, 'undeclared-tool', undeclaredTool(rule.tool, names), names.length === 0 ? severity : 'error');
    for (const name of Object.keys(rule.args ?? {})) {
      const message = unknownArgument(rule.tool, name, declared);
      if (message !== undefined) report(argumentPlace?.(name) ?? place, 'unknown-argument', message);
    }
  }
}

function undeclaredTool(tool: string, declared: readonly string[]): string {
  const [near] = closest(tool, declared, 1);
  const known = declared.length === 0 ? 'No tool is declared.' : `Declared are ${declared.join(', ')}.`;
  const advice = near === undefined ? known : `Did you mean "${near}"?`;
  return `No model is told of a tool "${tool}", so this rule answers nothing. ${advice}`;
}

/** The sentence for an argument that no declaration of the tool has; undefined where one has it, or where none says what there are. */
function unknownArgument(
  tool: string,
  name: string,
  declared: readonly Pick<ToolDefinition, 'inputSchema'>[],
): string | undefined {
  const properties = declared.map(({ inputSchema }) => inputSchema?.['properties']);
  if (declared.length === 0 || name.includes('{{') || !properties.every(isJsonObject)) return undefined;
  const known = properties.flatMap((fields) => Object.keys(fields));
  if (known.includes(name)) return undefined;
  const [near] = closest(name, known, 1);
  const advice = near === undefined ? `It has ${known.join(', ') || 'none'}.` : `Did you mean "${near}"?`;
  return `The tool "${tool}" has no argument "${name}", so no call fits this rule. ${advice}`;
}
