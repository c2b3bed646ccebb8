import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { jsonObjectIn, parseArguments } from '../../jsonRead.ts';
import type { ToolCall } from '../../messages.ts';

/** The arguments of a call as a server gives them: JSON as text by the documentation, and the value itself from some servers. */
export function callInput(given: JsonValue | undefined): JsonValue {
  if (given === undefined || given === null) return {};
  return typeof given === 'string' ? parseArguments(given) : given;
}

/** The arguments of a call as value, and as text too where a text came that writing the value would not give again. */
export function callArguments(given: JsonValue | undefined): Pick<ToolCall, 'input' | 'argumentText'> {
  const input = callInput(given);
  return typeof given !== 'string' || JSON.stringify(input) === given ? { input } : { input, argumentText: given };
}

/** The arguments of a call in a conversation as they came; nothing at all is an empty object. */
export function argumentsText({ input, argumentText }: ToolCall): string {
  const text = argumentText ?? JSON.stringify(input);
  return text.trim() === '' ? '{}' : text;
}

/**
 * The arguments of a call for servers that read them again and answer 400 to anything but an object, which is then an empty one:
 * https://github.com/vllm-project/vllm/issues/43995
 */
export function objectText(call: ToolCall): string {
  const text = argumentsText(call);
  return jsonObjectIn(text) ? text : '{}';
}

/** The arguments of a call for vendors that take an object alone. */
export function inputObject({ input }: ToolCall): JsonObject {
  return isJsonObject(input) ? input : {};
}

/** True for text that is one whole JSON value: nothing can be added to it. */
export function isWholeJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The place of a piece among its kind: a number, or a number as text; undefined for anything else. */
export function placeOf(index: JsonValue | undefined): number | undefined {
  const place = typeof index === 'string' && index.trim() !== '' ? Number(index) : index;
  return typeof place === 'number' && Number.isInteger(place) ? place : undefined;
}
