import { keyOf, type ModuleDialect, quoted } from './moduleDialect.ts';
import type { Vendor } from './vendor.ts';

type Kind = Vendor['kind'];

const packageOf: Readonly<Record<Kind, string>> = {
  'openai-chat': '@ai-sdk/openai-compatible',
  'openai-responses': '@ai-sdk/openai',
  anthropic: '@ai-sdk/anthropic',
  google: '@ai-sdk/google',
};

const makerOf: Readonly<Record<Kind, string>> = {
  'openai-chat': 'createOpenAICompatible',
  'openai-responses': 'createOpenAI',
  anthropic: 'createAnthropic',
  google: 'createGoogle',
};

const ownProvider: Readonly<Record<string, Kind>> = {
  openai: 'openai-responses',
  anthropic: 'anthropic',
  google: 'google',
};

const askText = `
async function askModel(languageModel: LanguageModel, request: Heard): Promise<Reply> {
  const { system, messages, maxOutputTokens, temperature, tools, schema, onText, signal } = request;
  const toolSet: ToolSet = Object.fromEntries<ToolSet[string]>(
    (tools ?? []).map(({ name, description = '', input }) => [
      name,
      { description, inputSchema: jsonSchema({ ...input }) },
    ]),
  );
  const options = {
    model: languageModel,
    messages: messages.map(modelMessage),
    // The route decides who is asked again.
    maxRetries: 0,
    ...(system === undefined ? {} : { instructions: system }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(tools ? { tools: toolSet } : {}),
    ...(schema ? { output: Output.object({ schema: jsonSchema({ ...schema }) }) } : {}),
    ...(signal ? { abortSignal: signal } : {}),
  };
  const result = onText ? await streamReply(options, onText) : await generateText(options);
  const { text, finishReason } = result;
  const toolCalls = result.toolCalls.map(({ toolCallId, toolName, input }) => ({ id: toolCallId, name: toolName, input }));
  if (finishReason === 'content-filter') return { text, toolCalls, cause: 'content-policy' };
  return finishReason === 'length' ? { text, toolCalls, cause: 'cut' } : { text, toolCalls };
}

async function streamReply(options: Parameters<typeof streamText>[0], onText: (text: string) => void) {
  let failure: { readonly error: unknown } | undefined;
  const result = streamText({
    ...options,
    // What goes wrong is thrown below, and not printed.
    onError: ({ error }) => {
      failure ??= { error };
    },
  });
  for await (const piece of result.textStream) onText(piece);
  if (failure) throw failure.error;
  return { text: await result.text, finishReason: await result.finishReason, toolCalls: await result.toolCalls };
}

function modelMessage(message: Message): ModelMessage {
  if (message.role === 'tool')
    return {
      role: 'tool',
      content: [
        {
          type: 'tool-result',
          toolCallId: message.id,
          toolName: message.name,
          output: { type: 'text', value: message.content },
        },
      ],
    };
  if (message.role === 'user')
    return {
      role: 'user',
      content: partsOf(message).map((part) =>
        part.type === 'text'
          ? { type: 'text' as const, text: part.text }
          : { type: 'file' as const, mediaType: part.mediaType, data: part.data },
      ),
    };
  const calls = (message.toolCalls ?? []).map(({ id, name, input }) => ({
    type: 'tool-call' as const,
    toolCallId: id,
    toolName: name,
    input,
  }));
  const words = message.content === '' ? [] : [{ type: 'text' as const, text: message.content }];
  return { role: 'assistant', content: [...words, ...calls] };
}
`;

/** The Vercel AI SDK, with one function for all models and a package for each kind of wire. */
export const aiSdkDialect: ModuleDialect = {
  packages: (vendors) => [...new Set(['ai', ...vendors.map(({ kind }) => packageOf[kind])])],
  imports: (vendors) => [
    ...new Set(vendors.map(({ kind }) => `import { ${makerOf[kind]} } from ${quoted(packageOf[kind])};`)),
    `import { generateText, jsonSchema, type LanguageModel, type ModelMessage, Output, streamText, type ToolSet } from ${quoted('ai')};`,
  ],
  client: (vendor, variable) => {
    const { kind, provider } = vendor;
    const address = vendor.isMoved || ownProvider[provider] !== kind ? addressOf(vendor) : undefined;
    const options = [
      ...(kind === 'openai-chat' ? [`name: ${quoted(provider)}`, 'supportsStructuredOutputs: true'] : []),
      `apiKey: ${keyOf(vendor)}`,
      ...(address === undefined ? [] : [`baseURL: ${quoted(address)}`]),
    ];
    return `const ${variable} = ${makerOf[kind]}({ ${options.join(', ')} });`;
  },
  call: ({ kind, model }, variable) => {
    const chosen = kind === 'openai-responses' ? `${variable}.responses` : variable;
    return `askModel(${chosen}(${quoted(model)}), request)`;
  },
  functions: () => [askText],
  errors: `
function statusOf(error: unknown): number | undefined {
  const status = fieldOf(error, 'statusCode');
  return typeof status === 'number' ? status : undefined;
}

function bodyOf(error: unknown): string {
  return String(fieldOf(error, 'responseBody') ?? '');
}

function headerOf(error: unknown, name: string): unknown {
  return fieldOf(fieldOf(error, 'responseHeaders'), name);
}
`,
};

/** The address with the version at its end, as the SDK expects it; undefined for its own. */
function addressOf({ baseUrl, kind }: Vendor): string | undefined {
  if (baseUrl === undefined) return undefined;
  if (kind === 'anthropic') return `${baseUrl}/v1`;
  return kind === 'google' ? `${baseUrl}/v1beta` : baseUrl;
}
