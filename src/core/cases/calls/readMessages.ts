import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { parseArguments } from '../../jsonRead.ts';
import type { Message, Part, Role, ToolCall } from '../../messages.ts';
import { firstText } from './fields.ts';

const roles: Readonly<Record<string, Role>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  model: 'assistant',
  ai: 'assistant',
  tool: 'tool',
  function: 'tool',
};

/** The role behind any of the words in use; undefined for an unknown one. */
export function roleOf(word: string): Role | undefined {
  return Object.hasOwn(roles, word.toLowerCase()) ? roles[word.toLowerCase()] : undefined;
}

/**
 * The messages of a list in the shape of any vendor or instrumentation: OpenAI, Anthropic, the parts of OpenTelemetry and of the AI SDK,
 * LangChain. What is no message is left out. Results of tools become messages of their own, named after the call that they answer.
 */
export function readMessages(list: readonly JsonValue[]): readonly Message[] {
  return withToolNames(list.flatMap(readMessage));
}

/** A message of an assistant, from a record that may not state its role. */
export function readAnswerMessage(value: JsonValue | undefined): Message | undefined {
  if (typeof value === 'string') return textMessage('assistant', value);
  if (!isJsonObject(value)) return undefined;
  return readMessage({ role: 'assistant', ...value })[0] ?? { role: 'assistant', parts: [] };
}

/** A message with one text, or with no part when the text is empty. */
export function textMessage(role: Role, text: string): Message {
  return { role, parts: text === '' ? [] : [{ type: 'text', text }] };
}

