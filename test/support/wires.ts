/** The four languages that the loopback server speaks. */
export type WireName = 'responses' | 'chat' | 'anthropic' | 'google';

/** The content of a scripted model's answer, in no vendor's format. */
export interface ScriptedAnswer {
  /** The pieces as they are streamed, or a text that is cut into words. */
  readonly text?: string | readonly string[];
  readonly reasoning?: string;
  readonly toolCalls?: readonly {
    readonly id: string;
    readonly name: string;
    readonly input: Record<string, unknown>;
  }[];
  readonly finish?: 'stop' | 'length' | 'refusal' | 'content-filter';
  readonly usage?: {
    readonly input: number;
    readonly output: number;
    readonly cached?: number;
    readonly reasoning?: number;
  };
  /** The model that served; the requested one unless given. */
  readonly model?: string;
}

interface FullAnswer {
  readonly pieces: readonly string[];
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

/** The answer as one server-sent event per element, in the words of the wire. */
export function encodeAnswer(wire: WireName, answer: ScriptedAnswer, requestedModel: string): string[] {
  return encoders[wire](completed(answer, requestedModel));
}

/** One server-sent event. */
export function sse(data: unknown, event?: string): string {
  return `${event === undefined ? '' : `event: ${event}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}

function completed(answer: ScriptedAnswer, requestedModel: string): FullAnswer {
  const { text = '', reasoning = '', toolCalls = [], finish = 'stop' } = answer;
  const pieces = typeof text === 'string' ? (text.match(/\s*\S+|\s+$/g) ?? []) : text;
  const usage = { cached: 0, reasoning: 0, ...(answer.usage ?? { input: 10, output: pieces.length }) };
  return { pieces, reasoning, toolCalls, finish, usage, model: answer.model ?? requestedModel };
}

const encoders: Readonly<Record<WireName, (answer: FullAnswer) => string[]>> = {
  responses: encodeResponses,
  chat: encodeChat,
  anthropic: encodeAnthropic,
  google: encodeGoogle,
};

function encodeResponses({ pieces, reasoning, toolCalls, finish, usage, model }: FullAnswer): string[] {
  const base = { id: 'resp_1', object: 'response', created_at: 0, model, status: 'in_progress', output: [] };
  const isCutShort = finish === 'length' || finish === 'content-filter';
  const response = {
    ...base,
    status: isCutShort ? 'incomplete' : 'completed',
    incomplete_details: isCutShort ? { reason: finish === 'length' ? 'max_output_tokens' : 'content_filter' } : null,
    usage: {
      input_tokens: usage.input,
      input_tokens_details: { cached_tokens: usage.cached },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: usage.reasoning },
      total_tokens: usage.input + usage.output,
    },
  };
  const textType = finish === 'refusal' ? 'response.refusal.delta' : 'response.output_text.delta';
  const events: Record<string, unknown>[] = [
    { type: 'response.created', response: base },
    { type: 'response.in_progress', response: base },
    ...(reasoning === '' ? [] : [{ type: 'response.reasoning_summary_text.delta', item_id: 'rs_1', delta: reasoning }]),
    {
      type: 'response.output_item.added',
      output_index: 0,
      item: { type: 'message', id: 'msg_1', role: 'assistant', content: [] },
    },
    ...pieces.map((delta) => ({ type: textType, item_id: 'msg_1', output_index: 0, content_index: 0, delta })),
    ...toolCalls.map(({ id, name, input }, index) => ({
      type: 'response.output_item.done',
      output_index: index + 1,
      item: { type: 'function_call', id: `fc_${index}`, call_id: id, name, arguments: JSON.stringify(input) },
    })),
    { type: isCutShort ? 'response.incomplete' : 'response.completed', response },
  ];
  return events.map((event, index) => sse({ ...event, sequence_number: index }, String(event['type'])));
}

