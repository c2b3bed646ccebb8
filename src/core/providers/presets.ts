import type { EndpointKind, ProviderIdentity } from './contract/endpoint.ts';
import { nineCharacterId } from './mapping/callIds.ts';
import type { ChatFlags } from './openai/chatFlags.ts';
import type { KeyHeader } from './openai/openaiClient.ts';

/** A provider that is known by name. Its differences from plain Chat Completions are declared, not coded. */
export interface Preset extends ProviderIdentity {
  readonly kind: EndpointKind;
  readonly keyHeader?: KeyHeader;
  readonly chat?: Partial<ChatFlags>;
}

const remote = { kind: 'openai-chat', keyRequired: true } as const satisfies Partial<Preset>;
const local = { kind: 'openai-chat', keyRequired: false } as const satisfies Partial<Preset>;

export const presets: readonly Preset[] = [
  {
    id: 'openai',
    name: 'OpenAI',
    kind: 'openai-responses',
    baseUrl: 'https://api.openai.com/v1',
    keyVariables: ['OPENAI_API_KEY'],
    keyPage: 'https://platform.openai.com/api-keys',
    keyRequired: true,
  },
  {
    id: 'anthropic',
    name: 'Anthropic',
    kind: 'anthropic',
    baseUrl: 'https://api.anthropic.com',
    keyVariables: ['ANTHROPIC_API_KEY'],
    keyPage: 'https://platform.claude.com/settings/keys',
    keyRequired: true,
  },
  {
    id: 'google',
    name: 'Google',
    kind: 'google',
    baseUrl: 'https://generativelanguage.googleapis.com',
    keyVariables: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
    keyPage: 'https://aistudio.google.com/apikey',
    keyRequired: true,
  },
  {
    ...remote,
    id: 'groq',
    name: 'Groq',
    baseUrl: 'https://api.groq.com/openai/v1',
    keyVariables: ['GROQ_API_KEY'],
    keyPage: 'https://console.groq.com/keys',
    // https://console.groq.com/docs/openai
    chat: { continuesAnswer: true, givesLogProbs: false },
  },
  {
    ...remote,
    id: 'together',
    name: 'Together',
    baseUrl: 'https://api.together.ai/v1',
    keyVariables: ['TOGETHER_API_KEY'],
    keyPage: 'https://api.together.ai/settings/api-keys',
    chat: { takesTopK: true },
  },
  {
    ...remote,
    id: 'mistral',
    name: 'Mistral',
    baseUrl: 'https://api.mistral.ai/v1',
    keyVariables: ['MISTRAL_API_KEY'],
    keyPage: 'https://console.mistral.ai/api-keys',
    chat: {
      seedField: 'random_seed',
      givesLogProbs: false,
      requiredToolChoice: 'any',
      callIds: nineCharacterId,
      // https://github.com/yetone/avante.nvim/issues/2562
      takesUserAfterResults: false,
      asksForUsage: false,
      // https://docs.mistral.ai/api/#tag/chat
      temperatureLimit: 1.5,
      mediaForm: 'mistral',
    },
  },
  {
    id: 'perplexity',
    name: 'Perplexity',
    // Perplexity's Chat Completions ended on 2026-09-27.
    kind: 'openai-responses',
    baseUrl: 'https://api.perplexity.ai/v1',
    keyVariables: ['PERPLEXITY_API_KEY'],
    keyPage: 'https://www.perplexity.ai/account/api/keys',
    keyRequired: true,
  },
  {
    ...remote,
    id: 'cerebras',
    name: 'Cerebras',
    baseUrl: 'https://api.cerebras.ai/v1',
    keyVariables: ['CEREBRAS_API_KEY'],
    keyPage: 'https://cloud.cerebras.ai',
    chat: { limitField: 'max_completion_tokens' },
  },
  {
    ...remote,
    id: 'deepseek',
    name: 'DeepSeek',
    baseUrl: 'https://api.deepseek.com/v1',
    keyVariables: ['DEEPSEEK_API_KEY'],
    keyPage: 'https://platform.deepseek.com/api_keys',
    // https://api-docs.deepseek.com/api/create-chat-completion and https://api-docs.deepseek.com/guides/thinking_mode
    chat: { seedField: undefined, takesSchema: false, needsThoughts: true },
  },
  {
    ...remote,
    id: 'xai',
    name: 'xAI',
    baseUrl: 'https://api.x.ai/v1',
    keyVariables: ['XAI_API_KEY'],
    keyPage: 'https://console.x.ai',
    // https://docs.x.ai/docs/guides/reasoning and https://docs.x.ai/docs/key-information/consumption-and-rate-limits
    chat: { reasoningIsExtra: true, reasoningModelsRefuse: ['stopSequences', 'frequencyPenalty', 'presencePenalty'] },
  },
  {
    ...remote,
    id: 'fireworks',
    name: 'Fireworks',
    baseUrl: 'https://api.fireworks.ai/inference/v1',
    keyVariables: ['FIREWORKS_API_KEY'],
    keyPage: 'https://app.fireworks.ai/settings/users/api-keys',
    chat: { takesTopK: true },
  },
  {
    ...remote,
    id: 'openrouter',
    name: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    keyVariables: ['OPENROUTER_API_KEY'],
    keyPage: 'https://openrouter.ai/settings/keys',
    chat: { takesTopK: true, continuesAnswer: true },
  },
  {
    id: 'azure',
    name: 'Azure OpenAI',
    kind: 'openai-responses',
    // Every resource at Azure has an address of its own.
    baseUrl: undefined,
    keyVariables: ['AZURE_OPENAI_API_KEY'],
    keyPage: 'https://ai.azure.com',
    keyRequired: true,
    keyHeader: 'api-key',
  },
  {
    ...local,
    id: 'litellm',
    name: 'LiteLLM',
    baseUrl: 'http://localhost:4000/v1',
    keyVariables: ['LITELLM_API_KEY'],
    chat: {
      takesTopK: true,
      // https://docs.litellm.ai/docs/proxy/response_headers
      costHeader: 'x-litellm-response-cost',
      modelInfoPath: '/model/info',
    },
  },
  {
    ...local,
    id: 'ollama',
    name: 'Ollama',
    baseUrl: 'http://localhost:11434/v1',
    keyVariables: ['OLLAMA_API_KEY'],
    // https://docs.ollama.com/api/openai-compatibility
    chat: { givesLogProbs: false, takesToolChoice: false, takesImageAddress: false, continuesAnswer: true },
  },
  {
    ...local,
    id: 'lmstudio',
    name: 'LM Studio',
    baseUrl: 'http://localhost:1234/v1',
    keyVariables: [],
    chat: { takesTopK: true, givesLogProbs: false },
  },
  {
    ...local,
    id: 'vllm',
    name: 'vLLM',
    baseUrl: 'http://localhost:8000/v1',
    keyVariables: ['VLLM_API_KEY'],
    chat: { takesTopK: true },
  },
  {
    ...local,
    id: 'llamacpp',
    name: 'llama.cpp',
    baseUrl: 'http://localhost:8080/v1',
    keyVariables: ['LLAMA_API_KEY'],
    chat: { takesTopK: true, continuesAnswer: true },
  },
];
