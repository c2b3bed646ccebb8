import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { parseArguments } from '../jsonRead.ts';
import type { GradedAnswer } from './verdict.ts';

export interface CalledTool {
  readonly name: string;
  readonly input: JsonValue;
}

/** The tools that an answer calls: those that the provider reported, else those that its output spells in any vendor's way. */
export function toolCallsOf(answer: GradedAnswer): readonly CalledTool[] {
  if (answer.toolCalls !== undefined && answer.toolCalls.length > 0) return answer.toolCalls;
  return callsIn(structured(answer.output));
}

/** An output that is JSON as text becomes its value, and lines of JSON become a list; any other stays as it is. */
export function structured(output: JsonValue): JsonValue {
  if (typeof output !== 'string') return output;
  const whole = jsonOf(output);
  if (whole !== undefined) return whole;
  const lines = output.split('\n').map(jsonOf).filter(isJsonObject);
  return lines.length > 0 ? lines : output;
}

function jsonOf(text: string): JsonValue | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

const nested = ['tool_calls', 'toolCalls', 'toolCall', 'functionCalls', 'functionCall', 'function_call', 'function'];

function callsIn(value: JsonValue): readonly CalledTool[] {
  if (Array.isArray(value)) return value.flatMap(callsIn);
  if (!isJsonObject(value)) return [];
  const inner = nested.flatMap((key) => (Object.hasOwn(value, key) ? callsIn(value[key] ?? null) : []));
  if (inner.length > 0) return inner;
  const { name } = value;
  return typeof name === 'string' ? [{ name, input: inputOf(value) }] : [];
}

function inputOf(call: JsonObject): JsonValue {
  const input = call['arguments'] ?? call['args'] ?? call['input'] ?? call['parameters'] ?? {};
  return typeof input === 'string' ? parseArguments(input) : input;
}
