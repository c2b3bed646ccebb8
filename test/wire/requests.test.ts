import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { JsonObject } from '../../src/core/json.ts';
import type { Message, ModelCall, Parameters } from '../../src/core/messages.ts';
import { toRequest as anthropicRequest } from '../../src/core/providers/anthropic/anthropicRequest.ts';
import type { MappedRequest } from '../../src/core/providers/contract/warnings.ts';
import { toRequest as googleRequest } from '../../src/core/providers/google/googleRequest.ts';
import { plainChat } from '../../src/core/providers/openai/chatFlags.ts';
import { toRequest as chatRequest } from '../../src/core/providers/openai/chatRequest.ts';
import { toRequest as openaiRequest } from '../../src/core/providers/openai/openaiRequest.ts';
import { presets } from '../../src/core/providers/presets.ts';

const chatAt = (id: string) => (call: ModelCall) => {
  const preset = presets.find((one) => one.id === id);
  return chatRequest(call, { who: preset?.name ?? id, flags: { ...plainChat, ...preset?.chat } });
};
const wires = { openai: openaiRequest, chat: chatAt('groq'), anthropic: anthropicRequest, google: googleRequest };
type Wire = keyof typeof wires;
const models: Readonly<Record<Wire, string>> = {
  openai: 'gpt-4.1',
  chat: 'llama-3.3-70b',
  anthropic: 'claude-haiku-4-5',
  google: 'gemini-3.8-flash',
};

/** The fields that stand in every request beside the setting under test. */
const frames: Readonly<Record<Wire, JsonObject>> = {
  openai: { model: 'gpt-4.1', input: [{ role: 'user', content: 'hi' }], store: false, stream: true },
  chat: {
    model: 'llama-3.3-70b',
    messages: [{ role: 'user', content: 'hi' }],
    stream: true,
    stream_options: { include_usage: true },
  },
  anthropic: { model: 'claude-haiku-4-5', max_tokens: 8192, messages: [{ role: 'user', content: 'hi' }], stream: true },
  google: { contents: [{ role: 'user', parts: [{ text: 'hi' }] }] },
};

function callWith(model: string, parameters: Parameters, messages?: readonly Message[]): ModelCall {
  return { model, parameters, messages: messages ?? [{ role: 'user', parts: [{ type: 'text', text: 'hi' }] }] };
}

/** `field action`, as a picture of what was changed. */
function changesIn(request: MappedRequest<JsonObject>): string[] {
  return request.warnings.map(({ field, action }) => `${field} ${action}`);
}

/** What a setting becomes at each vendor: fields to send, or the one warning for what cannot be sent. */
interface ParameterCase {
  readonly name: string;
  readonly parameters: Parameters;
  readonly expected: Readonly<Record<Wire, JsonObject | string>>;
}

const lookUp = {
  name: 'lookUp',
  description: 'Looks up',
  inputSchema: { type: 'object', properties: { city: { type: 'string' } } },
};
const closed = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false };
const open = { type: 'object', properties: { a: { type: 'string', maxLength: 3 } } };

