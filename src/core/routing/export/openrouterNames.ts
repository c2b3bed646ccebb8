import { parseModelRef } from '../../models/modelRef.ts';

/** The makers of a vendor's models, as OpenRouter writes them. */
const makers: Readonly<Record<string, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  google: 'google',
  mistral: 'mistralai',
  deepseek: 'deepseek',
  xai: 'x-ai',
};

/** Hosts of models that others made; OpenRouter takes the host apart from the model. */
const hosts: Readonly<Record<string, string>> = {
  groq: 'groq',
  together: 'together',
  fireworks: 'fireworks',
  cerebras: 'cerebras',
};

export interface OpenrouterModel {
  readonly id: string;
  /** The one host that is meant. */
  readonly host?: string;
}

/** The name of a model at OpenRouter; undefined for a model that it does not offer. */
export function openrouterModel(target: string): OpenrouterModel | undefined {
  const ref = parseModelRef(target);
  if (!ref) return undefined;
  const { provider, model } = ref;
  if (provider === 'openrouter') return { id: model };
  if (provider === 'perplexity')
    return { id: model.startsWith('perplexity/') ? model : (openrouterModel(model)?.id ?? model) };
  const maker = makers[provider];
  if (maker !== undefined) return { id: `${maker}/${provider === 'anthropic' ? claudeName(model) : model}` };
  const host = hosts[provider];
  // These hosts name the maker in the model themselves.
  return host !== undefined && /^[\w.-]+\/[\w.-]+$/.test(model) ? { id: model.toLowerCase(), host } : undefined;
}

/** A Claude model's name at OpenRouter, which has a dot in versions and no date: `claude-haiku-4-5-20251001` becomes `claude-haiku-4.5`. */
function claudeName(model: string): string {
  return model.replace(/-\d{8}$/, '').replace(/-(\d+)-(\d+)$/, '-$1.$2');
}