function encodeChat({ pieces, reasoning, toolCalls, finish, usage, model }: FullAnswer): string[] {
  const chunk = (delta: unknown, finishReason: string | null = null) =>
    sse({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      model,
      choices: [{ index: 0, delta, finish_reason: finishReason }],
      usage: null,
    });
  const reasons = {
    stop: toolCalls.length > 0 ? 'tool_calls' : 'stop',
    length: 'length',
    refusal: 'stop',
    'content-filter': 'content_filter',
  };
  return [
    chunk({ role: 'assistant', content: '' }),
    ...(reasoning === '' ? [] : [chunk({ reasoning_content: reasoning })]),
    ...pieces.map((piece) => chunk(finish === 'refusal' ? { refusal: piece } : { content: piece })),
    ...toolCalls.flatMap(({ id, name, input }, index) => [
      chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
      chunk({ tool_calls: [{ index, function: { arguments: JSON.stringify(input) } }] }),
    ]),
    chunk({}, reasons[finish]),
    sse({
      id: 'chatcmpl-1',
      model,
      choices: [],
      usage: {
        prompt_tokens: usage.input,
        completion_tokens: usage.output,
        prompt_tokens_details: { cached_tokens: usage.cached },
        completion_tokens_details: { reasoning_tokens: usage.reasoning },
      },
    }),
    sse('[DONE]'),
  ];
}

function encodeAnthropic({ pieces, reasoning, toolCalls, finish, usage, model }: FullAnswer): string[] {
  const reasons = {
    stop: toolCalls.length > 0 ? 'tool_use' : 'end_turn',
    length: 'max_tokens',
    refusal: 'refusal',
    'content-filter': 'refusal',
  };
  const textIndex = reasoning === '' ? 0 : 1;
  const events: Record<string, unknown>[] = [
    {
      type: 'message_start',
      message: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model,
        content: [],
        usage: {
          input_tokens: usage.input - usage.cached,
          cache_read_input_tokens: usage.cached,
          cache_creation_input_tokens: 0,
          output_tokens: Math.min(1, usage.output),
        },
      },
    },
    { type: 'ping' },
    ...(reasoning === ''
      ? []
      : block(0, { type: 'thinking', thinking: '', signature: '' }, [
          { type: 'thinking_delta', thinking: reasoning },
          { type: 'signature_delta', signature: 'c2ln' },
        ])),
    ...block(
      textIndex,
      { type: 'text', text: '' },
      pieces.map((text) => ({ type: 'text_delta', text })),
    ),
    ...toolCalls.flatMap(({ id, name, input }, index) =>
      block(textIndex + 1 + index, { type: 'tool_use', id, name, input: {} }, [
        { type: 'input_json_delta', partial_json: JSON.stringify(input) },
      ]),
    ),
    { type: 'message_delta', delta: { stop_reason: reasons[finish] }, usage: { output_tokens: usage.output } },
    { type: 'message_stop' },
  ];
  return events.map((event) => sse(event, String(event['type'])));
}

function block(index: number, start: unknown, deltas: readonly unknown[]): Record<string, unknown>[] {
  return [
    { type: 'content_block_start', index, content_block: start },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

function encodeGoogle({ pieces, reasoning, toolCalls, finish, usage, model }: FullAnswer): string[] {
  const reasons = { stop: 'STOP', length: 'MAX_TOKENS', refusal: 'SAFETY', 'content-filter': 'SAFETY' };
  const usageMetadata = {
    promptTokenCount: usage.input,
    cachedContentTokenCount: usage.cached,
    candidatesTokenCount: usage.output - usage.reasoning,
    thoughtsTokenCount: usage.reasoning,
    totalTokenCount: usage.input + usage.output,
  };
  const chunk = (parts: readonly unknown[], finishReason?: string) =>
    sse({
      candidates: [{ content: { role: 'model', parts }, index: 0, finishReason }],
      usageMetadata,
      modelVersion: model,
      responseId: 'r1',
    });
  return [
    ...(reasoning === '' ? [] : [chunk([{ text: reasoning, thought: true }])]),
    ...pieces.map((text) => chunk([{ text }])),
    ...toolCalls.map(({ id, name, input }) => chunk([{ functionCall: { id, name, args: input } }])),
    chunk([{ text: '' }], reasons[finish]),
  ];
}
