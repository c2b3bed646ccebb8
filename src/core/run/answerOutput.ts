import type { JsonObject, JsonValue } from '../json.ts';
import type { ToolCall } from '../messages.ts';

/** The answer of a model: words, calls, or both. */
interface Answered {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
}

/**
 * An answer in the form for checks, transforms, scripts and promptfoo's results: its text; the list of its calls where it consists of
 * calls; a message with both where both came.
 */
export function outputOf({ text, toolCalls }: Answered): JsonValue {
  if (toolCalls.length === 0) return text;
  const calls = toolCalls.map(callOf);
  return text === '' ? calls : { role: 'assistant', content: text, tool_calls: calls };
}

/** The same as text, for every place where an answer is shown, compared or kept as one. */
export function outputText(answered: Answered): string {
  const output = outputOf(answered);
  return typeof output === 'string' ? output : JSON.stringify(output);
}

function callOf({ id, name, input }: ToolCall): JsonObject {
  // Arguments that were no JSON are kept as they came.
  const given = typeof input === 'string' ? input : JSON.stringify(input);
  return { ...(id === '' ? {} : { id }), type: 'function', function: { name, arguments: given } };
}
