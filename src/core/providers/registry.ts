import type { Environment } from '../environment.ts';
import { PolypromptError } from '../errors.ts';
import { guardFetch, isLoopback, originOf } from '../guardedFetch.ts';
import { defined } from '../jsonRead.ts';
import { type ModelRef, parseModelRef } from '../models/modelRef.ts';
import { closest } from '../text/closest.ts';
import { isReasoningModel } from './contract/capabilities.ts';
import { type EndpointSettings, normalizeBaseUrl } from './contract/endpoint.ts';
import { resolveHeaders } from './contract/endpointHeaders.ts';
import type { Provider, ProviderAccess, Timeouts } from './contract/provider.ts';
import { makeProvider } from './makeProvider.ts';
import { type Preset, presets } from './presets.ts';
import { simulatedProvider } from './simulated/simulated.ts';
import { defaultTimeouts, reasoningTimeouts } from './wire/timeouts.ts';

export interface RegistrySettings {
  /** Addresses by provider id. They come from the user's own settings, flags or environment, never from a repository. */
  readonly endpoints: Readonly<Record<string, EndpointSettings>>;
  /** Providers that live elsewhere, such as the editor's own models. */
  readonly extra?: readonly Provider[];
  /** Time limits in milliseconds that replace ours; a reasoning model keeps its longer first wait. */
  readonly timeouts?: Partial<Timeouts>;
}

export interface ResolvedModel {
  readonly provider: Provider;
  readonly ref: ModelRef;
  /** Undefined for a provider without an address. */
  readonly baseUrl: string | undefined;
}

export interface ProviderRegistry {
  get(providerId: string): Provider | undefined;
  list(): readonly Provider[];
  /** The provider of a model. Throws `unknown-provider` with the closest ids. A model that its provider does not list is sent as given. */
  resolve(modelId: string): ResolvedModel;
  /** Looks up the key for the provider's origin; throws `missing-key` or `key-origin-mismatch`. */
  accessFor(provider: Provider, model: string, environment: Environment): Promise<ProviderAccess>;
}

/** The registry of the simulated models, the known vendors, the user's own endpoints, and `extra`. Nothing is asked. */
export function createRegistry(settings: RegistrySettings): ProviderRegistry {
  const all = [
    simulatedProvider(),
    ...presetProviders(settings),
    ...customProviders(settings),
    ...(settings.extra ?? []),
  ];
  const providers = new Map(all.map((provider) => [provider.id, provider]));
  return {
    get: (providerId) => providers.get(providerId),
    list: () => [...providers.values()],
    resolve: (modelId) => resolveModel(providers, modelId),
    accessFor: (provider, model, environment) =>
      accessFor(provider, environment, timeoutsFor(model, settings.timeouts)),
  };
}

function presetProviders({ endpoints }: RegistrySettings): Provider[] {
  return presets.map((preset) => {
    const own = endpoints[preset.id];
    return own ? makeProvider(overriddenPreset(preset, own)) : makeProvider(preset);
  });
}

function overriddenPreset(preset: Preset, own: EndpointSettings): Preset {
  const kind = own.kind ?? preset.kind;
  const baseUrl = normalizeBaseUrl(own.baseUrl, kind);
  // The page for keys of the vendor itself makes none for another address.
  const { keyPage, ...known } = preset;
  const isMoved = preset.baseUrl !== undefined && originOf(baseUrl) !== originOf(preset.baseUrl);
  return {
    ...known,
    ...defined({ keyPage: isMoved ? undefined : keyPage, headers: own.headers }),
    kind,
    baseUrl,
    name: own.name ?? preset.name,
    keyVariables: own.keyVariable === undefined ? preset.keyVariables : [own.keyVariable],
    keyRequired: own.keyRequired ?? (preset.keyRequired && !isLocal(baseUrl)),
  };
}

