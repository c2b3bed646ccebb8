import type { JsonValue } from '../json.ts';
import type { ToolCall } from '../messages.ts';
import type { AnsweredBy, ToolResult } from '../run/round.ts';
import type { FixedAnswer } from '../tools/toolSettings.ts';

/** The result of a call whose answer is known. */
export function fixedResult(call: ToolCall, answer: FixedAnswer, by: AnsweredBy): ToolResult {
  switch (answer.type) {
    case 'result':
      return resultOf(call, answer.value, by);
    case 'error':
      return errorOf(call, answer.message, by);
    case 'parts':
      return { ...resultOf(call, answer.text, by), media: answer.media };
  }
}

/** The result of a call: a text as it is, all else as JSON. */
export function resultOf({ id, name }: ToolCall, value: JsonValue, by: AnsweredBy): ToolResult {
  return { id, name, output: typeof value === 'string' ? value : JSON.stringify(value), by };
}

/** The result of a call that failed, of which the model is told that it is an error. */
export function errorOf({ id, name }: ToolCall, message: string, by: AnsweredBy): ToolResult {
  return { id, name, output: message, isError: true, by };
}
