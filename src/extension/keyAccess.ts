import * as vscode from 'vscode';
import { originOf } from '../core/guardedFetch.ts';
import type { Provider } from '../core/providers/provider.ts';
import { isRouteId } from '../core/routeId.ts';
import type { Services } from './services.ts';

/** Where a provider's key belongs: its id and the origin of the address in force. */
export interface KeyPlace {
  readonly provider: Provider;
  readonly origin: string;
}

/** Every provider that takes a key, with the origin it would be sent to. */
export function keyPlaces(services: Services): KeyPlace[] {
  return services
    .registry()
    .list()
    .flatMap((provider) => {
      const origin = provider.defaultBaseUrl === undefined ? undefined : originOf(provider.defaultBaseUrl);
      return origin === undefined || provider.keyVariables.length === 0 ? [] : [{ provider, origin }];
    });
}

/** The places among these models' providers that need a key and have none. A route goes on without a target that has none. */
export async function missingKeys(services: Services, targets: readonly string[]): Promise<KeyPlace[]> {
  const models = targets.filter((target) => !isRouteId(target));
  const wanted = new Set(models.map((model) => services.registry().resolve(model).provider.id));
  const places = keyPlaces(services).filter(({ provider }) => wanted.has(provider.id) && provider.keyRequired);
  const present = await Promise.all(places.map(({ provider, origin }) => services.keys.get(provider.id, origin)));
  return places.filter((_, index) => present[index] === undefined);
}

/** True when any provider has a key: asked once at start and after changes, for the empty state. */
export async function hasAnyKey(services: Services): Promise<boolean> {
  const found = await Promise.all(
    keyPlaces(services).map(({ provider, origin }) => services.keys.get(provider.id, origin)),
  );
  return found.some((key) => key !== undefined);
}

/** Asks once when keys are missing: set them, or go on without those models. Empty when the run should not start. */
export async function modelsWithKeys(services: Services, models: readonly string[]): Promise<readonly string[]> {
  const missing = await missingKeys(services, models);
  if (missing.length === 0) return models;
  const names = missing.map(({ provider }) => provider.name).join(', ');
  const keyless = new Set(missing.map(({ provider }) => provider.id));
  const isKeyless = (model: string) => !isRouteId(model) && keyless.has(services.registry().resolve(model).provider.id);
  const others = models.filter((model) => !isKeyless(model));
  const set = { label: `$(key) Set ${missing.length === 1 ? 'the key' : 'the keys'} now`, detail: names };
  const skip = { label: `$(debug-step-over) Run the other ${others.length} without`, detail: others.join(', ') };
  const chosen = await vscode.window.showQuickPick(others.length > 0 ? [set, skip] : [set], {
    title: `No API key for ${names}`,
    placeHolder: 'Nothing has been sent yet',
  });
  if (chosen === skip) return others;
  return chosen === set && (await askForAll(services, missing)) ? models : [];
}

async function askForAll(services: Services, places: readonly KeyPlace[]): Promise<boolean> {
  for (const place of places) if (!(await askForKey(services, place))) return false;
  return true;
}

/** Asks for a key and stores it; true when one was given. An environment variable is offered, never used silently. */
export async function askForKey(services: Services, place: KeyPlace): Promise<boolean> {
  const offered = await offerEnvironmentKey(place);
  if (offered === undefined) return false;
  const key = offered === 'type' ? await typeKey(place) : offered;
  if (!key) return false;
  await services.keys.set(place.provider.id, { key, origin: place.origin });
  const volatile = services.keys.isVolatile
    ? ' The keyring cannot be used, so it is kept until this window closes.'
    : '';
  vscode.window.setStatusBarMessage(`$(key) Key for ${place.provider.name} is set.${volatile}`, 5000);
  return true;
}

async function offerEnvironmentKey({ provider, origin }: KeyPlace): Promise<string | 'type' | undefined> {
  const variable = provider.keyVariables.find((name) => process.env[name]);
  if (!variable) return 'type';
  const use = { label: `$(symbol-variable) Use ${variable} from the environment`, value: process.env[variable] };
  const type = { label: '$(edit) Enter a key', value: 'type' };
  const chosen = await vscode.window.showQuickPick([use, type], {
    title: `Key for ${provider.name}`,
    placeHolder: `The key is stored by the editor and sent to ${origin} only`,
  });
  return chosen?.value;
}

async function typeKey({ provider, origin }: KeyPlace): Promise<string | undefined> {
  const key = await vscode.window.showInputBox({
    title: `API Key for ${provider.name}`,
    prompt: `Stored in the editor's secret storage and sent to ${origin} only.`,
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) => (/\s/.test(value.trim()) ? 'A key holds no spaces or line breaks.' : undefined),
  });
  return key?.trim();
}
