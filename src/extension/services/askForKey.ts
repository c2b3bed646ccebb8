import * as vscode from 'vscode';
import { referencesOf } from '../../core/providers/contract/endpointHeaders.ts';
import type { Provider } from '../../core/providers/contract/provider.ts';
import type { KeyPlace } from './keyPlace.ts';
import { secretOwner } from './keyStore.ts';
import type { Services } from './services.ts';
import { tellConnection, testConnection } from './testConnection.ts';
import { finishStep } from './walkthroughSteps.ts';

/** One secret that an address may want: its key, or the value of a header. */
interface Wanted {
  /** The name under which the secret is kept. */
  readonly owner: string;
  /** The name of the secret in a sentence. */
  readonly label: string;
  /** Environment variables that may hold the secret. */
  readonly variables: readonly string[];
}

/**
 * Asks for a key, stores it and tries it out. The result is true when a key was given and the provider did not turn it down. An environment
 * variable is offered, never used silently.
 */
export async function askForKey(services: Services, place: KeyPlace): Promise<boolean> {
  const wanted = await chooseWanted(place.provider);
  const value = wanted && (await askFor(wanted, place));
  if (!wanted || !value) return false;
  await services.keys.set(wanted.owner, { key: value, origin: place.origin });
  // A key that may not be sent yet cannot be tried out.
  if (!vscode.workspace.isTrusted) {
    vscode.window.setStatusBarMessage(`$(key) ${wanted.label} is set.${volatility(services)}`, 5000);
    return true;
  }
  const found = await testConnection(services, place.provider);
  // The message is not awaited: the caller goes on, whether or not the message is read.
  void tellConnection(services, place, { found, prefix: `${wanted.label} is set.${volatility(services)}` });
  const isAccepted = found.type !== 'failed' || !['invalid-key', 'permission-denied'].includes(found.error.code);
  if (isAccepted) finishStep('key');
  return isAccepted;
}

function volatility({ keys }: Services): string {
  return keys.isVolatile ? ' The keyring cannot be used, so it is kept until this window closes.' : '';
}

async function chooseWanted(provider: Provider): Promise<Wanted | undefined> {
  const key = { owner: provider.id, label: `The key for ${provider.name}`, variables: provider.keyVariables };
  const secrets = referencesOf(provider.headers).filter(({ source }) => source === 'secret');
  if (secrets.length === 0) return key;
  const items = [
    { label: 'API key', wanted: key },
    ...secrets.map(({ name }) => ({
      label: name,
      description: 'named by a header',
      wanted: { owner: secretOwner(name), label: `${name} for ${provider.name}`, variables: [name] },
    })),
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: provider.name, placeHolder: 'What to set' });
  return chosen?.wanted;
}

async function askFor(wanted: Wanted, place: KeyPlace): Promise<string | undefined> {
  const variable = wanted.variables.find((name) => process.env[name]);
  if (!variable) return typeKey(wanted, place);
  const use = { label: `$(symbol-variable) Use ${variable} from the environment` };
  const type = { label: '$(edit) Enter a key' };
  const chosen = await vscode.window.showQuickPick([use, type], {
    title: wanted.label,
    placeHolder: `It is stored by the editor and sent to ${place.origin} only`,
  });
  if (chosen === use) return process.env[variable];
  return chosen === type ? typeKey(wanted, place) : undefined;
}

const openPage: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('link-external'),
  tooltip: 'Open the page where keys are made',
};

function typeKey({ label }: Wanted, { provider, origin }: KeyPlace): Promise<string | undefined> {
  const input = vscode.window.createInputBox();
  const page = provider.keyPage;
  input.title = label;
  input.prompt = `Stored in the editor's secret storage and sent to ${origin} only.${page ? ` Keys are made at ${page} (the button above opens it).` : ''}`;
  input.password = true;
  input.ignoreFocusOut = true;
  input.buttons = page ? [openPage] : [];
  return new Promise((resolve) => {
    input.onDidTriggerButton(() => void (page && vscode.env.openExternal(vscode.Uri.parse(page, true))));
    input.onDidChangeValue((value) => {
      input.validationMessage = problemOf(value.trim());
    });
    input.onDidAccept(() => {
      const value = input.value.trim();
      if (problemOf(value) !== undefined) return;
      resolve(value);
      input.hide();
    });
    input.onDidHide(() => {
      resolve(undefined);
      input.dispose();
    });
    input.show();
  });
}

function problemOf(key: string): string | undefined {
  return /\s/.test(key) ? 'A key holds no spaces or line breaks.' : undefined;
}