const parameterCases: readonly ParameterCase[] = [
  { name: 'nothing', parameters: {}, expected: { openai: {}, chat: {}, anthropic: {}, google: {} } },
  {
    name: 'temperature',
    parameters: { temperature: 0.5 },
    expected: {
      openai: { temperature: 0.5 },
      chat: { temperature: 0.5 },
      anthropic: { temperature: 0.5 },
      google: { generationConfig: { temperature: 0.5 } },
    },
  },
  {
    name: 'topP',
    parameters: { topP: 0.9 },
    expected: {
      openai: { top_p: 0.9 },
      chat: { top_p: 0.9 },
      anthropic: { top_p: 0.9 },
      google: { generationConfig: { topP: 0.9 } },
    },
  },
  {
    name: 'topK',
    parameters: { topK: 40 },
    expected: {
      openai: 'topK dropped',
      chat: 'topK dropped',
      anthropic: { top_k: 40 },
      google: { generationConfig: { topK: 40 } },
    },
  },
  {
    name: 'maxOutputTokens',
    parameters: { maxOutputTokens: 100 },
    expected: {
      openai: { max_output_tokens: 100 },
      chat: { max_tokens: 100 },
      anthropic: { max_tokens: 100 },
      google: { generationConfig: { maxOutputTokens: 100 } },
    },
  },
  {
    name: 'stopSequences',
    parameters: { stopSequences: ['END'] },
    expected: {
      openai: 'stopSequences dropped',
      chat: { stop: ['END'] },
      anthropic: { stop_sequences: ['END'] },
      google: { generationConfig: { stopSequences: ['END'] } },
    },
  },
  {
    name: 'seed',
    parameters: { seed: 7 },
    expected: {
      openai: 'seed dropped',
      chat: { seed: 7 },
      anthropic: 'seed dropped',
      google: { generationConfig: { seed: 7 } },
    },
  },
  {
    name: 'frequencyPenalty',
    parameters: { frequencyPenalty: 0.5 },
    expected: {
      openai: 'frequencyPenalty dropped',
      chat: { frequency_penalty: 0.5 },
      anthropic: 'frequencyPenalty dropped',
      google: { generationConfig: { frequencyPenalty: 0.5 } },
    },
  },
  {
    name: 'presencePenalty',
    parameters: { presencePenalty: 0.5 },
    expected: {
      openai: 'presencePenalty dropped',
      chat: { presence_penalty: 0.5 },
      anthropic: 'presencePenalty dropped',
      google: { generationConfig: { presencePenalty: 0.5 } },
    },
  },
  {
    name: 'reasoningBudget',
    parameters: { reasoningBudget: 2000 },
    expected: {
      openai: 'reasoningBudget dropped',
      chat: 'reasoningBudget dropped',
      anthropic: { thinking: { type: 'enabled', budget_tokens: 2000 } },
      google: { generationConfig: { thinkingConfig: { thinkingBudget: 2000, includeThoughts: true } } },
    },
  },
  {
    name: 'tools',
    parameters: { tools: [lookUp] },
    expected: {
      openai: {
        tools: [
          { type: 'function', name: 'lookUp', description: 'Looks up', parameters: lookUp.inputSchema, strict: false },
        ],
      },
      chat: {
        tools: [
          { type: 'function', function: { name: 'lookUp', description: 'Looks up', parameters: lookUp.inputSchema } },
        ],
      },
      anthropic: { tools: [{ name: 'lookUp', description: 'Looks up', input_schema: lookUp.inputSchema }] },
      google: {
        tools: [
          {
            functionDeclarations: [
              { name: 'lookUp', description: 'Looks up', parametersJsonSchema: lookUp.inputSchema },
            ],
          },
        ],
      },
    },
  },
  {
    name: 'a JSON schema',
    parameters: { output: { format: 'json', schema: closed, name: 'my answer' } },
    expected: {
      openai: { text: { format: { type: 'json_schema', name: 'my_answer', schema: closed, strict: true } } },
      chat: {
        response_format: { type: 'json_schema', json_schema: { name: 'my_answer', schema: closed, strict: true } },
      },
      anthropic: { output_config: { format: { type: 'json_schema', schema: closed } } },
      google: { generationConfig: { responseMimeType: 'application/json', responseJsonSchema: closed } },
    },
  },
];

