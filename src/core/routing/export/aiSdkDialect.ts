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
async function askModel(languageModel: LanguageModel, request: RouteRequest): Promise<Reply> {
  const { system, messages, maxOutputTokens, temperature, signal } = request;
  const { text, finishReason } = await generateText({
    model: languageModel,
    messages: messages.map(({ role, content }) => ({ role, content })),
    // The route decides who is asked again.
    maxRetries: 0,
    ...(system === undefined ? {} : { instructions: system }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(signal ? { abortSignal: signal } : {}),
  });
  if (finishReason === 'content-filter') return { text, cause: 'content-policy' };
  return finishReason === 'length' ? { text, cause: 'cut' } : { text };
}
`;

/** The Vercel AI SDK: one function for all models, a package for each kind of wire. */
export const aiSdkDialect: ModuleDialect = {
  packages: (vendors) => [...new Set(['ai', ...vendors.map(({ kind }) => packageOf[kind])])],
  imports: (vendors) => [
    ...new Set(vendors.map(({ kind }) => `import { ${makerOf[kind]} } from ${quoted(packageOf[kind])};`)),
    `import { generateText, type LanguageModel } from ${quoted('ai')};`,
  ],
  client: (vendor, variable) => {
    const { kind, provider } = vendor;
    const address = vendor.isMoved || ownProvider[provider] !== kind ? addressOf(vendor) : undefined;
    const options = [
      ...(kind === 'openai-chat' ? [`name: ${quoted(provider)}`] : []),
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

/** Its addresses end with the version. */
function addressOf({ baseUrl, kind }: Vendor): string | undefined {
  if (baseUrl === undefined) return undefined;
  if (kind === 'anthropic') return `${baseUrl}/v1`;
  return kind === 'google' ? `${baseUrl}/v1beta` : baseUrl;
}
