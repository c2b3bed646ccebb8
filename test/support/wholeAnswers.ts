import type { JsonObject } from '../../src/core/json.ts';
import type { ScriptedAnswer } from './wires.ts';

/** The vendors with a batch engine. */
export type BatchVendor = 'openai' | 'anthropic' | 'google';

/** The answer that `encodeAnswer` streams, as a body in one piece. */
export function encodeWhole(vendor: BatchVendor, answer: ScriptedAnswer, requestedModel: string): JsonObject {
  const { text = '', reasoning = '', toolCalls = [], finish = 'stop' } = answer;
  const whole = typeof text === 'string' ? text : text.join('');
  const pieces = typeof text === 'string' ? (text.match(/\s*\S+|\s+$/g) ?? []) : text;
  const usage = { cached: 0, reasoning: 0, ...(answer.usage ?? { input: 10, output: pieces.length }) };
  const model = answer.model ?? requestedModel;
  const full = { text: whole, reasoning, toolCalls, finish, usage, model };
  return encoders[vendor](full);
}

interface Full {
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: NonNullable<ScriptedAnswer['toolCalls']>;
  readonly finish: NonNullable<ScriptedAnswer['finish']>;
  readonly usage: {
    readonly input: number;
    readonly output: number;
    readonly cached: number;
    readonly reasoning: number;
  };
  readonly model: string;
}

const encoders: Readonly<Record<BatchVendor, (answer: Full) => JsonObject>> = {
  openai: encodeResponse,
  anthropic: encodeMessage,
  google: encodeContent,
};

function encodeResponse({ text, reasoning, toolCalls, finish, usage, model }: Full): JsonObject {
  const isCutShort = finish === 'length' || finish === 'content-filter';
  const content: JsonObject =
    finish === 'refusal' ? { type: 'refusal', refusal: text } : { type: 'output_text', text, annotations: [] };
  return {
    id: 'resp_1',
    object: 'response',
    model,
    status: isCutShort ? 'incomplete' : 'completed',
    incomplete_details: isCutShort ? { reason: finish === 'length' ? 'max_output_tokens' : 'content_filter' } : null,
    output: [
      ...(reasoning === ''
        ? []
        : [{ type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: reasoning }] }]),
      ...(text === '' ? [] : [{ type: 'message', id: 'msg_1', role: 'assistant', content: [content] }]),
      ...toolCalls.map(({ id, name, input }, index) => ({
        type: 'function_call',
        id: `fc_${index}`,
        call_id: id,
        name,
        arguments: JSON.stringify(input),
      })),
    ],
    usage: {
      input_tokens: usage.input,
      input_tokens_details: { cached_tokens: usage.cached },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: usage.reasoning },
      total_tokens: usage.input + usage.output,
    },
  };
}

function encodeMessage({ text, reasoning, toolCalls, finish, usage, model }: Full): JsonObject {
  const reasons = {
    stop: toolCalls.length > 0 ? 'tool_use' : 'end_turn',
    length: 'max_tokens',
    refusal: 'refusal',
    'content-filter': 'refusal',
  };
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content: [
      ...(reasoning === '' ? [] : [{ type: 'thinking', thinking: reasoning, signature: 'c2ln' }]),
      ...(text === '' ? [] : [{ type: 'text', text }]),
      ...toolCalls.map(({ id, name, input }) => ({
        type: 'tool_use',
        id,
        name,
        input: JSON.parse(JSON.stringify(input)),
      })),
    ],
    stop_reason: reasons[finish],
    stop_sequence: null,
    usage: {
      input_tokens: usage.input - usage.cached,
      cache_read_input_tokens: usage.cached,
      cache_creation_input_tokens: 0,
      output_tokens: usage.output,
    },
  };
}

function encodeContent({ text, reasoning, toolCalls, finish, usage, model }: Full): JsonObject {
  const reasons = { stop: 'STOP', length: 'MAX_TOKENS', refusal: 'SAFETY', 'content-filter': 'SAFETY' };
  const parts = [
    ...(reasoning === '' ? [] : [{ text: reasoning, thought: true }]),
    ...(text === '' ? [] : [{ text }]),
    ...toolCalls.map(({ id, name, input }) => ({
      functionCall: { id, name, args: JSON.parse(JSON.stringify(input)) },
    })),
  ];
  return {
    candidates: [{ content: { role: 'model', parts }, index: 0, finishReason: reasons[finish] }],
    usageMetadata: {
      promptTokenCount: usage.input,
      cachedContentTokenCount: usage.cached,
      candidatesTokenCount: usage.output - usage.reasoning,
      thoughtsTokenCount: usage.reasoning,
      totalTokenCount: usage.input + usage.output,
    },
    modelVersion: model,
    responseId: 'r1',
  };
}