describe('a request', () => {
  for (const { name, parameters, expected } of parameterCases) {
    for (const wire of ['openai', 'chat', 'anthropic', 'google'] as const) {
      const wanted = expected[wire];
      it(`${wire}: ${name} ${typeof wanted === 'string' ? 'is left out with a warning' : 'is sent'}`, () => {
        const request = wires[wire](callWith(models[wire], parameters));
        assert.deepEqual(request.body, typeof wanted === 'string' ? frames[wire] : { ...frames[wire], ...wanted });
        assert.deepEqual(changesIn(request), typeof wanted === 'string' ? [wanted] : []);
      });
    }
  }

  const toolChoices: readonly (readonly [Parameters['toolChoice'], Readonly<Record<Wire, unknown>>])[] = [
    ['auto', { openai: 'auto', chat: 'auto', anthropic: { type: 'auto' }, google: { mode: 'AUTO' } }],
    ['none', { openai: 'none', chat: 'none', anthropic: { type: 'none' }, google: { mode: 'NONE' } }],
    ['required', { openai: 'required', chat: 'required', anthropic: { type: 'any' }, google: { mode: 'ANY' } }],
    [
      { name: 'lookUp' },
      {
        openai: { type: 'function', name: 'lookUp' },
        chat: { type: 'function', function: { name: 'lookUp' } },
        anthropic: { type: 'tool', name: 'lookUp' },
        google: { mode: 'ANY', allowedFunctionNames: ['lookUp'] },
      },
    ],
  ];
  for (const [toolChoice, expected] of toolChoices) {
    it(`carries the tool choice ${JSON.stringify(toolChoice)}`, () => {
      const parameters = { tools: [lookUp], ...(toolChoice ? { toolChoice } : {}) };
      const body = (wire: Wire) => wires[wire](callWith(models[wire], parameters)).body;
      assert.deepEqual(body('openai')['tool_choice'], expected.openai);
      assert.deepEqual(body('chat')['tool_choice'], expected.chat);
      assert.deepEqual(body('anthropic')['tool_choice'], expected.anthropic);
      assert.deepEqual(body('google')['toolConfig'], { functionCallingConfig: expected.google });
    });
  }
});

const conversation: readonly Message[] = [
  { role: 'system', parts: [{ type: 'text', text: 'Be brief.' }] },
  {
    role: 'user',
    parts: [
      { type: 'text', text: 'Weather?' },
      { type: 'media', url: 'data:image/png;base64,AAAA' },
    ],
  },
  {
    role: 'assistant',
    parts: [
      { type: 'text', text: 'Let me see.' },
      { type: 'tool-call', id: 'c1', name: 'lookUp', input: { city: 'Köln' } },
    ],
  },
  { role: 'tool', parts: [{ type: 'tool-result', id: 'c1', name: 'lookUp', output: '{"degrees":7}' }] },
  {
    role: 'user',
    parts: [
      { type: 'text', text: 'And?' },
      { type: 'media', url: 'data:application/pdf;base64,BBBB' },
      { type: 'media', url: 'https://x.example/a.png' },
    ],
  },
];

