import { keyOf, type ModuleDialect, quoted } from './moduleDialect.ts';
import type { Vendor } from './vendor.ts';

type Kind = Vendor['kind'];

const packageOf: Readonly<Record<Kind, string>> = {
  'openai-chat': 'openai',
  'openai-responses': 'openai',
  anthropic: '@anthropic-ai/sdk',
  google: '@google/genai',
};

const classOf: Readonly<Record<Kind, string>> = {
  'openai-chat': 'OpenAI',
  'openai-responses': 'OpenAI',
  anthropic: 'Anthropic',
  google: 'GoogleGenAI',
};

/** The SDK's own address needs no word. */
const ownProvider: Readonly<Record<string, Kind>> = {
  openai: 'openai-responses',
  anthropic: 'anthropic',
  google: 'google',
};

const askOf: Readonly<Record<Kind, { readonly name: string; readonly text: string }>> = {
  'openai-responses': {
    name: 'askResponses',
    text: `
async function askResponses(client: OpenAI, id: string, request: RouteRequest): Promise<Reply> {
  const { system, messages, maxOutputTokens, temperature, signal } = request;
  const response = await client.responses.create(
    {
      model: id,
      input: messages.map(({ role, content }) => ({ role, content })),
      store: false,
      ...(system === undefined ? {} : { instructions: system }),
      ...(maxOutputTokens === undefined ? {} : { max_output_tokens: maxOutputTokens }),
      ...(temperature === undefined ? {} : { temperature }),
    },
    signal ? { signal } : {},
  );
  const parts = response.output.flatMap((item) => (item.type === 'message' ? item.content : []));
  const refusal = parts.find((part) => part.type === 'refusal');
  if (refusal) return { text: refusal.refusal, cause: 'refusal' };
  const reason = response.incomplete_details?.reason;
  if (reason === 'content_filter') return { text: response.output_text, cause: 'content-policy' };
  return reason === 'max_output_tokens' ? { text: response.output_text, cause: 'cut' } : { text: response.output_text };
}
`,
  },
  'openai-chat': {
    name: 'askChat',
    text: `
async function askChat(client: OpenAI, id: string, request: RouteRequest): Promise<Reply> {
  const { system, messages, maxOutputTokens, temperature, signal } = request;
  const completion = await client.chat.completions.create(
    {
      model: id,
      messages: [
        ...(system === undefined ? [] : [{ role: 'system' as const, content: system }]),
        ...messages.map(({ role, content }) => ({ role, content })),
      ],
      ...(maxOutputTokens === undefined ? {} : { max_tokens: maxOutputTokens }),
      ...(temperature === undefined ? {} : { temperature }),
    },
    signal ? { signal } : {},
  );
  const choice = completion.choices[0];
  const text = choice?.message.content ?? '';
  if (choice?.message.refusal) return { text: choice.message.refusal, cause: 'refusal' };
  if (choice?.finish_reason === 'content_filter') return { text, cause: 'content-policy' };
  return choice?.finish_reason === 'length' ? { text, cause: 'cut' } : { text };
}
`,
  },
  anthropic: {
    name: 'askAnthropic',
    text: `
async function askAnthropic(client: Anthropic, id: string, request: RouteRequest): Promise<Reply> {
  const { system, messages, maxOutputTokens, temperature, signal } = request;
  const message = await client.messages.create(
    {
      model: id,
      // Anthropic insists on a limit.
      max_tokens: maxOutputTokens ?? 4096,
      messages: messages.map(({ role, content }) => ({ role, content })),
      ...(system === undefined ? {} : { system }),
      ...(temperature === undefined ? {} : { temperature }),
    },
    signal ? { signal } : {},
  );
  const text = message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  if (message.stop_reason === 'refusal') return { text, cause: 'refusal' };
  return message.stop_reason === 'max_tokens' ? { text, cause: 'cut' } : { text };
}
`,
  },
  google: {
    name: 'askGoogle',
    text: `
async function askGoogle(client: GoogleGenAI, id: string, request: RouteRequest): Promise<Reply> {
  const { system, messages, maxOutputTokens, temperature, signal } = request;
  const response = await client.models.generateContent({
    model: id,
    contents: messages.map(({ role, content }) => ({
      role: role === 'assistant' ? 'model' : 'user',
      parts: [{ text: content }],
    })),
    config: {
      ...(system === undefined ? {} : { systemInstruction: system }),
      ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
      ...(temperature === undefined ? {} : { temperature }),
      ...(signal ? { abortSignal: signal } : {}),
    },
  });
  const candidate = response.candidates?.[0];
  const parts = candidate?.content?.parts ?? [];
  const text = parts.map((part) => (part.thought ? '' : (part.text ?? ''))).join('');
  if (candidate?.finishReason === 'MAX_TOKENS') return { text, cause: 'cut' };
  return candidate && candidate.finishReason === 'STOP' ? { text } : { text, cause: 'content-policy' };
}
`,
  },
};

/** The vendors' own SDKs, their retries switched off. */
export const sdkDialect: ModuleDialect = {
  packages: (vendors) => unique(vendors.map(({ kind }) => packageOf[kind])),
  imports: (vendors) =>
    unique(vendors.map(({ kind }) => `import { ${classOf[kind]} } from ${quoted(packageOf[kind])};`)),
  client: (vendor, variable) => {
    const address = vendor.isMoved || ownProvider[vendor.provider] !== vendor.kind ? vendor.baseUrl : undefined;
    const key = `apiKey: ${keyOf(vendor)}`;
    const options =
      vendor.kind === 'google'
        ? [key, ...(address === undefined ? [] : [`httpOptions: { baseUrl: ${quoted(address)} }`])]
        : [key, ...(address === undefined ? [] : [`baseURL: ${quoted(address)}`]), 'maxRetries: 0'];
    return `const ${variable} = new ${classOf[vendor.kind]}({ ${options.join(', ')} });`;
  },
  call: ({ kind, model }, variable) => `${askOf[kind].name}(${variable}, ${quoted(model)}, request)`,
  functions: (vendors) => unique(vendors.map(({ kind }) => askOf[kind].text)),
  errors: `
function statusOf(error: unknown): number | undefined {
  const status = fieldOf(error, 'status');
  return typeof status === 'number' ? status : undefined;
}

function bodyOf(error: unknown): string {
  return JSON.stringify([fieldOf(error, 'error'), fieldOf(error, 'code')]);
}

function headerOf(error: unknown, name: string): string | null {
  const headers = fieldOf(error, 'headers');
  return headers instanceof Headers ? headers.get(name) : null;
}
`,
};

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
