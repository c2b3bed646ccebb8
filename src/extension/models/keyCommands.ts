import * as vscode from 'vscode';
import { referencesOf } from '../../core/providers/contract/endpointHeaders.ts';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { Disposables } from '../editor/disposables.ts';
import { requireTrust } from '../editor/trust.ts';
import { askForKey } from '../services/askForKey.ts';
import { keyPlaces } from '../services/keyAccess.ts';
import type { KeyPlace } from '../services/keyPlace.ts';
import { secretOwner } from '../services/keyStore.ts';
import type { Services } from '../services/services.ts';
import { tellConnection, testConnection } from '../services/testConnection.ts';
import { registerAddEndpoint } from './addEndpoint.ts';
import { modelItemProvider } from './modelItem.ts';

interface PlaceItem extends vscode.QuickPickItem {
  readonly place: KeyPlace;
}

/** Commands that set, clear and try keys. No command shows a key again. */
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
      if (!place) return;
      const secrets = referencesOf(place.provider.headers).map(({ name }) => secretOwner(name));
      for (const owner of [place.provider.id, ...secrets]) await services.keys.clear(owner, place.origin);
    }),
  );
  held.add(registerCommand(commands.testConnection, (argument) => testProvider(services, argument)));
  held.add(registerAddEndpoint(services));
  held.add(
    registerCommand(
      commands.openSettings,
      async () =>
        void (await vscode.commands.executeCommand('workbench.action.openSettings', '@ext:polyprompt.polyprompt')),
    ),
  );
  return held;
}

/** The provider of the tree item that a command was called on, else one that the person picks. */
async function choosePlace(services: Services, argument: unknown, title: string): Promise<KeyPlace | undefined> {
  const places = keyPlaces(services);
  const given = modelItemProvider(argument);
  const place = places.find(({ provider }) => provider.id === given);
  if (place) return place;
  // The address of this provider has not been set yet, as with Azure.
  if (given !== undefined && services.registry().get(given)?.describeRequest) {
    await vscode.commands.executeCommand(commands.addEndpoint, { provider: given });
    return undefined;
  }
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

/** Says whether the provider answers at its address, with the key that is there. */
async function testProvider(services: Services, argument: unknown): Promise<void> {
  requireTrust();
  const place = await choosePlace(services, argument, 'Test Connection');
  if (!place) return;
  const found = await testConnection(services, place.provider);
  // The message is not awaited: a command has ended when its work has, whether or not the message is read.
  void tellConnection(services, place, { found });
}