describe('a conversation with system text, images, a document, a tool call and its result', () => {
  it('goes to OpenAI as instructions and items', () => {
    const { body, warnings } = openaiRequest(callWith('gpt-4.1', {}, conversation));
    assert.deepEqual(warnings, []);
    assert.equal(body['instructions'], 'Be brief.');
    assert.deepEqual(body['input'], [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'Weather?' },
          { type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'auto' },
        ],
      },
      { role: 'assistant', content: 'Let me see.' },
      { type: 'function_call', call_id: 'c1', name: 'lookUp', arguments: '{"city":"Köln"}' },
      { type: 'function_call_output', call_id: 'c1', output: '{"degrees":7}' },
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'And?' },
          { type: 'input_file', filename: 'document.pdf', file_data: 'data:application/pdf;base64,BBBB' },
          { type: 'input_image', image_url: 'https://x.example/a.png', detail: 'auto' },
        ],
      },
    ]);
  });

  it('goes to Chat Completions as messages', () => {
    const { body, warnings } = wires.chat(callWith('llama', {}, conversation));
    assert.deepEqual(warnings, []);
    assert.deepEqual(body['messages'], [
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Weather?' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
        ],
      },
      {
        role: 'assistant',
        content: 'Let me see.',
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'lookUp', arguments: '{"city":"Köln"}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: '{"degrees":7}' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'And?' },
          { type: 'file', file: { filename: 'document.pdf', file_data: 'data:application/pdf;base64,BBBB' } },
          { type: 'image_url', image_url: { url: 'https://x.example/a.png' } },
        ],
      },
    ]);
  });

  it('goes to Anthropic as alternating turns', () => {
    const { body, warnings } = anthropicRequest(callWith('claude-haiku-4-5', {}, conversation));
    assert.deepEqual(warnings, []);
    assert.equal(body['system'], 'Be brief.');
    assert.deepEqual(body['messages'], [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Weather?' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Let me see.' },
          { type: 'tool_use', id: 'c1', name: 'lookUp', input: { city: 'Köln' } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'c1', content: '{"degrees":7}' },
          { type: 'text', text: 'And?' },
          { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'BBBB' } },
          { type: 'image', source: { type: 'url', url: 'https://x.example/a.png' } },
        ],
      },
    ]);
  });

  it('goes to Google as contents, with a signature that lets the old call pass', () => {
    const { body, warnings } = googleRequest(callWith('gemini-3.8-flash', {}, conversation));
    assert.deepEqual(warnings, []);
    assert.deepEqual(body['systemInstruction'], { parts: [{ text: 'Be brief.' }] });
    assert.deepEqual(body['contents'], [
      { role: 'user', parts: [{ text: 'Weather?' }, { inlineData: { mimeType: 'image/png', data: 'AAAA' } }] },
      {
        role: 'model',
        parts: [
          { text: 'Let me see.' },
          {
            functionCall: { id: 'c1', name: 'lookUp', args: { city: 'Köln' } },
            thoughtSignature: 'skip_thought_signature_validator',
          },
        ],
      },
      {
        role: 'user',
        parts: [
          { functionResponse: { id: 'c1', name: 'lookUp', response: { degrees: 7 } } },
          { text: 'And?' },
          { inlineData: { mimeType: 'application/pdf', data: 'BBBB' } },
          { fileData: { fileUri: 'https://x.example/a.png', mimeType: 'image/png' } },
        ],
      },
    ]);
  });
});

