import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import type { ModelCall } from '../../src/core/messages.ts';
import { toRequest as anthropicRequest } from '../../src/core/providers/anthropic/anthropicRequest.ts';
import { toRequest as googleRequest } from '../../src/core/providers/google/googleRequest.ts';
import { plainChat } from '../../src/core/providers/openai/chatFlags.ts';
import { toRequest as chatRequest } from '../../src/core/providers/openai/chatRequest.ts';
import type { PlannedCell } from '../../src/core/run/events.ts';
import type { SuiteRun } from '../support/suiteRun.ts';
import { type Difference, isSame } from './goldenDifferences.ts';
import type { Golden } from './goldenFormat.ts';

const bodies: Readonly<Record<string, (call: ModelCall) => JsonObject>> = {
  // promptfoo speaks Chat Completions where we speak Responses: what we send to those who copy OpenAI is held against it.
  openai: (call) => chatRequest(call, { who: 'OpenAI', flags: plainChat }).body,
  anthropic: (call) => anthropicRequest(call).body,
  google: (call) => googleRequest(call).body,
};

/** Where what we would send is not what the mock server got; fields that a tool adds by itself are free. */
export function requestDifferences(golden: Golden, { planned }: SuiteRun): readonly Difference[] {
  if (!golden.requests) return [];
  const expected = golden.requests.map(({ body }) => JSON.stringify(essence(body))).sort();
  const actual = planned.plan.cells.map((cell) => JSON.stringify(essence(bodyOf(cell, planned.plan.targets)))).sort();
  return isSame(expected, actual) ? [] : [{ row: -1, field: 'requests', expected, actual }];
}

function bodyOf(cell: PlannedCell, targets: SuiteRun['planned']['plan']['targets']): JsonObject {
  const target = targets.find(({ id }) => id === cell.target);
  const [provider = '', model = ''] = (target?.model ?? '').split(/\/(.*)/);
  const parameters = cell.parameters ?? target?.parameters ?? {};
  return bodies[provider]?.({ model, messages: cell.messages, parameters }) ?? {};
}

/** Texts, roles and chosen settings, without the defaults that each tool has of its own. */
function essence(body: JsonObject): JsonObject {
  const generation = isJsonObject(body['generationConfig']) ? body['generationConfig'] : {};
  const system = body['system'] ?? body['systemInstruction'] ?? body['system_instruction'] ?? null;
  const settings = { ...body, ...generation };
  return {
    system: textsIn(system),
    messages: turnsOf(body['messages'] ?? body['contents'] ?? []),
    format: body['response_format'] ?? null,
    ...chosen(settings, 'temperature', [0, 1]),
    ...chosen(settings, 'max_tokens', [1024, 8192, 16_000]),
    ...chosen(settings, 'maxOutputTokens', []),
  };
}

function chosen(settings: JsonObject, key: string, defaults: readonly JsonValue[]): JsonObject {
  const value = settings[key];
  return value === undefined || defaults.includes(value) ? {} : { [key]: value };
}

function turnsOf(messages: JsonValue): JsonValue[] {
  const list = Array.isArray(messages) ? messages.filter(isJsonObject) : [];
  return list.map((message) => [message['role'] ?? 'user', textsIn(message['content'] ?? message['parts'] ?? null)]);
}

/** Every text and address within a message, in order. */
function textsIn(value: JsonValue): JsonValue[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, field]) => (key === 'type' || key === 'role' ? [] : textsIn(field)));
}
