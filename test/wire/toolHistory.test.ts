import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { JsonObject, JsonValue } from '../../src/core/json.ts';
import type { Message, ModelCall, Parameters, Part } from '../../src/core/messages.ts';
import { toRequest as anthropicRequest } from '../../src/core/providers/anthropic/anthropicRequest.ts';
import type { MappedRequest } from '../../src/core/providers/contract/warnings.ts';
import { toRequest as googleRequest } from '../../src/core/providers/google/googleRequest.ts';
import { plainChat } from '../../src/core/providers/openai/chatFlags.ts';
import { toRequest as chatRequest } from '../../src/core/providers/openai/chatRequest.ts';
import { toRequest as openaiRequest } from '../../src/core/providers/openai/openaiRequest.ts';
import { presets } from '../../src/core/providers/presets.ts';

const chatAt = (id: string) => (call: ModelCall) =>
  chatRequest(call, { who: id, flags: { ...plainChat, ...presets.find((preset) => preset.id === id)?.chat } });

const text = (words: string, state?: JsonValue): Part => ({ type: 'text', text: words, ...(state ? { state } : {}) });
const user = (words = 'hi'): Message => ({ role: 'user', parts: [text(words)] });
const said = (...parts: readonly Part[]): Message => ({ role: 'assistant', parts });
const results = (...parts: readonly Part[]): Message => ({ role: 'tool', parts });
const call = (id: string, more: Partial<Part & { type: 'tool-call' }> = {}): Part => ({
  type: 'tool-call',
  id,
  name: 'find',
  input: { a: 1 },
  ...more,
});
const result = (id: string, output: string, more: Partial<Part & { type: 'tool-result' }> = {}): Part => ({
  type: 'tool-result',
  id,
  name: 'find',
  output,
  ...more,
});
const thought = (state?: JsonValue, words = 'Hm.'): Part => ({
  type: 'reasoning',
  text: words,
  ...(state === undefined ? {} : { state }),
});
const picture = { type: 'media', url: 'data:image/png;base64,AAAA' } as const;

type Map = (call: ModelCall) => MappedRequest<JsonObject>;
interface Asked {
  readonly model?: string;
  readonly parameters?: Parameters;
}
const sent = (map: Map, messages: readonly Message[], { model = 'm', parameters = {} }: Asked = {}) =>
  map({ model, messages, parameters });
const chatMessages = (id: string, ...messages: readonly Message[]) => sent(chatAt(id), messages).body['messages'];
const input = (...messages: readonly Message[]) => sent(openaiRequest, messages).body['input'];
const blocks = (...messages: readonly Message[]) => sent(anthropicRequest, messages).body['messages'];
const contents = (model: string, ...messages: readonly Message[]) =>
  sent(googleRequest, messages, { model }).body['contents'];
const changes = ({ warnings }: MappedRequest<JsonObject>) =>
  warnings.map(({ field, action, message }) => `${field} ${action}: ${message}`);

const hi = { role: 'user', content: 'hi' };
const chatCall = (id: string, args = '{"a":1}', more: JsonObject = {}) => ({
  id,
  type: 'function',
  function: { name: 'find', arguments: args },
  ...more,
});