describe('what a model refuses', () => {
  /** The settings that are sent and the warnings, for one model. */
  function sent(request: MappedRequest<JsonObject>, fields: readonly string[]) {
    return {
      sent: Object.fromEntries(
        fields.filter((field) => field in request.body).map((field) => [field, request.body[field]]),
      ),
      warned: changesIn(request),
    };
  }
  const sampling: Parameters = { temperature: 0.5, topP: 0.9 };

  it('OpenAI: reasoning models take no sampling', () => {
    const request = openaiRequest(callWith('gpt-5.6-luna', sampling));
    assert.deepEqual(sent(request, ['temperature', 'top_p']), {
      sent: {},
      warned: ['temperature dropped', 'topP dropped'],
    });
  });

  it('OpenAI: from 5.1 on they do when they do not reason', () => {
    const request = openaiRequest(callWith('gpt-5.6-luna', { ...sampling, reasoningEffort: 'none' }));
    assert.deepEqual(sent(request, ['temperature', 'top_p', 'reasoning']), {
      sent: { temperature: 0.5, top_p: 0.9, reasoning: { effort: 'none' } },
      warned: [],
    });
    assert.deepEqual(changesIn(openaiRequest(callWith('gpt-5', { temperature: 1, reasoningEffort: 'minimal' }))), [
      'temperature dropped',
    ]);
  });

  it('OpenAI: an effort that the model does not know becomes the nearest', () => {
    const request = openaiRequest(callWith('o3', { reasoningEffort: 'max' }));
    assert.deepEqual(sent(request, ['reasoning']), {
      sent: { reasoning: { effort: 'high' } },
      warned: ['reasoningEffort clamped'],
    });
    assert.deepEqual(openaiRequest(callWith('gpt-6-luna', { reasoningEffort: 'max' })).body['reasoning'], {
      effort: 'max',
    });
    assert.deepEqual(changesIn(openaiRequest(callWith('gpt-4.1', { reasoningEffort: 'low' }))), [
      'reasoningEffort dropped',
    ]);
  });

  it('OpenAI: models from GPT-5 on take a verbosity on both wires, others none', () => {
    const chat = chatAt('openrouter');
    const output = { format: 'json', schema: closed } as const;
    assert.deepEqual(openaiRequest(callWith('gpt-5.6-luna', { verbosity: 'low' })).body['text'], { verbosity: 'low' });
    assert.deepEqual(openaiRequest(callWith('gpt-5', { verbosity: 'high', output })).body['text'], {
      format: { type: 'json_schema', name: 'answer', schema: closed, strict: true },
      verbosity: 'high',
    });
    assert.equal(chat(callWith('openai/gpt-5', { verbosity: 'medium' })).body['verbosity'], 'medium');
    for (const request of [
      openaiRequest(callWith('gpt-4.1', { verbosity: 'low' })),
      openaiRequest(callWith('o3', { verbosity: 'low' })),
      chat(callWith('llama-3.3-70b', { verbosity: 'low' })),
      anthropicRequest(callWith('claude-haiku-4-5', { verbosity: 'low' })),
      googleRequest(callWith('gemini-3.8-flash', { verbosity: 'low' })),
    ]) {
      assert.deepEqual(changesIn(request), ['verbosity dropped']);
      assert.doesNotMatch(JSON.stringify(request.body), /verbosity/);
    }
  });

  it('OpenAI: JSON without a schema needs the word JSON', () => {
    const request = openaiRequest(callWith('gpt-4.1', { output: { format: 'json' } }));
    assert.equal(request.body['instructions'], 'Answer with JSON only.');
    assert.deepEqual(request.body['text'], { format: { type: 'json_object' } });
    assert.deepEqual(changesIn(request), ['output changed']);
  });

  it('OpenAI: an open schema is sent without strict', () => {
    const request = openaiRequest(callWith('gpt-4.1', { output: { format: 'json', schema: open, strict: true } }));
    assert.deepEqual(request.body['text'], {
      format: { type: 'json_schema', name: 'answer', schema: open, strict: false },
    });
    assert.deepEqual(changesIn(request), ['output changed']);
  });

  for (const model of ['smollm2', 'claude-mock', 'claude-2.1', 'minimax-m3', 'org/glm-5', 'qwen3.5-plus'])
    it(`sends every sampling setting as it is to ${model}, which is no Claude that refuses them`, () => {
      for (const temperature of [0, 0.2, 1.5]) {
        const { body, warnings, apiVersion } = anthropicRequest(callWith(model, { temperature, topP: 0.9, topK: 40 }));
        assert.deepEqual([body['temperature'], body['top_p'], body['top_k']], [temperature, 0.9, 40]);
        assert.deepEqual([warnings, apiVersion], [[], '2023-06-01']);
      }
    });

  for (const model of ['claude-opus-5-5', 'claude-sonnet-4-7', 'claude-haiku', 'claude-sonnet-latest'])
    it(`drops them with a warning for ${model}`, () => {
      const { body, warnings } = anthropicRequest(callWith(model, { temperature: 0 }));
      assert.deepEqual([body['temperature'], warnings.length], [undefined, 1]);
    });

  it('Anthropic: sampling up to 4.6, under the API version that still knows it', () => {
    assert.equal(anthropicRequest(callWith('claude-sonnet-4-6', { temperature: 0.5 })).apiVersion, '2023-06-01');
    assert.equal(anthropicRequest(callWith('claude-sonnet-4-6', {})).apiVersion, undefined);
    for (const model of [
      'claude-opus-4-7',
      'claude-opus-5',
      'claude-sonnet-5-5',
      'claude-haiku-5-5',
      'claude-fable-5-1',
    ]) {
      const request = anthropicRequest(callWith(model, { temperature: 1, topP: 1, topK: 1 }));
      assert.deepEqual(
        sent(request, ['temperature', 'top_p', 'top_k']),
        { sent: {}, warned: ['temperature dropped', 'topP dropped', 'topK dropped'] },
        model,
      );
      assert.equal(request.apiVersion, undefined);
    }
  });

  it('Anthropic: temperature above 1 is clamped, and beside it top_p is dropped', () => {
    const request = anthropicRequest(callWith('claude-haiku-4-5', { temperature: 1.5, topP: 0.9 }));
    assert.deepEqual(sent(request, ['temperature', 'top_p']), {
      sent: { temperature: 1 },
      warned: ['temperature clamped', 'topP dropped'],
    });
  });

  it('Anthropic: effort becomes what the model understands', () => {
    const thinking = (model: string, parameters: Parameters) =>
      sent(anthropicRequest(callWith(model, parameters)), ['thinking', 'output_config']);
    assert.deepEqual(thinking('claude-haiku-4-5', { reasoningEffort: 'medium' }), {
      sent: { thinking: { type: 'enabled', budget_tokens: 8192 } },
      warned: ['reasoningEffort renamed'],
    });
    assert.deepEqual(thinking('claude-opus-4-6', { reasoningEffort: 'max' }), {
      sent: { thinking: { type: 'adaptive' }, output_config: { effort: 'max' } },
      warned: [],
    });
    assert.deepEqual(thinking('claude-opus-5', { reasoningEffort: 'none' }), {
      sent: { thinking: { type: 'disabled' } },
      warned: [],
    });
    assert.deepEqual(thinking('claude-sonnet-5-5', { reasoningEffort: 'none' }), {
      sent: { thinking: { type: 'between_tools' } },
      warned: ['reasoningEffort changed'],
    });
    assert.deepEqual(thinking('claude-opus-5-5', { reasoningEffort: 'none' }), {
      sent: {},
      warned: ['reasoningEffort dropped'],
    });
    assert.deepEqual(thinking('claude-opus-5-5', { reasoningBudget: 5000 }), {
      sent: {},
      warned: ['reasoningBudget dropped'],
    });
  });

  it('Anthropic: the limit leaves room for the budget', () => {
    const request = anthropicRequest(callWith('claude-haiku-4-5', { maxOutputTokens: 500, reasoningBudget: 2000 }));
    assert.equal(request.body['max_tokens'], 2500);
  });

  it('Anthropic: a forced tool is not forced on models that always think', () => {
    const request = anthropicRequest(callWith('claude-opus-5-5', { tools: [lookUp], toolChoice: 'required' }));
    assert.deepEqual(sent(request, ['tool_choice']), {
      sent: { tool_choice: { type: 'auto' } },
      warned: ['toolChoice changed'],
    });
  });

  it('Anthropic: newer models do not continue a given beginning', () => {
    const prefill: readonly Message[] = [
      { role: 'user', parts: [{ type: 'text', text: 'hi' }] },
      { role: 'assistant', parts: [{ type: 'text', text: 'Well,' }] },
    ];
    assert.deepEqual(changesIn(anthropicRequest(callWith('claude-haiku-4-5', {}, prefill))), []);
    assert.deepEqual(changesIn(anthropicRequest(callWith('claude-opus-5', {}, prefill))), ['messages changed']);
  });

  it('Anthropic: a schema is closed and freed of limits', () => {
    const request = anthropicRequest(callWith('claude-haiku-4-5', { output: { format: 'json', schema: open } }));
    const schema = { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false };
    assert.deepEqual(sent(request, ['output_config']), {
      sent: { output_config: { format: { type: 'json_schema', schema } } },
      warned: ['output changed'],
    });
  });

  it('Google: effort is a level for 3.x and a budget for 2.5', () => {
    const config = (model: string, parameters: Parameters) => {
      const request = googleRequest(callWith(model, parameters));
      return { sent: request.body['generationConfig'], warned: changesIn(request) };
    };
    assert.deepEqual(config('gemini-3.8-flash', { reasoningEffort: 'low' }), {
      sent: { thinkingConfig: { thinkingLevel: 'LOW', includeThoughts: true } },
      warned: [],
    });
    assert.deepEqual(config('gemini-3.8-flash', { reasoningEffort: 'minimal' }), {
      sent: { thinkingConfig: { thinkingLevel: 'LOW', includeThoughts: true } },
      warned: ['reasoningEffort clamped'],
    });
    assert.deepEqual(config('gemini-2.5-flash', { reasoningEffort: 'none' }), {
      sent: { thinkingConfig: { thinkingBudget: 0 } },
      warned: ['reasoningEffort renamed'],
    });
    assert.deepEqual(config('gemini-2.0-flash', { reasoningEffort: 'low' }), {
      sent: undefined,
      warned: ['reasoningEffort dropped'],
    });
  });

  it('says when a section, a file or a lonely system message had to change', () => {
    const messages: readonly Message[] = [
      { role: 'system', parts: [{ type: 'text', text: 'Hello' }] },
      { role: 'user', parts: [{ type: 'pending', purpose: 'code' }] },
    ];
    for (const wire of ['openai', 'chat', 'anthropic', 'google'] as const) {
      assert.deepEqual(
        changesIn(wires[wire](callWith(models[wire], {}, messages))),
        ['messages dropped', 'messages changed'],
        wire,
      );
      const file: readonly Message[] = [
        {
          role: 'user',
          parts: [
            { type: 'text', text: 'x' },
            { type: 'media', url: 'file:///a.png' },
          ],
        },
      ];
      assert.deepEqual(changesIn(wires[wire](callWith(models[wire], {}, file))), ['messages dropped'], wire);
    }
  });
});

