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

/** The providers whose address is the SDK's own, so that it need not be written. */
const ownProvider: Readonly<Record<string, Kind>> = {
  openai: 'openai-responses',
  anthropic: 'anthropic',
  google: 'google',
};

const askOf: Readonly<Record<Kind, { readonly name: string; readonly text: string }>> = {
  'openai-responses': {
    name: 'askResponses',
    text: `
async function askResponses(client: OpenAI, id: string, request: Heard): Promise<Reply> {
  const { system, maxOutputTokens, temperature, tools, schema, onText, signal } = request;
  const options = signal ? { signal } : {};
  const body: OpenAI.Responses.ResponseCreateParamsNonStreaming = {
    model: id,
    input: request.messages.flatMap(responseItems),
    store: false,
    ...(system === undefined ? {} : { instructions: system }),
    ...(maxOutputTokens === undefined ? {} : { max_output_tokens: maxOutputTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(tools
      ? {
          tools: tools.map(({ name, description = '', input }) => ({
            type: 'function' as const,
            name,
            description,
            parameters: { ...input },
            strict: false,
          })),
        }
      : {}),
    ...(schema ? { text: { format: { type: 'json_schema' as const, name: 'answer', schema: { ...schema } } } } : {}),
  };
  let heard = '';
  const hear = (delta: string) => {
    heard += delta;
    onText?.(delta);
  };
  const response = onText
    ? await lastOf(await client.responses.create({ ...body, stream: true }, options), hear)
    : await client.responses.create(body, options);
  const parts = response.output.flatMap((item) => (item.type === 'message' ? item.content : []));
  // Some servers do not tell again at the end what they streamed.
  const text = parts.map((part) => (part.type === 'output_text' ? part.text : '')).join('') || heard;
  const refusal = parts.find((part) => part.type === 'refusal');
  if (refusal) return { text: refusal.refusal, cause: 'refusal' };
  const toolCalls = response.output.flatMap((item) =>
    item.type === 'function_call' ? [{ id: item.call_id, name: item.name, input: inputOf(item.arguments) }] : [],
  );
  const reason = response.incomplete_details?.reason;
  if (reason === 'content_filter') return { text, toolCalls, cause: 'content-policy' };
  return reason === 'max_output_tokens' ? { text, toolCalls, cause: 'cut' } : { text, toolCalls };
}

/** The whole answer stands in the last event. */
async function lastOf(
  events: AsyncIterable<OpenAI.Responses.ResponseStreamEvent>,
  onText: (text: string) => void,
): Promise<OpenAI.Responses.Response> {
  for await (const event of events) {
    if (event.type === 'response.output_text.delta') onText(event.delta);
    if (event.type === 'response.completed' || event.type === 'response.incomplete') return event.response;
    if (event.type === 'response.failed') throw new Error(event.response.error?.message ?? 'The answer failed.');
    if (event.type === 'error') throw new Error(event.message);
  }
  throw new Error('The answer broke off.');
}

function responseItems(message: Message): OpenAI.Responses.ResponseInputItem[] {
  if (message.role === 'tool') return [{ type: 'function_call_output', call_id: message.id, output: message.content }];
  if (message.role === 'user')
    return [
      {
        role: 'user',
        content: partsOf(message).map((part) =>
          part.type === 'text'
            ? { type: 'input_text' as const, text: part.text }
            : { type: 'input_image' as const, image_url: dataUrl(part), detail: 'auto' as const },
        ),
      },
    ];
  const calls = (message.toolCalls ?? []).map(({ id, name, input }) => ({
    type: 'function_call' as const,
    call_id: id,
    name,
    arguments: JSON.stringify(input),
  }));
  return message.content === '' ? calls : [{ role: 'assistant', content: message.content }, ...calls];
}
`,
  },
  'openai-chat': {
    name: 'askChat',
    text: `
async function askChat(client: OpenAI, id: string, request: Heard): Promise<Reply> {
  const { system, maxOutputTokens, temperature, tools, schema, onText, signal } = request;
  const options = signal ? { signal } : {};
  const body: OpenAI.Chat.Completions.ChatCompletionCreateParamsNonStreaming = {
    model: id,
    messages: [
      ...(system === undefined ? [] : [{ role: 'system' as const, content: system }]),
      ...request.messages.map(chatMessage),
    ],
    ...(maxOutputTokens === undefined ? {} : { max_tokens: maxOutputTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(tools
      ? {
          tools: tools.map(({ name, description = '', input }) => ({
            type: 'function' as const,
            function: { name, description, parameters: { ...input } },
          })),
        }
      : {}),
    ...(schema
      ? { response_format: { type: 'json_schema' as const, json_schema: { name: 'answer', schema: { ...schema } } } }
      : {}),
  };
  const completion = onText
    ? await client.chat.completions
        .stream({ ...body, stream: true }, options)
        .on('content', (delta) => onText(delta))
        .finalChatCompletion()
    : await client.chat.completions.create(body, options);
  const choice = completion.choices[0];
  const text = choice?.message.content ?? '';
  if (choice?.message.refusal) return { text: choice.message.refusal, cause: 'refusal' };
  const toolCalls = (choice?.message.tool_calls ?? []).flatMap((call) =>
    call.type === 'function' ? [{ id: call.id, name: call.function.name, input: inputOf(call.function.arguments) }] : [],
  );
  if (choice?.finish_reason === 'content_filter') return { text, toolCalls, cause: 'content-policy' };
  return choice?.finish_reason === 'length' ? { text, toolCalls, cause: 'cut' } : { text, toolCalls };
}

function chatMessage(message: Message): OpenAI.Chat.Completions.ChatCompletionMessageParam {
  if (message.role === 'tool') return { role: 'tool', tool_call_id: message.id, content: message.content };
  if (message.role === 'user')
    return {
      role: 'user',
      content:
        typeof message.content === 'string'
          ? message.content
          : partsOf(message).map((part) =>
              part.type === 'text'
                ? { type: 'text' as const, text: part.text }
                : { type: 'image_url' as const, image_url: { url: dataUrl(part) } },
            ),
    };
  const calls = (message.toolCalls ?? []).map(({ id, name, input }) => ({
    type: 'function' as const,
    id,
    function: { name, arguments: JSON.stringify(input) },
  }));
  return { role: 'assistant', content: message.content, ...(calls.length > 0 ? { tool_calls: calls } : {}) };
}
`,
  },
  anthropic: {
    name: 'askAnthropic',
    text: `
async function askAnthropic(client: Anthropic, id: string, request: Heard): Promise<Reply> {
  const { system, maxOutputTokens, temperature, tools, schema, onText, signal } = request;
  const options = signal ? { signal } : {};
  const body: Anthropic.MessageCreateParamsNonStreaming = {
    model: id,
    // Anthropic insists on a limit.
    max_tokens: maxOutputTokens ?? 4096,
    messages: request.messages.map(anthropicMessage),
    ...(system === undefined ? {} : { system }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(tools
      ? {
          tools: tools.map(({ name, description = '', input }) => ({
            name,
            description,
            input_schema: { ...input, type: 'object' as const },
          })),
        }
      : {}),
    ...(schema ? { output_config: { format: { type: 'json_schema' as const, schema: { ...schema } } } } : {}),
  };
  const message = onText
    ? await client.messages.stream(body, options).on('text', (delta) => onText(delta)).finalMessage()
    : await client.messages.create(body, options);
  const text = message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  const toolCalls = message.content.flatMap((block) =>
    block.type === 'tool_use' ? [{ id: block.id, name: block.name, input: block.input }] : [],
  );
  if (message.stop_reason === 'refusal') return { text, cause: 'refusal' };
  return message.stop_reason === 'max_tokens' ? { text, toolCalls, cause: 'cut' } : { text, toolCalls };
}

function anthropicMessage(message: Message): Anthropic.MessageParam {
  if (message.role === 'tool')
    return { role: 'user', content: [{ type: 'tool_result', tool_use_id: message.id, content: message.content }] };
  if (message.role === 'user')
    return {
      role: 'user',
      content: partsOf(message).map((part) =>
        part.type === 'text'
          ? { type: 'text' as const, text: part.text }
          : { type: 'image' as const, source: { type: 'base64' as const, media_type: part.mediaType, data: part.data } },
      ),
    };
  const calls = (message.toolCalls ?? []).map(({ id, name, input }) => ({ type: 'tool_use' as const, id, name, input }));
  const words = message.content === '' ? [] : [{ type: 'text' as const, text: message.content }];
  return { role: 'assistant', content: [...words, ...calls] };
}
`,
  },
  google: {
    name: 'askGoogle',
    text: `
async function askGoogle(client: GoogleGenAI, id: string, request: Heard): Promise<Reply> {
  const { system, maxOutputTokens, temperature, tools, schema, onText, signal } = request;
  const body: GenerateContentParameters = {
    model: id,
    contents: request.messages.map(googleContent),
    config: {
      ...(system === undefined ? {} : { systemInstruction: system }),
      ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
      ...(temperature === undefined ? {} : { temperature }),
      ...(tools
        ? {
            tools: [
              {
                functionDeclarations: tools.map(({ name, description = '', input }) => ({
                  name,
                  description,
                  parametersJsonSchema: input,
                })),
              },
            ],
          }
        : {}),
      ...(schema ? { responseMimeType: 'application/json', responseJsonSchema: schema } : {}),
      ...(signal ? { abortSignal: signal } : {}),
    },
  };
  let text = '';
  let reason: string | undefined;
  const toolCalls: ToolCall[] = [];
  const take = ({ candidates = [] }: GenerateContentResponse) => {
    const [candidate] = candidates;
    reason = candidate?.finishReason ?? reason;
    for (const { thought, text: said = '', functionCall: call } of candidate?.content?.parts ?? []) {
      if (call) toolCalls.push({ id: call.id ?? String(toolCalls.length), name: call.name ?? '', input: call.args ?? {} });
      if (thought || said === '') continue;
      text += said;
      onText?.(said);
    }
  };
  if (onText) for await (const piece of await client.models.generateContentStream(body)) take(piece);
  else take(await client.models.generateContent(body));
  if (reason === 'MAX_TOKENS') return { text, toolCalls, cause: 'cut' };
  return reason === 'STOP' ? { text, toolCalls } : { text, toolCalls, cause: 'content-policy' };
}

function googleContent(message: Message): Content {
  if (message.role === 'tool')
    return {
      role: 'user',
      parts: [{ functionResponse: { id: message.id, name: message.name, response: { output: message.content } } }],
    };
  if (message.role === 'user')
    return {
      role: 'user',
      parts: partsOf(message).map((part) =>
        part.type === 'text' ? { text: part.text } : { inlineData: { mimeType: part.mediaType, data: part.data } },
      ),
    };
  const calls = (message.toolCalls ?? []).map(({ id, name, input }) => ({
    functionCall: { id, name, args: typeof input === 'object' && input !== null ? { ...input } : {} },
  }));
  return { role: 'model', parts: [...(message.content === '' ? [] : [{ text: message.content }]), ...calls] };
}
`,
  },
};

