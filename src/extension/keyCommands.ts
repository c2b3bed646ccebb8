import * as vscode from 'vscode';
import { toPolypromptError } from '../core/errors.ts';
import { registerCommand } from './commandRegistry.ts';
import { commands } from './contributions.ts';
import { Disposables } from './disposables.ts';
import { askForKey, type KeyPlace, keyPlaces } from './keyAccess.ts';
import { modelItemProvider } from './modelItem.ts';
import type { Services } from './services.ts';
import { signalOf } from './signals.ts';
import { requireTrust } from './trust.ts';

interface PlaceItem extends vscode.QuickPickItem {
  readonly place: KeyPlace;
}

/** Setting, clearing and trying keys. No command gives a key back. */
export function registerKeyCommands(services: Services): vscode.Disposable {
  const held = new Disposables();
  held.add(
    registerCommand(commands.setApiKey, async (argument) => {
      const place = await choosePlace(services, argument, 'Set API Key');
      if (place) await askForKey(services, place);
    }),
  );
  held.add(
    registerCommand(commands.clearApiKey, async (argument) => {
      const place = await choosePlace(services, argument, 'Clear API Key');
      if (place) await services.keys.clear(place.provider.id, place.origin);
    }),
  );
  held.add(registerCommand(commands.testConnection, (argument) => testConnection(services, argument)));
  held.add(
    registerCommand(
      commands.openSettings,
      async () =>
        void (await vscode.commands.executeCommand('workbench.action.openSettings', '@ext:polyprompt.polyprompt')),
    ),
  );
  return held;
}

/** The provider of the tree item a command was called on, else one that the person picks. */
async function choosePlace(services: Services, argument: unknown, title: string): Promise<KeyPlace | undefined> {
  const places = keyPlaces(services);
  const given = modelItemProvider(argument);
  const place = places.find(({ provider }) => provider.id === given);
  if (place) return place;
  const items = await Promise.all(places.map((candidate) => placeItem(services, candidate)));
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: 'Which provider?',
    matchOnDescription: true,
  });
  return chosen?.place;
}

async function placeItem(services: Services, place: KeyPlace): Promise<PlaceItem> {
  const key = await services.keys.get(place.provider.id, place.origin);
  return { label: place.provider.name, description: `${key ? '$(check) key set · ' : ''}${place.origin}`, place };
}

/** Asks the provider for its models: the cheapest request that proves address and key. */
async function testConnection(services: Services, argument: unknown): Promise<void> {
  requireTrust();
  const place = await choosePlace(services, argument, 'Test Connection');
  if (!place) return;
  const { provider } = place;
  const registry = services.registry();
  const location = vscode.ProgressLocation.Notification;
  const result = await vscode.window.withProgress(
    { location, title: `Asking ${provider.name} for its models`, cancellable: true },
    async (_progress, token) => {
      const access = await registry.accessFor(provider, '', services.environment);
      return provider.listModels?.(access, signalOf(token)).catch((error: unknown) => {
        if (token.isCancellationRequested) throw new vscode.CancellationError();
        throw toPolypromptError(error);
      });
    },
  );
  const count = result ? `${result.length} models are offered` : 'it lists no models';
  void vscode.window.showInformationMessage(`${provider.name} answers at ${place.origin}: ${count}.`);
}