function customProviders({ endpoints }: RegistrySettings): Provider[] {
  const known = new Set(presets.map((preset) => preset.id));
  const custom = Object.entries(endpoints).filter(([id]) => !known.has(id));
  return custom.map(([id, { baseUrl, kind = 'openai-chat', name = id, keyVariable, keyRequired, headers }]) =>
    makeProvider({
      id,
      name,
      kind,
      baseUrl: normalizeBaseUrl(baseUrl, kind),
      keyVariables: keyVariable === undefined ? [] : [keyVariable],
      keyRequired: keyRequired ?? (keyVariable !== undefined && !isLocal(baseUrl)),
      ...defined({ headers }),
    }),
  );
}

/** True for servers on this machine, which need no key. */
function isLocal(baseUrl: string): boolean {
  return URL.canParse(baseUrl) && isLoopback(new URL(baseUrl).hostname);
}

function resolveModel(providers: ReadonlyMap<string, Provider>, modelId: string): ResolvedModel {
  const ref = parseModelRef(modelId);
  const provider = ref && providers.get(ref.provider);
  if (!ref || !provider) throw unknownProvider(providers, modelId, ref);
  const baseUrl = provider.defaultBaseUrl;
  if (baseUrl === undefined && provider.describeRequest) {
    throw new PolypromptError('no-address', `${provider.name} has no address yet.`, {
      hint: `Set the address of your own resource, for example https://NAME.example.com/v1.`,
    });
  }
  return { provider, ref, baseUrl };
}

function unknownProvider(
  providers: ReadonlyMap<string, Provider>,
  modelId: string,
  ref: ModelRef | undefined,
): PolypromptError {
  if (!ref) return new PolypromptError('unknown-provider', `"${modelId}" names no provider.`);
  const near = closest(ref.provider, providers.keys());
  return new PolypromptError('unknown-provider', `There is no provider "${ref.provider}".`, {
    hint:
      near.length > 0
        ? `Did you mean ${near.map((id) => `${id}/${ref.model}`).join(' or ')}?`
        : `Known providers: ${[...providers.keys()].join(', ')}.`,
  });
}

function timeoutsFor(model: string, own: Partial<Timeouts> = {}): Timeouts {
  if (!isReasoningModel(model)) return { ...defaultTimeouts, ...own };
  return { ...reasoningTimeouts, ...own, firstByte: Math.max(reasoningTimeouts.firstByte, own.firstByte ?? 0) };
}

async function accessFor(provider: Provider, environment: Environment, timeouts: Timeouts): Promise<ProviderAccess> {
  const { clock, random } = environment;
  const baseUrl = provider.defaultBaseUrl;
  if (baseUrl === undefined) return { baseUrl: '', key: undefined, fetch: noFetch(provider), clock, random, timeouts };
  const origin = originOf(baseUrl);
  if (origin === undefined)
    throw new PolypromptError('unknown-provider', `The address of ${provider.name} is not an http address.`, {
      hint: 'Write it as https://host/path, without a user name.',
    });
  const key = await keyFor(provider, origin, environment);
  const { headers, secrets } = await resolveHeaders(provider, origin, environment);
  const fetch = guardFetch(environment.fetch, { origin, key, headers, hasSecrets: secrets.length > 0 });
  return { baseUrl, key, secrets, fetch, clock, random, timeouts };
}

async function keyFor(provider: Provider, origin: string, environment: Environment): Promise<string | undefined> {
  const bound = await environment.lookUpKey(provider.id, origin);
  if (bound && bound.origin !== origin) {
    throw new PolypromptError(
      'key-origin-mismatch',
      `The key for ${provider.name} belongs to ${bound.origin}; it was not sent to ${origin}.`,
    );
  }
  if (bound || !provider.keyRequired) return bound?.key;
  const variable = provider.keyVariables[0];
  throw new PolypromptError('missing-key', `There is no API key for ${provider.name}.`, {
    ...(variable === undefined ? {} : { hint: `Set an API key for this provider, for example in ${variable}.` }),
  });
}

function noFetch(provider: Provider): ProviderAccess['fetch'] {
  return () => Promise.reject(new PolypromptError('internal', `${provider.name} talks to no address.`));
}
