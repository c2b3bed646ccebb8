import type { JsonObject } from '../../src/core/json.ts';
import type { Message, ModelCall, Parameters } from '../../src/core/messages.ts';
import { toRequest as anthropicRequest } from '../../src/core/providers/anthropic/anthropicRequest.ts';
import type { MappedRequest } from '../../src/core/providers/contract/warnings.ts';
import { toRequest as googleRequest } from '../../src/core/providers/google/googleRequest.ts';
import { plainChat } from '../../src/core/providers/openai/chatFlags.ts';
import { toRequest as chatRequest } from '../../src/core/providers/openai/chatRequest.ts';
import { toRequest as openaiRequest } from '../../src/core/providers/openai/openaiRequest.ts';
import { presets } from '../../src/core/providers/presets.ts';
import { assertWhole } from '../support/whole.ts';

const chatAt = (id: string) => (call: ModelCall) => {
  const preset = presets.find((one) => one.id === id);
  return chatRequest(call, { who: preset?.name ?? id, flags: { ...plainChat, ...preset?.chat } });
};

const text = (role: Message['role'], words: string): Message => ({ role, parts: [{ type: 'text', text: words }] });
const media = (url: string, contentType?: string) =>
  ({ type: 'media', url, ...(contentType === undefined ? {} : { contentType }) }) as const;

const question = [text('user', 'hi')];
const find = { name: 'find', description: 'Finds', inputSchema: { type: 'object', properties: {} } };
const stop = { name: 'stop', strict: true };
const open = {
  type: 'object',
  properties: { a: { type: 'string', maxLength: 3 }, minimum: { type: 'number', minimum: 1 } },
  required: ['a'],
};
const closed = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false };
const json = (more: object): Parameters => ({ output: { format: 'json', ...more } });
const call = { type: 'tool-call', id: 'c1', name: 'find', input: { k: 1 } } as const;
const result = (output: string) => ({ type: 'tool-result', id: 'c1', name: 'find', output }) as const;

interface Sent {
  readonly parameters?: Parameters;
  readonly messages?: readonly Message[];
}

const cases: Readonly<Record<string, Sent>> = {
  'all settings': {
    parameters: {
      temperature: 0.5,
      topP: 0.9,
      topK: 40,
      maxOutputTokens: 100,
      stopSequences: ['END'],
      seed: 7,
      frequencyPenalty: 0.5,
      presencePenalty: -0.5,
      logProbs: true,
      verbosity: 'low',
      instructions: 'Be short.',
    },
  },
  'settings at their limits': {
    parameters: {
      temperature: 2,
      topP: 1,
      maxOutputTokens: 16,
      stopSequences: ['1', '2', '3', '4'],
      frequencyPenalty: 2,
      presencePenalty: -2,
    },
  },
  'settings above their limits': {
    parameters: {
      temperature: 2.1,
      topP: 1.1,
      maxOutputTokens: 15,
      stopSequences: ['1', '2', '3', '4', '5'],
      frequencyPenalty: 2.1,
      presencePenalty: -2.1,
    },
  },
  'settings below their limits': {
    parameters: { temperature: -0.1, topP: -0.1, stopSequences: ['1', '2', ' ', '4', '5', '6'] },
  },
  'no stop': { parameters: { stopSequences: [] } },
  'no reasoning': { parameters: { reasoningEffort: 'none', temperature: 0.5, topP: 0.5, logProbs: true } },
  'little reasoning': { parameters: { reasoningEffort: 'minimal', temperature: 0.5 } },
  'the most reasoning': { parameters: { reasoningEffort: 'max' } },
  'a small budget': { parameters: { reasoningBudget: 100, maxOutputTokens: 1024, topK: 3 } },
  'a large budget': { parameters: { reasoningBudget: 200_000, maxOutputTokens: 200_001 } },
  'a budget of its own choice': { parameters: { reasoningBudget: -1 } },
  'no budget': { parameters: { reasoningBudget: 0 } },
  'an effort and a budget': { parameters: { reasoningEffort: 'high', reasoningBudget: 2000 } },
  tools: { parameters: { tools: [find, stop], toolChoice: 'auto' } },
  'a forced tool, with reasoning': {
    parameters: { tools: [find], toolChoice: { name: 'find' }, reasoningEffort: 'low' },
  },
  'some tool, with a budget': { parameters: { tools: [find], toolChoice: 'required', reasoningBudget: 2000 } },
  'a tool without a choice': { parameters: { tools: [{ ...find, strict: true, inputSchema: open }] } },
  'a choice without tools': { parameters: { toolChoice: 'required' } },
  'JSON, of which nothing speaks': { parameters: json({}) },
  'JSON, of which the prompt speaks': { parameters: json({}), messages: [text('user', 'As json.')] },
  'an open schema': { parameters: json({ schema: open }) },
  'an open schema, strictly': { parameters: json({ schema: open, strict: true }) },
  'a closed schema of a name': { parameters: json({ schema: closed, name: 'my answer!' }) },
  'a closed schema, not strictly': { parameters: json({ schema: closed, name: '', strict: false }) },
  'plain text': { parameters: { output: { format: 'text' } } },
  'a system message alone': { messages: [text('system', 'One.'), text('system', 'Two.')] },
  'a system message in the middle': {
    messages: [text('system', 'First.'), text('user', 'hi'), text('system', 'Later.'), text('user', 'go')],
  },
  'a beginning of the answer': { messages: [text('user', 'hi'), text('assistant', 'Well, ')] },
  'a call with words at the end': {
    messages: [text('user', 'hi'), { role: 'assistant', parts: [{ type: 'text', text: 'Well.' }, call] }],
  },
  'results of tools': {
    messages: [
      text('user', 'hi'),
      { role: 'assistant', parts: [call, { ...call, id: 'c2', input: 'odd' }] },
      { role: 'tool', parts: [result('{"a":1}'), { ...result('[1]'), id: 'c2' }] },
      { role: 'tool', parts: [{ ...result('no json'), id: 'c3' }, media('data:image/png;base64,AAAA')] },
      text('user', 'go on'),
    ],
  },
  media: {
    messages: [
      { role: 'system', parts: [{ type: 'text', text: 'Look.' }, media('https://a.example/x.png')] },
      {
        role: 'user',
        parts: [
          { type: 'text', text: '' },
          media('https://a.example/x.PNG'),
          media('https://a.example/x'),
          media('https://a.example/x.pdf'),
          media('https://a.example/x.mp3'),
          media('data:image/webp;base64,AAAA'),
          media('data:application/pdf;base64,BBBB'),
          media('data:audio/wav;base64,CCCC'),
          media('data:,hello'),
          media('file:///x.png'),
          { type: 'pending', purpose: 'history' },
        ],
      },
      { role: 'assistant', parts: [media('data:image/png;base64,AAAA')] },
      text('user', 'So?'),
    ],
  },
  'nothing but what is left out': { messages: [{ role: 'user', parts: [media('file:///x.png')] }] },
};

