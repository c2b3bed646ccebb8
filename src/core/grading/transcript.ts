import type { JsonObject, JsonValue } from '../json.ts';
import type { Message, Part, ToolCall } from '../messages.ts';
import type { GradedAnswer } from './verdict.ts';

/**
 * What was said to an answer of several rounds or turns, one line for each thing, as a judge reads it; undefined where the output is all
 * of it. What a model thought, and the state that its vendor needs back, are no part of it.
 */
export function transcriptText({ said = [] }: Pick<GradedAnswer, 'said'>): string | undefined {
  if (said.every(({ role }) => role === 'assistant')) return undefined;
  return said.flatMap(({ role, parts }) => parts.flatMap((part) => lineOf(role, part))).join('\n');
}

function lineOf(role: Message['role'], part: Part): readonly string[] {
  switch (part.type) {
    case 'text':
      return [`${role}: ${part.text}`];
    case 'media':
      return [`${role}: (a file${part.contentType === undefined ? '' : `, ${part.contentType}`})`];
    case 'tool-call':
      return [`${role} calls ${part.name} ${JSON.stringify(part.input)}`];
    case 'tool-result':
      return [`${part.name} ${part.isError ? 'fails' : 'gives'}: ${part.output}${picturesOf(part.media)}`];
    case 'reasoning':
    case 'pending':
      return [];
  }
}

function picturesOf(media: readonly unknown[] = []): string {
  return media.length === 0 ? '' : ` (and ${media.length} ${media.length === 1 ? 'picture' : 'pictures'})`;
}

/** The whole conversation, the prompt first, as scripts see it: in OpenAI's form, whichever model answered. */
export function scriptMessages({ messages = [], said = [] }: Pick<GradedAnswer, 'messages' | 'said'>): JsonObject[] {
  return [...messages, ...said].flatMap((message) =>
    message.role === 'tool' ? resultsIn(message.parts) : [spoken(message)],
  );
}

/** The calls of all rounds as scripts see them. */
export function scriptCalls({ toolCalls }: GradedAnswer): JsonObject[] | undefined {
  return toolCalls?.map(({ id, name, input }) => ({ id, name, args: input }));
}

function spoken({ role, parts }: Message): JsonObject {
  const calls = parts.filter((part) => part.type === 'tool-call');
  return { role, content: textIn(parts), ...(calls.length > 0 ? { tool_calls: calls.map(callOf) } : {}) };
}

function textIn(parts: readonly Part[]): string {
  return parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
}

function callOf({ id, name, input, argumentText }: ToolCall): JsonValue {
  const given = argumentText ?? (typeof input === 'string' ? input : JSON.stringify(input));
  return { id, type: 'function', function: { name, arguments: given } };
}

function resultsIn(parts: readonly Part[]): JsonObject[] {
  return parts.flatMap((part) =>
    part.type === 'tool-result'
      ? [
          {
            role: 'tool',
            tool_call_id: part.id,
            name: part.name,
            content: part.output,
            ...(part.isError ? { is_error: true } : {}),
          },
        ]
      : [],
  );
}
