/** promptfoo's words for providers: the provider of ours that each means, and the kinds of its endpoints that answer a chat. */
const providers: Readonly<Record<string, { readonly id: string; readonly kinds: readonly string[] }>> = {
  openai: { id: 'openai', kinds: ['chat', 'responses'] },
  anthropic: { id: 'anthropic', kinds: ['messages'] },
  google: { id: 'google', kinds: [] },
  azure: { id: 'azure', kinds: ['chat', 'responses'] },
  azureopenai: { id: 'azure', kinds: ['chat'] },
  ollama: { id: 'ollama', kinds: ['chat'] },
  openrouter: { id: 'openrouter', kinds: ['chat'] },
  groq: { id: 'groq', kinds: ['chat', 'responses'] },
  mistral: { id: 'mistral', kinds: ['chat'] },
  deepseek: { id: 'deepseek', kinds: ['chat'] },
  xai: { id: 'xai', kinds: ['chat', 'responses'] },
  together: { id: 'together', kinds: ['chat'] },
  togetherai: { id: 'together', kinds: ['chat'] },
  perplexity: { id: 'perplexity', kinds: ['chat'] },
  cerebras: { id: 'cerebras', kinds: ['chat'] },
  fireworks: { id: 'fireworks', kinds: ['chat'] },
  litellm: { id: 'litellm', kinds: ['chat'] },
};

/** Kinds of endpoint that answer no chat, whatever the provider is. */
const otherKinds = new Set([
  'assistant',
  'audio',
  'chatkit',
  'codex',
  'completion',
  'embedding',
  'embeddings',
  'image',
  'live',
  'moderation',
  'realtime',
  'rerank',
  'speech',
  'transcription',
  'video',
  'voice',
]);

/** Reads promptfoo's `openai:chat:gpt-4o` as `openai/gpt-4o`; undefined for a name that has no counterpart here. Nothing is guessed. */
export function readProviderName(name: string): string | undefined {
  if (name.trim() === 'echo') return 'simulated/echo';
  const [word = '', ...rest] = name.trim().split(':');
  const provider = Object.hasOwn(providers, word) ? providers[word] : undefined;
  const [kind = '', ...model] = rest;
  if (!provider || otherKinds.has(kind)) return undefined;
  const path = provider.kinds.includes(kind) ? model : rest;
  return path.length > 0 && path.every((part) => part !== '') ? `${provider.id}/${path.join(':')}` : undefined;
}

/** Reads promptfoo's `openai:embedding:text-embedding-3-large` as `openai/text-embedding-3-large`; undefined for other names. */
export function readEmbedderName(name: string): string | undefined {
  const [, word = '', model = ''] = /^(\w+):embeddings?:(.+)$/.exec(name.trim()) ?? [];
  const provider = Object.hasOwn(providers, word) ? providers[word] : undefined;
  return provider && `${provider.id}/${model}`;
}