describe('dialects of Chat Completions', () => {
  const parameters: Parameters = { seed: 7, maxOutputTokens: 9, topK: 3, tools: [lookUp], toolChoice: 'required' };
  const fields = [
    'seed',
    'random_seed',
    'max_tokens',
    'max_completion_tokens',
    'top_k',
    'tool_choice',
    'stream_options',
  ];
  const dialect = (id: string, model = 'some-model', settings = parameters) => {
    const request = chatAt(id)(callWith(model, settings));
    const sent = Object.fromEntries(
      fields.filter((field) => field in request.body).map((field) => [field, request.body[field]]),
    );
    return { sent, warned: changesIn(request) };
  };
  const usage = { stream_options: { include_usage: true } };

  it('Mistral', () => {
    assert.deepEqual(dialect('mistral'), {
      sent: { random_seed: 7, max_tokens: 9, tool_choice: 'any' },
      warned: ['seed renamed', 'topK dropped'],
    });
  });
  it('Cerebras', () => {
    assert.deepEqual(dialect('cerebras').sent, {
      seed: 7,
      max_completion_tokens: 9,
      tool_choice: 'required',
      ...usage,
    });
  });
  it('DeepSeek', () => {
    assert.deepEqual(dialect('deepseek'), {
      sent: { max_tokens: 9, tool_choice: 'required', ...usage },
      warned: ['seed dropped', 'topK dropped'],
    });
    const json = chatAt('deepseek')(callWith('deepseek-chat', { output: { format: 'json', schema: closed } }));
    assert.deepEqual(json.body['response_format'], { type: 'json_object' });
    assert.deepEqual(changesIn(json), ['output changed']);
  });
  it('Ollama', () => {
    assert.deepEqual(dialect('ollama'), {
      sent: { seed: 7, max_tokens: 9, ...usage },
      warned: ['topK dropped', 'toolChoice dropped'],
    });
  });
  it('vLLM', () => {
    assert.deepEqual(dialect('vllm'), {
      sent: { seed: 7, max_tokens: 9, top_k: 3, tool_choice: 'required', ...usage },
      warned: [],
    });
  });
  it('xAI: its reasoning models take no stop and no penalties', () => {
    const request = chatAt('xai')(callWith('grok-4.7', { stopSequences: ['X'], presencePenalty: 1 }));
    assert.deepEqual(changesIn(request), ['stopSequences dropped', 'presencePenalty dropped']);
  });
  it("OpenAI's reasoning models keep their rules behind a router", () => {
    const request = chatAt('openrouter')(callWith('openai/gpt-5.6-luna', { temperature: 1, maxOutputTokens: 9 }));
    assert.equal(request.body['max_completion_tokens'], 9);
    assert.deepEqual(changesIn(request), ['temperature dropped']);
  });
});