describe('the results of tools', () => {
  const failed = [
    user(),
    said(call('c1'), call('c2'), call('c3')),
    results(
      result('c1', 'timeout', { isError: true }),
      result('c2', '', {}),
      result('c3', 'error 5', { isError: true }),
    ),
  ];

  it('are marked as errors by a flag, a key, or words where a wire has neither, and may be empty', () => {
    assert.deepEqual(blocks(...failed), [
      hi,
      {
        role: 'assistant',
        content: ['c1', 'c2', 'c3'].map((id) => ({ type: 'tool_use', id, name: 'find', input: { a: 1 } })),
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'c1', content: 'timeout', is_error: true },
          { type: 'tool_result', tool_use_id: 'c2', content: '' },
          { type: 'tool_result', tool_use_id: 'c3', content: 'error 5', is_error: true },
        ],
      },
    ]);
    const responses = contents('gemini-2.5-flash', ...failed);
    assert.deepEqual(Array.isArray(responses) ? responses[2] : undefined, {
      role: 'user',
      parts: [
        { functionResponse: { id: 'c1', name: 'find', response: { error: 'timeout' } } },
        { functionResponse: { id: 'c2', name: 'find', response: { output: '' } } },
        { functionResponse: { id: 'c3', name: 'find', response: { error: 'error 5' } } },
      ],
    });
    const outputs = ['Error: timeout', '', 'error 5'];
    assert.deepEqual(input(...failed), [
      hi,
      ...outputs.map((_, place) => ({
        type: 'function_call',
        call_id: `c${place + 1}`,
        name: 'find',
        arguments: '{"a":1}',
      })),
      ...outputs.map((output, place) => ({ type: 'function_call_output', call_id: `c${place + 1}`, output })),
    ]);
    assert.deepEqual(chatMessages('vllm', ...failed), [
      hi,
      { role: 'assistant', content: null, tool_calls: ['c1', 'c2', 'c3'].map((id) => chatCall(id)) },
      ...outputs.map((content, place) => ({ role: 'tool', tool_call_id: `c${place + 1}`, content })),
    ]);
  });

  it('stand together before any words of the user', () => {
    const apart = [
      user(),
      said(call('c1'), call('c2')),
      results(result('c1', '1')),
      results(result('c2', '2')),
      user('Go on.'),
    ];
    const found = blocks(...apart);
    assert.deepEqual(Array.isArray(found) ? found[2] : undefined, {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 'c1', content: '1' },
        { type: 'tool_result', tool_use_id: 'c2', content: '2' },
        { type: 'text', text: 'Go on.' },
      ],
    });
    const mixed = blocks(user(), said(call('c1')), results(text('Look:'), result('c1', '1')));
    assert.deepEqual(Array.isArray(mixed) ? mixed[2] : undefined, {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 'c1', content: '1' },
        { type: 'text', text: 'Look:' },
      ],
    });
  });

  it('are an object for Google: an own one as it is, anything else as the output', () => {
    const cases: readonly (readonly [string, JsonObject])[] = [
      ['{"t":4}', { t: 4 }],
      ['{"error":null}', { output: { error: null } }],
      ['{"output":1}', { output: { output: 1 } }],
      ['[1,2]', { output: [1, 2] }],
      ['true', { output: true }],
      ['12345678901234567890', { output: '12345678901234567890' }],
      ['noon', { output: 'noon' }],
    ];
    for (const [output, response] of cases) {
      const found = contents('gemini-2.5-flash', user(), said(call('c1')), results(result('c1', output)));
      assert.deepEqual(Array.isArray(found) ? found[2] : undefined, {
        role: 'user',
        parts: [{ functionResponse: { id: 'c1', name: 'find', response } }],
      });
    }
  });
});

describe('the pictures in the result of a tool', () => {
  const shown = [
    user(),
    said(call('c1'), call('c2')),
    results(result('c1', 'done', { media: [picture] }), result('c2', '2')),
  ];
  const last = (found: JsonValue | undefined) => (Array.isArray(found) ? found.at(-1) : undefined);

  it('stand in it by the Responses API and Anthropic', () => {
    const items = input(...shown);
    assert.deepEqual(Array.isArray(items) ? items[3] : undefined, {
      type: 'function_call_output',
      call_id: 'c1',
      output: [
        { type: 'input_text', text: 'done' },
        { type: 'input_image', image_url: picture.url, detail: 'auto' },
      ],
    });
    assert.deepEqual(last(blocks(...shown)), {
      role: 'user',
      content: [
        {
          type: 'tool_result',
          tool_use_id: 'c1',
          content: [
            { type: 'text', text: 'done' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
          ],
        },
        { type: 'tool_result', tool_use_id: 'c2', content: '2' },
      ],
    });
  });

  it('stand in it at newer models of Google, and behind all results at older ones', () => {
    const inlineData = { mimeType: 'image/png', data: 'AAAA' };
    const response = { id: 'c1', name: 'find', response: { output: 'done' } };
    const other = { functionResponse: { id: 'c2', name: 'find', response: { output: 2 } } };
    assert.deepEqual(last(contents('gemini-3.8-flash', ...shown)), {
      role: 'user',
      parts: [{ functionResponse: { ...response, parts: [{ inlineData }] } }, other],
    });
    assert.deepEqual(last(contents('gemini-2.5-flash', ...shown)), {
      role: 'user',
      parts: [{ functionResponse: response }, other, { inlineData }],
    });
  });

  it('follow all results as words of the user by Chat Completions, which is told', () => {
    const request = sent(chatAt('vllm'), shown);
    const messages = request.body['messages'];
    assert.deepEqual(Array.isArray(messages) ? messages.slice(2) : undefined, [
      { role: 'tool', tool_call_id: 'c1', content: 'done' },
      { role: 'tool', tool_call_id: 'c2', content: '2' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'From the result of find:' },
          { type: 'image_url', image_url: { url: picture.url } },
        ],
      },
    ]);
    assert.match(changes(request).join(), /^messages changed: vllm takes text alone in the result of a tool/);
  });

  it('are left out at Mistral, which takes no user after a tool', () => {
    const request = sent(chatAt('mistral'), shown);
    const messages = request.body['messages'];
    assert.equal(Array.isArray(messages) ? messages.length : 0, 4);
    assert.match(changes(request).join(), /^messages dropped: mistral takes no media in the result of a tool/);
  });
});

