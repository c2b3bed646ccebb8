import { isLoopback } from '../../core/guardedFetch.ts';
import type { Provider } from '../../core/providers/contract/provider.ts';
import { keyPlaces } from './keyAccess.ts';
import type { Services } from './services.ts';

/** The state of a provider, as the Models view shows it. */
export interface ProviderState {
  readonly description: string;
  /** The name of a codicon. */
  readonly icon: string;
  /** The value that menus test. */
  readonly context: string;
  /** The order in the view: smaller ranks stand higher, so that providers in use come before those that could be used. */
  readonly rank: number;
  readonly tooltip?: string;
}

export function providerState(services: Services, provider: Provider, isChosen: boolean): ProviderState {
  const state = stateOf(services, provider);
  return isChosen ? { ...state, rank: 0 } : state;
}

/** True for servers on this machine, which are asked whether they run. No other provider is asked. */
export function isOnThisMachine({ defaultBaseUrl }: Provider): boolean {
  return defaultBaseUrl !== undefined && isLoopback(new URL(defaultBaseUrl).hostname);
}

function stateOf(services: Services, provider: Provider): ProviderState {
  const place = keyPlaces(services).find((candidate) => candidate.provider.id === provider.id);
  if (!place) {
    if (provider.describeRequest)
      return { description: 'no address', icon: 'circle-outline', context: 'provider.noAddress', rank: 5 };
    const isSimulated = provider.id === 'simulated';
    return { description: isSimulated ? 'free, no key' : 'no key needed', icon: 'check', context: 'provider', rank: 3 };
  }
  const tooltip = `${provider.defaultBaseUrl}\nKeys are sent to ${place.origin} only.`;
  const isOwn = Object.hasOwn(services.settings().endpoints, provider.id);
  if (services.keys.isKnown(provider.id, place.origin))
    return { description: 'key set', icon: 'key', context: 'provider.keySet', rank: 1, tooltip };
  if (provider.keyRequired)
    return { description: 'no key', icon: 'circle-outline', context: 'provider.noKey', rank: isOwn ? 1 : 4, tooltip };
  if (isOnThisMachine(provider)) return { ...localState(services, provider, isOwn), tooltip };
  return { description: 'no key set', icon: 'globe', context: 'provider.open', rank: isOwn ? 1 : 4, tooltip };
}

function localState(services: Services, { id }: Provider, isOwn: boolean): ProviderState {
  const answer = services.modelLists.answerOf(id);
  const rank = isOwn ? 1 : 4;
  const context = 'provider.local';
  if (answer === 'answers') return { description: 'running', icon: 'pass', context, rank: isOwn ? 1 : 2 };
  if (answer === 'invalid-key' || answer === 'permission-denied')
    return {
      description: 'running, wants a key',
      icon: 'circle-outline',
      context: 'provider.noKey',
      rank: isOwn ? 1 : 2,
    };
  if (answer === undefined) return { description: 'on this machine', icon: 'vm-outline', context, rank };
  return { description: 'not running', icon: 'circle-slash', context, rank };
}