type Mapped = MappedRequest<JsonObject> & { readonly apiVersion?: string | undefined };

const wires: Readonly<Record<string, { map(call: ModelCall): Mapped; readonly models: readonly string[] }>> = {
  openai: { map: openaiRequest, models: ['gpt-4.1', 'gpt-5.6-luna', 'gpt-5-nano'] },
  groq: { map: chatAt('groq'), models: ['llama-3.3-70b', 'openai/gpt-oss-120b'] },
  mistral: { map: chatAt('mistral'), models: ['mistral-large-4'] },
  deepseek: { map: chatAt('deepseek'), models: ['deepseek-v4-pro'] },
  xai: { map: chatAt('xai'), models: ['grok-4.3'] },
  ollama: { map: chatAt('ollama'), models: ['qwen3'] },
  openrouter: { map: chatAt('openrouter'), models: ['openai/o3', 'openai/gpt-5.6-luna'] },
  anthropic: {
    map: anthropicRequest,
    models: ['claude-3-haiku-20240307', 'claude-3-7-sonnet-latest', 'claude-haiku-4-5', 'claude-sonnet-4-6'],
  },
  claude: { map: anthropicRequest, models: ['claude-opus-4-7', 'claude-sonnet-5-5', 'claude-opus-5-5', 'glm-5'] },
  google: {
    map: googleRequest,
    models: ['gemini-2.0-flash', 'gemini-2.5-flash', 'gemini-2.5-pro', 'gemini-3.8-flash'],
  },
};

/** What is sent, and what is said of it; what stands in every request of the model is told once. */
function written(model: string, { body, warnings, apiVersion }: Mapped, usual: JsonObject): string {
  const own = Object.entries(body).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(usual[key]));
  const missing = Object.keys(usual).filter((key) => !Object.hasOwn(body, key));
  const lines = [
    `  ${model}${apiVersion === undefined ? '' : ` (${apiVersion})`}`,
    ...own.map(([key, value]) => `    ${key}: ${JSON.stringify(value)}`),
    ...missing.map((key) => `    without ${key}`),
    ...warnings.map(({ field, action, message }) => `    ${action} ${field}: ${message}`),
  ];
  return `${lines.join('\n')}\n`;
}

describe('what is sent to a vendor, and what is said of what cannot be', () => {
  for (const [wire, { map, models }] of Object.entries(wires))
    it(`by the wire of ${wire}`, () => {
      const usual = new Map(models.map((model) => [model, map({ model, parameters: {}, messages: question })]));
      const parts = [...usual].map(([model, request]) => written(model, request, {}));
      for (const [name, { parameters = {}, messages = question }] of Object.entries(cases)) {
        const sent = models.map((model) =>
          written(model, map({ model, parameters, messages }), usual.get(model)?.body ?? {}),
        );
        parts.push(`\n${name}\n${sent.join('')}`);
      }
      assertWhole(`requests-${wire}.txt`, parts.join(''));
    });
});
