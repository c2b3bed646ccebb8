import * as vscode from 'vscode';
import { originOf } from '../../core/guardedFetch.ts';
import { parseModelRef } from '../../core/models/modelRef.ts';
import { referencesOf } from '../../core/providers/contract/endpointHeaders.ts';
import { isRouteId } from '../../core/routeId.ts';
import { askForKey } from './askForKey.ts';
import type { KeyPlace } from './keyPlace.ts';
import { secretOwner } from './keyStore.ts';
import type { Services } from './services.ts';

/** Every provider with an address, and the origin that its key would be sent to, because any server may want a key. */
export function keyPlaces(services: Services): KeyPlace[] {
  return services
    .registry()
    .list()
    .flatMap((provider) => {
      const origin = provider.defaultBaseUrl === undefined ? undefined : originOf(provider.defaultBaseUrl);
      return origin === undefined ? [] : [{ provider, origin }];
    });
}

/**
 * The places among these models' providers that need a key, or a secret for a header, and have none. A route goes on without a target that
 * has no key.
 */
export async function missingKeys(services: Services, targets: readonly string[]): Promise<KeyPlace[]> {
  const wanted = new Set(targets.filter((target) => !isRouteId(target)).map(providerIdOf));
  const places = keyPlaces(services).filter(({ provider }) => wanted.has(provider.id));
  const isComplete = await Promise.all(places.map((place) => hasWhatItNeeds(services, place)));
  return places.filter((_, index) => !isComplete[index]);
}

async function hasWhatItNeeds({ keys }: Services, { provider, origin }: KeyPlace): Promise<boolean> {
  const secrets = referencesOf(provider.headers).filter(({ source }) => source === 'secret');
  const owners = [...(provider.keyRequired ? [provider.id] : []), ...secrets.map(({ name }) => secretOwner(name))];
  const found = await Promise.all(owners.map((owner) => keys.get(owner, origin)));
  return found.every((key) => key !== undefined);
}

function providerIdOf(model: string): string | undefined {
  return parseModelRef(model)?.provider;
}

/** True when any provider has a key. The empty state needs this, which is looked up at the start and after changes. */
export async function hasAnyKey(services: Services): Promise<boolean> {
  const found = await Promise.all(
    keyPlaces(services).map(({ provider, origin }) => services.keys.get(provider.id, origin)),
  );
  return found.some((key) => key !== undefined);
}

/**
 * The models to run. A model without a key fails in its own place, with the button that sets the key, and the others run. Only where all of
 * them lack one is the user asked for it first. Empty when the run should not start.
 */
export async function modelsWithKeys(services: Services, models: readonly string[]): Promise<readonly string[]> {
  const missing = await missingKeys(services, models);
  const keyless = new Set(missing.map(({ provider }) => provider.id));
  const canRun = models.some((model) => isRouteId(model) || !keyless.has(providerIdOf(model) ?? ''));
  if (missing.length === 0 || canRun) return models;
  const names = missing.map(({ provider }) => provider.name).join(', ');
  const set = { label: `$(key) Set ${missing.length === 1 ? 'the key' : 'the keys'} now`, detail: names };
  const chosen = await vscode.window.showQuickPick([set], {
    title: `No API key for ${names}`,
    placeHolder: 'Nothing has been sent yet',
  });
  return chosen === set && (await askForAll(services, missing)) ? models : [];
}

async function askForAll(services: Services, places: readonly KeyPlace[]): Promise<boolean> {
  for (const place of places) if (!(await askForKey(services, place))) return false;
  return true;
}