describe('what a model needs to go on', () => {
  it('goes back at its place by the Responses API: reasoning before what it led to, words with their phase', () => {
    const item = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'e' };
    const given = { ...item, status: 'completed', content: [{ type: 'reasoning_text', text: 'Hm.' }] };
    assert.deepEqual(
      input(
        user(),
        said(
          thought(given),
          text('Wait.', { phase: 'commentary' }),
          text('Now.'),
          thought(item),
          call('c1'),
          text('So.'),
        ),
        results(result('c1', '1')),
      ),
      [
        hi,
        item,
        { role: 'assistant', content: 'Wait.Now.', phase: 'commentary' },
        item,
        { type: 'function_call', call_id: 'c1', name: 'find', arguments: '{"a":1}' },
        { role: 'assistant', content: 'So.' },
        { type: 'function_call_output', call_id: 'c1', output: '1' },
      ],
    );
  });

  it('goes back to Anthropic in the order of the blocks', () => {
    assert.deepEqual(
      blocks(
        user(),
        said(thought({ signature: 's' }, ''), thought({ data: 'x' }), text('So.'), thought(), call('c1')),
        results(result('c1', '1')),
      ),
      [
        hi,
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: '', signature: 's' },
            { type: 'redacted_thinking', data: 'x' },
            { type: 'text', text: 'So.' },
            { type: 'tool_use', id: 'c1', name: 'find', input: { a: 1 } },
          ],
        },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1', content: '1' }] },
      ],
    );
  });

  it('goes back to Google with the part that had it; a stand-in is sent only where no signature is', () => {
    const signature = { thoughtSignature: 's' };
    const own = said(text('So.'), call('c1', { state: signature }), call('c2'), text('', { thoughtSignature: 't' }));
    const functionCall = (id: string) => ({ functionCall: { id, name: 'find', args: { a: 1 } } });
    const second = (found: JsonValue | undefined) => (Array.isArray(found) ? found[1] : undefined);
    for (const model of ['gemini-2.5-flash', 'gemini-3.8-flash'])
      assert.deepEqual(second(contents(model, user(), own)), {
        role: 'model',
        parts: [
          { text: 'So.' },
          { ...functionCall('c1'), ...signature },
          functionCall('c2'),
          { text: '', thoughtSignature: 't' },
        ],
      });
    assert.deepEqual(second(contents('gemini-3.8-flash', user(), said(call('c1')))), {
      role: 'model',
      parts: [{ ...functionCall('c1'), thoughtSignature: 'skip_thought_signature_validator' }],
    });
  });

  it('goes back by Chat Completions under the name by which it came', () => {
    const details = [{ type: 'reasoning.text', text: 'Hm.', signature: 's', index: 0 }];
    const extra_content = { google: { thought_signature: 's' } };
    const answered = results(result('c1', '1'));
    const second = (found: JsonValue | undefined) => (Array.isArray(found) ? found[1] : undefined);
    assert.deepEqual(
      second(chatMessages('openrouter', user(), said(thought({ reasoning_details: details }), call('c1')), answered)),
      { role: 'assistant', content: null, reasoning_details: details, tool_calls: [chatCall('c1')] },
    );
    assert.deepEqual(second(chatMessages('vllm', user(), said(thought('reasoning_content'), call('c1')), answered)), {
      role: 'assistant',
      content: null,
      reasoning_content: 'Hm.',
      tool_calls: [chatCall('c1')],
    });
    assert.deepEqual(second(chatMessages('vllm', user(), said(call('c1', { state: { extra_content } })), answered)), {
      role: 'assistant',
      content: null,
      tool_calls: [chatCall('c1', undefined, { extra_content })],
    });
  });

  it('is an empty text at DeepSeek where calls had no thoughts, and nothing elsewhere', () => {
    const history = [user(), said(call('c1')), results(result('c1', '1'))];
    const second = (found: JsonValue | undefined) => (Array.isArray(found) ? found[1] : undefined);
    const plain = { role: 'assistant', content: null, tool_calls: [chatCall('c1')] };
    assert.deepEqual(second(chatMessages('deepseek', ...history)), { ...plain, reasoning_content: '' });
    assert.deepEqual(second(chatMessages('vllm', ...history)), plain);
  });

  it('is not sent alone, which would be refused, and begins no answer', () => {
    const alone = [
      thought({ signature: 's' }),
      thought({ type: 'reasoning', id: 'r', encrypted_content: 'e' }),
      thought('reasoning_content'),
    ];
    const history = [user(), said(...alone), user('Go on.')];
    const two = [hi, { role: 'user', content: 'Go on.' }];
    assert.deepEqual(input(...history), two);
    assert.deepEqual(chatMessages('vllm', ...history), two);
    const parts = [{ text: 'hi' }, { text: 'Go on.' }];
    assert.deepEqual(
      contents('gemini-3.8-flash', ...history),
      parts.map((part) => ({ role: 'user', parts: [part] })),
    );
    assert.deepEqual(blocks(...history), two);
    for (const map of [openaiRequest, anthropicRequest, googleRequest, chatAt('vllm')])
      assert.deepEqual(changes(sent(map, [user(), said(...alone)])), []);
  });

  it('is no warning about a beginning: the results are the last word', () => {
    const history = [user(), said(text('Wait.'), call('c1')), results(result('c1', '1'))];
    for (const map of [openaiRequest, anthropicRequest, googleRequest, chatAt('vllm'), chatAt('mistral')])
      assert.deepEqual(changes(sent(map, history)), []);
  });
});