/** The texts of a message, joined as a vendor joins its blocks. */
export function textOf(message: Message): string {
  return message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

function readMessage(value: JsonValue): readonly Message[] {
  if (!isJsonObject(value)) return [];
  const inner = isJsonObject(value['kwargs'])
    ? value['kwargs']
    : isJsonObject(value['data'])
      ? value['data']
      : undefined;
  const record = inner ? { ...inner, role: langchainRole(value) } : value;
  if (record['type'] === 'function_call' || record['type'] === 'function_call_output') return readItem(record);
  const role = roleOf(firstText(record, 'role', 'type') ?? '');
  if (role === undefined) return [];
  const parts = [...partsOf(record['parts'] ?? record['content']), ...callsOf(record)];
  if (role === 'tool' && !parts.some((part) => part.type === 'tool-result')) return [toolMessage(record, parts)];
  return splitResults(role, parts);
}

/** A call or its result as an item of OpenAI's Responses API. */
function readItem(record: JsonObject): readonly Message[] {
  const id = firstText(record, 'call_id', 'id') ?? '';
  if (record['type'] === 'function_call')
    return [{ role: 'assistant', parts: [toolCall(id, firstText(record, 'name') ?? '', record['arguments'])] }];
  return [{ role: 'tool', parts: [{ type: 'tool-result', id, name: '', output: outputText(record['output']) }] }];
}

/** LangChain's classes name the role: HumanMessage, AIMessage, SystemMessage, ToolMessage. */
function langchainRole(value: JsonObject): string {
  const id = value['id'];
  const name = Array.isArray(id) ? String(id.at(-1)) : (firstText(value, 'type') ?? '');
  return name.replace(/Message(?:Chunk)?$/, '').toLowerCase();
}

function toolMessage(record: JsonObject, parts: readonly Part[]): Message {
  const output = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
  const id = firstText(record, 'tool_call_id', 'id', 'toolCallId') ?? '';
  return { role: 'tool', parts: [{ type: 'tool-result', id, name: firstText(record, 'name') ?? '', output }] };
}

/** Anthropic sends results inside of a user's message; everywhere here they are messages of their own, before the rest. */
function splitResults(role: Role, parts: readonly Part[]): readonly Message[] {
  const results = parts.filter((part) => part.type === 'tool-result');
  const rest = parts.filter((part) => part.type !== 'tool-result');
  if (results.length === 0) return [{ role, parts: rest }];
  const answers: readonly Message[] = results.map((part) => ({ role: 'tool', parts: [part] }));
  return rest.length > 0 ? [...answers, { role, parts: rest }] : answers;
}

function partsOf(content: JsonValue | undefined): readonly Part[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  if (isJsonObject(content)) return partOf(content);
  return Array.isArray(content) ? content.flatMap((part) => (isJsonObject(part) ? partOf(part) : partsOf(part))) : [];
}

function partOf(part: JsonObject): readonly Part[] {
  switch (part['type']) {
    case 'tool_call':
    case 'tool_use':
    case 'tool-call': {
      const name = firstText(part, 'name', 'toolName') ?? '';
      const input = part['arguments'] ?? part['input'] ?? part['args'];
      return [toolCall(firstText(part, 'id', 'toolCallId') ?? '', name, input)];
    }
    case 'tool_call_response':
    case 'tool_result':
    case 'tool-result': {
      const id = firstText(part, 'id', 'tool_use_id', 'toolCallId') ?? '';
      const output = outputText(part['response'] ?? part['result'] ?? part['output'] ?? part['content']);
      return [{ type: 'tool-result', id, name: firstText(part, 'toolName', 'name') ?? '', output }];
    }
    case 'reasoning':
    case 'thinking':
      return [{ type: 'reasoning', text: firstText(part, 'thinking', 'content', 'text') ?? '' }];
    default:
      return textOrMedia(part);
  }
}

function textOrMedia(part: JsonObject): readonly Part[] {
  const text = firstText(part, 'text', 'content', 'refusal');
  if (text !== undefined) return [{ type: 'text', text }];
  const image = part['image_url'];
  const source = isJsonObject(part['source']) ? part['source'] : {};
  const url = isJsonObject(image) ? image['url'] : (image ?? part['uri'] ?? part['image'] ?? source['url']);
  if (typeof url === 'string') return [{ type: 'media', url }];
  const bytes = source['data'] ?? part['data'];
  const kind = firstText(source, 'media_type') ?? firstText(part, 'mime_type', 'mimeType', 'mediaType');
  return typeof bytes === 'string' ? [{ type: 'media', url: `data:${kind ?? ''};base64,${bytes}` }] : [];
}

function callsOf(record: JsonObject): readonly Part[] {
  const calls = Array.isArray(record['tool_calls']) ? record['tool_calls'] : [];
  const single: readonly JsonValue[] = isJsonObject(record['function_call'])
    ? [{ function: record['function_call'] }]
    : [];
  return [...calls, ...single].flatMap((call): readonly Part[] => {
    if (!isJsonObject(call)) return [];
    const inner = isJsonObject(call['function']) ? call['function'] : call;
    const name = typeof call['function'] === 'string' ? call['function'] : (firstText(inner, 'name') ?? '');
    const input = inner['arguments'] ?? inner['args'];
    return [toolCall(firstText(call, 'id') ?? '', name, input)];
  });
}

/** A call; broken arguments are kept as the text that they were. */
export function toolCall(
  id: string,
  name: string,
  input: JsonValue | undefined,
): { readonly type: 'tool-call' } & ToolCall {
  return { type: 'tool-call', id, name, input: typeof input === 'string' ? parseArguments(input) : (input ?? {}) };
}

function outputText(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  if (Array.isArray(value) && value.every((part) => isJsonObject(part) && part['type'] === 'text'))
    return value.map((part) => (isJsonObject(part) ? (firstText(part, 'text', 'content') ?? '') : '')).join('');
  // The AI SDK wraps a result as { type: 'text' | 'json', value }.
  if (isJsonObject(value) && 'value' in value && typeof value['type'] === 'string') return outputText(value['value']);
  return JSON.stringify(value);
}

function withToolNames(messages: readonly Message[]): readonly Message[] {
  const names = new Map<string, string>();
  return messages.map((message) => ({
    ...message,
    parts: message.parts.map((part) => {
      if (part.type === 'tool-call') names.set(part.id, part.name);
      return part.type === 'tool-result' && part.name === '' ? { ...part, name: names.get(part.id) ?? '' } : part;
    }),
  }));
}