const openaiParts = `
function dataUrl({ mediaType, data }: Extract<Part, { type: 'image' }>): string {
  return 'data:' + mediaType + ';base64,' + data;
}

/** What a model wrote as the arguments of a call; as text where it is no JSON. */
function inputOf(written: string): unknown {
  try {
    return JSON.parse(written === '' ? '{}' : written);
  } catch {
    return written;
  }
}
`;

/** The vendors' own SDKs, with their retries switched off. */
export const sdkDialect: ModuleDialect = {
  packages: (vendors) => unique(vendors.map(({ kind }) => packageOf[kind])),
  imports: (vendors) =>
    unique(vendors.map(({ kind }) => `import { ${importsOf(kind)} } from ${quoted(packageOf[kind])};`)),
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
  functions: (vendors) => [
    ...unique(vendors.map(({ kind }) => askOf[kind].text)),
    ...(vendors.some(({ kind }) => kind.startsWith('openai')) ? [openaiParts] : []),
  ],
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

/** The imports of a kind of wire; Google's types have names of their own. */
function importsOf(kind: Kind): string {
  const types = ['Content', 'GenerateContentParameters', 'GenerateContentResponse'].map((name) => `type ${name}`);
  return [...(kind === 'google' ? types : []), classOf[kind]].join(', ');
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