describe('the calls of a conversation', () => {
  const broken = [call('c1', { input: '{"a":', argumentText: '{"a":' }), call('c2', { input: {}, argumentText: '' })];
  const long = call('c3', { input: { n: 12345678901234567000 }, argumentText: '{"n": 12345678901234567890}' });
  const history = [user(), said(...broken, long), results(...['c1', 'c2', 'c3'].map((id) => result(id, '1')))];
  const second = (found: JsonValue | undefined) => (Array.isArray(found) ? found[1] : undefined);

  it('go back with their arguments as they came, broken ones only to who takes any text', () => {
    const items = input(...history);
    assert.deepEqual(
      (Array.isArray(items) ? items : []).slice(1, 4),
      ['{"a":', '{}', '{"n": 12345678901234567890}'].map((args, place) => ({
        type: 'function_call',
        call_id: `c${place + 1}`,
        name: 'find',
        arguments: args,
      })),
    );
    assert.deepEqual(second(chatMessages('vllm', ...history)), {
      role: 'assistant',
      content: null,
      tool_calls: [chatCall('c1', '{}'), chatCall('c2', '{}'), chatCall('c3', '{"n": 12345678901234567890}')],
    });
    const inputs = [{}, {}, { n: 12345678901234567000 }];
    assert.deepEqual(second(blocks(...history)), {
      role: 'assistant',
      content: inputs.map((sentInput, place) => ({
        type: 'tool_use',
        id: `c${place + 1}`,
        name: 'find',
        input: sentInput,
      })),
    });
  });

  it('have ids in the alphabet of the vendor, the same for a call and its result', () => {
    const foreign = [user(), said(call('find:0')), results(result('find:0', '1'))];
    const mistral = chatMessages('mistral', ...foreign);
    const [, asked, answered] = Array.isArray(mistral) ? mistral : [];
    const id = /"tool_call_id":"([a-zA-Z0-9]{9})"/.exec(JSON.stringify(answered))?.[1];
    assert.ok(id !== undefined && JSON.stringify(asked).includes(`"id":"${id}"`));
    assert.match(JSON.stringify(blocks(...foreign)), /"id":"find_0".*"tool_use_id":"find_0"/);
  });

  it('are followed by an answer at Mistral before the user speaks again', () => {
    const request = sent(chatAt('mistral'), [
      user(),
      said(call('abcdefghi')),
      results(result('abcdefghi', '1')),
      user('Go on.'),
    ]);
    const messages = request.body['messages'];
    assert.deepEqual(Array.isArray(messages) ? messages.slice(3) : undefined, [
      { role: 'assistant', content: 'OK.' },
      { role: 'user', content: 'Go on.' },
    ]);
    assert.deepEqual(changes(request), [
      'messages changed: mistral takes no user after a tool; "OK." was put between as an answer.',
    ]);
  });
});

