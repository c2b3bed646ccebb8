import { isJsonObject, type JsonValue } from '../json.ts';
import type { ToolCall, ToolOutput } from '../messages.ts';
import type { ToolRule } from './toolSettings.ts';

/** The rule that gives this result to calls with the same arguments. */
export function ruleOfResult(
  { name, input }: ToolCall,
  { output, isError }: Pick<ToolOutput, 'output' | 'isError'>,
): ToolRule {
  const args = isJsonObject(input) && Object.keys(input).length > 0 ? { args: input } : {};
  const answer = isError
    ? ({ type: 'error', message: output } as const)
    : ({ type: 'result', value: writtenValue(output) } as const);
  return { tool: name, ...args, answer };
}

/** Objects and lists are written as such, so that they can be read and edited; all else stays the text that it is. */
function writtenValue(output: string): JsonValue {
  if (!/^\s*[[{]/.test(output)) return output;
  try {
    const value: JsonValue = JSON.parse(output);
    return value;
  } catch {
    return output;
  }
}
