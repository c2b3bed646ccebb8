import assert from 'node:assert/strict';
import { textOf } from '../../../src/core/cases/calls/readMessages.ts';
import { readRecord } from '../../../src/core/cases/readRecord.ts';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';

describe('readRecord', () => {
  it('reads a call of the AI SDK 4 to 6, and takes the spans around it for no call', () => {
    const attributes = {
      'ai.operationId': 'ai.generateText.doGenerate',
      'ai.model.id': 'gpt-6-sol',
      'ai.prompt.messages': JSON.stringify([
        { role: 'user', content: [{ type: 'text', text: 'Where is BK-1?' }] },
        {
          role: 'assistant',
          content: [{ type: 'tool-call', toolCallId: 'c1', toolName: 'find', input: { id: 'BK-1' } }],
        },
        {
          role: 'tool',
          content: [
            { type: 'tool-result', toolCallId: 'c1', toolName: 'find', output: { type: 'json', value: { at: 'sea' } } },
          ],
        },
      ]),
      'ai.response.text': 'At sea.',
      'ai.response.finishReason': 'stop',
      'ai.usage.promptTokens': 12,
      'ai.usage.completionTokens': 3,
    };
    const [call, ...more] = readRecord(otlp('ai', [attributes, { 'ai.operationId': 'ai.generateText' }]));
    assert.deepEqual(more, []);
    assert.equal(call?.format, 'ai-sdk');
    assert.deepEqual(
      call?.messages.map(({ role, parts }) => [role, parts]),
      [
        ['user', [{ type: 'text', text: 'Where is BK-1?' }]],
        ['assistant', [{ type: 'tool-call', id: 'c1', name: 'find', input: { id: 'BK-1' } }]],
        ['tool', [{ type: 'tool-result', id: 'c1', name: 'find', output: '{"at":"sea"}' }]],
      ],
    );
    assert.deepEqual(call?.usage, { inputTokens: 12, outputTokens: 3 });
  });

  it('sorts numbered messages of OpenLLMetry by their numbers', () => {
    const attributes: JsonObject = { 'gen_ai.request.model': 'm', 'llm.request.type': 'chat' };
    for (let index = 0; index < 12; index++) {
      attributes[`gen_ai.prompt.${index}.role`] = 'user';
      attributes[`gen_ai.prompt.${index}.content`] = `say ${index}`;
    }
    const [call] = readRecord(otlp('opentelemetry.instrumentation.openai', [attributes]));
    assert.deepEqual(
      call?.messages.map(textOf),
      Array.from({ length: 12 }, (_item, index) => `say ${index}`),
    );
  });

  it('adds cached tokens to the input where a file counts them apart', () => {
    const usage = { input_tokens: 10, cache_read_input_tokens: 90, cache_creation_input_tokens: 5, output_tokens: 7 };
    const message = { type: 'message', id: 'msg_1', model: 'claude', content: [{ type: 'text', text: 'Yes.' }], usage };
    const [call] = readRecord({ custom_id: 'a', result: { type: 'succeeded', message } });
    assert.deepEqual(call?.usage, { inputTokens: 105, cachedInputTokens: 90, cacheWriteTokens: 5, outputTokens: 7 });
    assert.equal(call?.joinKey, 'batch a');
  });

  it('keeps the reason of a result of a batch that failed', () => {
    const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
    assert.equal(readRecord({ custom_id: 'a', result: { type: 'errored', error } })[0]?.error, 'Overloaded');
    assert.equal(readRecord({ custom_id: 'a', result: { type: 'expired' } })[0]?.error, 'expired');
  });

  it("reads the requests of Anthropic's batches with their system text and results of tools", () => {
    const messages = [
      { role: 'user', content: 'Where?' },
      { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'find', input: {} }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: 'here' }] },
    ];
    const [call] = readRecord({
      custom_id: 'a',
      params: { model: 'claude', max_tokens: 5, system: 'Be brief.', messages },
    });
    assert.deepEqual(
      call?.messages.map(({ role }) => role),
      ['system', 'user', 'assistant', 'tool'],
    );
    assert.deepEqual(call?.messages.at(-1)?.parts, [{ type: 'tool-result', id: 't1', name: 'find', output: 'here' }]);
    assert.deepEqual(call?.parameters, { max_tokens: 5 });
  });

  it('reads answers and roles that LangChain wrote as classes', () => {
    const kwargs = { content: 'At sea.', tool_calls: [] };
    const [call] = readRecord({
      dotted_order: 'x',
      run_type: 'llm',
      inputs: { messages: [[{ lc: 1, id: ['langchain', 'HumanMessage'], kwargs: { content: 'Where?' } }]] },
      outputs: { generations: [[{ message: { lc: 1, id: ['langchain', 'AIMessage'], kwargs } }]] },
    });
    assert.deepEqual(call?.messages, [{ role: 'user', parts: [{ type: 'text', text: 'Where?' }] }]);
    assert.deepEqual(
      call?.answers.map(({ message }) => textOf(message)),
      ['At sea.'],
    );
  });

  it('reads messages that Phoenix lists in columns', () => {
    const [call] = readRecord({
      'context.span_id': 's',
      'context.trace_id': 't',
      span_kind: 'LLM',
      'attributes.openinference.span.kind': 'LLM',
      'attributes.llm.model_name': 'm',
      'attributes.llm.input_messages': [{ 'message.role': 'user', 'message.content': 'Where?' }],
      'attributes.llm.output_messages': [{ 'message.role': 'assistant', 'message.content': 'Here.' }],
    });
    assert.deepEqual([...(call?.messages ?? []), ...(call?.answers ?? []).map(({ message }) => message)].map(textOf), [
      'Where?',
      'Here.',
    ]);
  });

  it('reads rows of Braintrust that are calls, or parts of calls without a kind', () => {
    const row = (more: JsonObject) =>
      readRecord({ id: 'r', root_span_id: 'r', input: 'Where?', output: 'Here.', ...more }).length;
    assert.deepEqual(
      [
        row({ span_attributes: { type: 'llm' } }),
        row({ span_attributes: { type: 'task' } }),
        row({ span_attributes: {} }),
        row({ _is_merge: true }),
      ],
      [1, 0, 1, 1],
    );
  });

  it('takes the variables of promptfoo results as they were', () => {
    const result = {
      vars: { city: 'Rome' },
      prompt: { raw: 'Tell of Rome' },
      response: { output: 'Old.' },
      provider: { id: 'p:m' },
    };
    const [call] = readRecord({ evalId: 'e', results: { results: [result] } });
    assert.deepEqual(call?.variables, { city: 'Rome' });
    assert.deepEqual(
      call?.answers.map(({ message }) => textOf(message)),
      ['Old.'],
    );
  });

  it('keeps text that is JSON where a field is a text', () => {
    const said = '{"status":"packed"}';
    const [call] = readRecord({
      messages: [
        { role: 'user', content: said },
        { role: 'assistant', content: 'Fine.' },
      ],
    });
    assert.deepEqual(call?.messages.map(textOf), [said]);
    assert.equal(call?.expected, 'Fine.');
  });

  it('reads nothing from a record that is no object', () => {
    for (const record of ['text', 3, null, [1]] satisfies JsonValue[]) assert.deepEqual(readRecord(record), []);
  });
});

function otlp(name: string, spans: readonly JsonObject[]): JsonObject {
  const written = spans.map((attributes, index) => ({
    traceId: 't',
    spanId: `s${index}`,
    attributes: Object.entries(attributes).map(([key, value]) => ({
      key,
      value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: String(value) },
    })),
  }));
  return { resourceSpans: [{ scopeSpans: [{ scope: { name }, spans: written }] }] };
}
