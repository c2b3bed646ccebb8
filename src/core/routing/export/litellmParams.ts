import type { JsonObject } from '../../json.ts';
import { defined } from '../../jsonRead.ts';
import type { Price } from '../../pricing/catalog.ts';
import type { Cooldown, RouteStep } from '../route.ts';
import type { Vendor } from './vendor.ts';

/** LiteLLM's names for the providers that we know. Others are servers that speak as OpenAI does. */
const prefixes: Readonly<Record<string, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  google: 'gemini',
  groq: 'groq',
  together: 'together_ai',
  mistral: 'mistral',
  perplexity: 'perplexity',
  cerebras: 'cerebras',
  deepseek: 'deepseek',
  xai: 'xai',
  fireworks: 'fireworks_ai',
  openrouter: 'openrouter',
  azure: 'azure',
  litellm: 'litellm_proxy',
  ollama: 'ollama_chat',
  lmstudio: 'lm_studio',
  vllm: 'hosted_vllm',
};

const prefixesByKind: Readonly<Record<Vendor['kind'], string>> = {
  'openai-chat': 'openai',
  'openai-responses': 'openai',
  anthropic: 'anthropic',
  google: 'gemini',
};

/** Servers whose address LiteLLM does not know by itself. */
const withAddress: ReadonlySet<string> = new Set(['azure', 'litellm', 'ollama', 'lmstudio', 'vllm', 'llamacpp']);

/** One entry of a `model_list`, without its group. */
export interface LitellmDeployment {
  readonly vendor: Vendor;
  readonly step: Pick<RouteStep, 'retries' | 'timeoutMs'>;
  readonly weight?: number;
  /** The rest after failures. `false`: it never rests; undefined: LiteLLM's own rule. */
  readonly cooldown?: Cooldown | false;
  /** The price, written out where LiteLLM is to compare it, since it does not find every model in its own list. */
  readonly price?: Price;
  /** The groups that are asked beside it. */
  readonly mirrors?: readonly string[];
}

/** The `litellm_params` and `model_info`; a key is named by its environment variable, never written. */
export function litellmParams({ vendor, step, weight, cooldown, price, mirrors = [] }: LitellmDeployment): JsonObject {
  const { provider, keyVariable } = vendor;
  const prefix = prefixes[provider] ?? prefixesByKind[vendor.kind];
  const address = vendor.isMoved || withAddress.has(provider) ? addressOf(vendor, prefix) : undefined;
  return {
    litellm_params: {
      model: `${prefix}/${vendor.model}`,
      ...(keyVariable === undefined ? noKey(prefix) : { api_key: `os.environ/${keyVariable}` }),
      ...defined({ api_base: address }),
      num_retries: step.retries,
      ...(step.timeoutMs === undefined ? {} : { timeout: step.timeoutMs / 1000 }),
      ...defined({ weight }),
      ...(price?.input === undefined ? {} : { input_cost_per_token: perToken(price.input) }),
      ...(price?.output === undefined ? {} : { output_cost_per_token: perToken(price.output) }),
      ...(cooldown === false ? { cooldown_time: 0 } : {}),
      ...(mirrors.length === 0 ? {} : { silent_model: mirrors.length === 1 ? (mirrors[0] ?? '') : [...mirrors] }),
    },
    ...(cooldown ? { model_info: restOf(cooldown) } : {}),
  };
}

function perToken(perMillion: number): number {
  return Number((perMillion / 1e6).toPrecision(6));
}

/** A key for LiteLLM's client for servers like OpenAI's, which insists on one even where none is needed. */
function noKey(prefix: string): JsonObject {
  return prefix === 'openai' || prefix === 'lm_studio' || prefix === 'hosted_vllm' ? { api_key: 'none' } : {};
}

function addressOf({ baseUrl = '', kind }: Vendor, prefix: string): string {
  if (prefix === 'ollama_chat') return baseUrl.replace(/\/v1$/, '');
  if (prefix === 'azure') return baseUrl.replace(/\/openai\/v1$/, '');
  return kind === 'google' ? `${baseUrl}/v1beta` : baseUrl;
}

/** The rule for the rest of a deployment. One that is alone in its group rests only by a rule that names the kind of failure. */
function restOf({ failures, restMs }: Cooldown): JsonObject {
  return {
    allowed_fails_policy: {
      RateLimitErrorAllowedFails: failures,
      TimeoutErrorAllowedFails: failures,
      InternalServerErrorAllowedFails: failures,
      ServiceUnavailableErrorAllowedFails: failures,
      BadGatewayErrorAllowedFails: failures,
      AuthenticationErrorAllowedFails: 0,
      NotFoundErrorAllowedFails: 0,
    },
    cooldown_time: restMs / 1000,
  };
}