describe('thinking with a budget', () => {
  const parameters: Parameters = { tools: [{ name: 'find' }], reasoningBudget: 2000 };
  const asked = (map: Map, ...parts: readonly Part[]) =>
    sent(map, [user(), said(...parts), results(result('c1', '1'))], { parameters, model: 'claude-haiku-4-5' });

  it('goes on after calls with thoughts, and is left off after those without, which is told', () => {
    const on = asked(anthropicRequest, thought({ signature: 's' }), call('c1'));
    assert.deepEqual(on.body['thinking'], { type: 'enabled', budget_tokens: 2000 });
    assert.deepEqual(changes(on), []);
    const off = asked(anthropicRequest, call('c1'));
    assert.equal('thinking' in off.body, false);
    assert.deepEqual(changes(off), [
      'reasoningBudget dropped: claude-haiku-4-5 thinks on only after calls with thoughts; those here came without.',
    ]);
  });

  it('is asked for anew once the user has spoken', () => {
    const history = [user(), said(call('c1')), results(result('c1', '1')), said(text('So.')), user('Go on.')];
    const request = sent(anthropicRequest, history, { parameters, model: 'claude-haiku-4-5' });
    assert.deepEqual(request.body['thinking'], { type: 'enabled', budget_tokens: 2000 });
  });
});

describe('the settings of a loop', () => {
  const tools = [{ name: 'find' }];
  const one: Parameters = { tools, parallelToolCalls: false };
  const bodyOf = (map: Map, parameters: Parameters, model?: string) =>
    sent(map, [user()], { parameters, ...(model === undefined ? {} : { model }) }).body;

  it('allow one call at a time where a vendor has a switch for it', () => {
    assert.equal(bodyOf(openaiRequest, one)['parallel_tool_calls'], false);
    assert.equal(bodyOf(chatAt('vllm'), one)['parallel_tool_calls'], false);
    assert.deepEqual(bodyOf(anthropicRequest, one)['tool_choice'], { type: 'auto', disable_parallel_tool_use: true });
    assert.deepEqual(
      bodyOf(anthropicRequest, { ...one, toolChoice: { name: 'find' } }, 'claude-haiku-4-5')['tool_choice'],
      {
        type: 'tool',
        name: 'find',
        disable_parallel_tool_use: true,
      },
    );
    assert.deepEqual(bodyOf(anthropicRequest, { ...one, toolChoice: 'none' })['tool_choice'], { type: 'none' });
    for (const parameters of [{ tools }, { tools, parallelToolCalls: true }]) {
      assert.equal('tool_choice' in bodyOf(anthropicRequest, parameters), false);
      assert.deepEqual(changes(sent(googleRequest, [user()], { parameters })), []);
    }
  });

  it('say where there is none', () => {
    assert.deepEqual(changes(sent(googleRequest, [user()], { parameters: one })), [
      'parallelToolCalls dropped: Google has no switch for parallel calls; several may come.',
    ]);
    for (const map of [openaiRequest, chatAt('vllm')]) {
      const request = sent(map, [user()], { parameters: one, model: 'o4-mini' });
      assert.equal('parallel_tool_calls' in request.body, false);
      assert.match(changes(request).join(), /^parallelToolCalls dropped: o4-mini /);
    }
    for (const map of [openaiRequest, chatAt('vllm'), anthropicRequest, googleRequest])
      assert.deepEqual(changes(sent(map, [user()], { parameters: { parallelToolCalls: false } })), [
        'parallelToolCalls dropped: There are no tools to call.',
      ]);
  });

  it('ask for the state of reasoning where a model of OpenAI reasons and has tools', () => {
    const included = (model: string, parameters: Parameters) => bodyOf(openaiRequest, parameters, model)['include'];
    assert.deepEqual(included('gpt-5.6-luna', { tools }), ['reasoning.encrypted_content']);
    assert.deepEqual(included('gpt-5.6-luna', { tools, logProbs: true, reasoningEffort: 'none' }), [
      'message.output_text.logprobs',
      'reasoning.encrypted_content',
    ]);
    assert.equal(included('gpt-5.6-luna', {}), undefined);
    assert.equal(included('gpt-4.1-mini', { tools }), undefined);
  });
});
