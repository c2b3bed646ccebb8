import { isJsonObject, type JsonObject } from '../src/core/json.ts';
import { countAt, defined, textAt } from '../src/core/jsonRead.ts';
import type { CatalogEntry, Price } from '../src/core/pricing/catalog.ts';

/** Our ids of providers, by their names in litellm. */
const providers: Readonly<Record<string, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  gemini: 'google',
  xai: 'xai',
  mistral: 'mistral',
  deepseek: 'deepseek',
  cerebras: 'cerebras',
  groq: 'groq',
  together_ai: 'together',
  fireworks_ai: 'fireworks',
  perplexity: 'perplexity',
  openrouter: 'openrouter',
};

/** Patterns of litellm's models that people ask for: the current families, and old names that many files still have. */
const wanted: Readonly<Record<string, RegExp>> = {
  openai:
    /^(?:gpt-6(?:\.\d)?(?:-(?:sol|luna|terra|astra))?|gpt-5\.\d(?:-(?:pro|mini|nano|codex|codex-max|codex-mini|sol|terra|luna))?|gpt-5(?:-codex|-pro|-chat-latest)?|gpt-4\.1-nano|gpt-4(?:-turbo)?|gpt-3\.5-turbo|o\d(?:-mini|-pro)?)$/,
  anthropic: /^claude-(?:opus|sonnet|haiku|fable)-\d(?:-\d)?$/,
  google: /^gemini-(?:\d(?:\.\d)?-(?:flash|pro|flash-lite|argon|hydrogen)|(?:flash|flash-lite|pro)-latest)$/,
  xai: /^grok-(?:[5-9]|4\.[3-9]$|build-0\.1$)/,
  mistral: /^mistral-(?:large|medium|small)-[4-9](?:-\d)?$/,
  deepseek: /^deepseek-(?:flash|v[4-9])/,
  cerebras: /^(?:gpt-oss|qwen-3\.[5-9]|gemma-[4-9])/,
  groq: /^(?!.*guard)/,
  together: /GLM-5\.[23]|Kimi-K3|DeepSeek-V4\.1-Flash$|Qwen3\.8|MiniMax-M3|Muse-Spark|gpt-oss-120b/,
  fireworks:
    /^accounts\/fireworks\/models\/(?:glm-5p\d|kimi-k(?:2p[5-9]|[3-9])|deepseek-v4|minimax-m3|qwen3p[789]|gpt-oss-)/,
  perplexity:
    /^(?:perplexity\/(?:sonar|glm-5\.3|kimi-k3)|openai\/gpt-(?:5-mini|5\.2|6)|anthropic\/claude-(?:(?:opus|sonnet)-4-[67]|haiku-4-5|opus-5|sonnet-5|haiku-5|fable-5)|google\/gemini-(?:3-flash-preview|3\.[678]-flash|4)|xai\/grok-4\.7)/,
};

/** The names under which the map may have one of our models. */
export function litellmKeys(id: string): readonly string[] {
  const slash = id.indexOf('/');
  const [provider, name] = [id.slice(0, slash), id.slice(slash + 1)];
  const theirs = Object.entries(providers).find(([, ours]) => ours === provider)?.[0] ?? provider;
  const isBare = provider === 'openai' || provider === 'anthropic';
  return isBare ? [name, `${theirs}/${name}`] : [`${theirs}/${name}`];
}

/** The chat models of the map that belong into the catalog. */
export function currentInLitellm(
  data: JsonObject,
): readonly { readonly id: string; readonly name: string; readonly model: JsonObject }[] {
  return Object.entries(data).flatMap(([key, model]) => {
    if (!isJsonObject(model) || !['chat', 'responses'].includes(textAt(model, 'mode') ?? '')) return [];
    const theirs = textAt(model, 'litellm_provider') ?? '';
    const provider = providers[theirs];
    const name = key.startsWith(`${theirs}/`) ? key.slice(theirs.length + 1) : key;
    if (provider === undefined || !wanted[provider]?.test(name)) return [];
    return [{ id: `${provider}/${name}`, name, model }];
  });
}

/** litellm writes USD per token. */
export function litellmPrice(model: JsonObject): Price | undefined {
  const price = priceWith(model, '');
  return price.input === undefined || (price.input === 0 && price.output === 0) ? undefined : price;
}

/** A key such as `input_cost_per_token_above_272k_tokens`. */
export function litellmSteps(model: JsonObject): CatalogEntry['priceAbove'] {
  const sizes = Object.keys(model).flatMap((key) => /^input_cost_per_token_above_(\d+)k_tokens$/.exec(key)?.[1] ?? []);
  if (sizes.length === 0) return undefined;
  return sizes
    .map((size) => ({ above: Number(size) * 1000, price: priceWith(model, `_above_${size}k_tokens`) }))
    .sort((left, right) => left.above - right.above);
}

function priceWith(model: JsonObject, suffix: string): Price {
  const perMillion = (key: string) => {
    const price = countAt(model, key + suffix);
    return price === undefined ? undefined : Number((price * 1_000_000).toPrecision(6));
  };
  return defined({
    input: perMillion('input_cost_per_token'),
    // A 0 means "not filled in" there, because nobody caches for nothing.
    cachedInput: perMillion('cache_read_input_token_cost') || undefined,
    cacheWrite: perMillion('cache_creation_input_token_cost') || undefined,
    output: perMillion('output_cost_per_token'),
  });
}
