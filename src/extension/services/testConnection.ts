import * as vscode from 'vscode';
import { type PolypromptError, toPolypromptError } from '../../core/errors.ts';
import type { Provider } from '../../core/providers/contract/provider.ts';
import { formatCount } from '../../core/text/formatCount.ts';
import { commands } from '../editor/contributions.ts';
import { signalOf } from '../editor/signals.ts';
import type { KeyPlace } from './keyPlace.ts';
import type { Services } from './services.ts';

/** The answer of a provider to the cheapest request that proves address and key: the list of its models. */
export type Connection =
  | { readonly type: 'listed'; readonly count: number }
  /** The provider has no list, so nothing was asked. */
  | { readonly type: 'untested' }
  | { readonly type: 'failed'; readonly error: PolypromptError };

/** Asks a provider for its models, with a progress that can be cancelled. */
export async function testConnection(services: Services, provider: Provider): Promise<Connection> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress(
    { location, title: `Asking ${provider.name} for its models`, cancellable: true },
    async (_progress, token): Promise<Connection> => {
      try {
        const access = await services.registry().accessFor(provider, '', services.environment);
        const models = await provider.listModels?.(access, signalOf(token));
        return models ? { type: 'listed', count: models.length } : { type: 'untested' };
      } catch (error) {
        if (token.isCancellationRequested) throw new vscode.CancellationError();
        return { type: 'failed', error: toPolypromptError(error) };
      }
    },
  );
}

/** Tells the result of the test in one message, with the way to mend it. */
export async function tellConnection(
  { registry }: Pick<Services, 'registry'>,
  { provider, origin }: KeyPlace,
  { found, prefix = '' }: { readonly found: Connection; readonly prefix?: string },
): Promise<void> {
  const say = (text: string) => [prefix, text].filter(Boolean).join(' ');
  if (found.type === 'listed') {
    const models = `${formatCount(found.count)} ${found.count === 1 ? 'model is' : 'models are'} offered`;
    await vscode.window.showInformationMessage(say(`${provider.name} answers at ${origin}: ${models}.`));
    return;
  }
  if (found.type === 'untested') {
    await vscode.window.showInformationMessage(say(`${provider.name} lists no models, so it was not tried out.`));
    return;
  }
  const { keyPage } = registry().get(provider.id) ?? provider;
  const actions = { set: 'Set API Key', page: 'Open Key Page', settings: 'Open Settings' } as const;
  const isKey = ['invalid-key', 'permission-denied', 'missing-key'].includes(found.error.code);
  const buttons = isKey ? [actions.set, ...(keyPage ? [actions.page] : [])] : [actions.settings];
  const chosen = await vscode.window.showWarningMessage(say(`${found.error.message} ${found.error.hint}`), ...buttons);
  if (chosen === actions.set) await vscode.commands.executeCommand(commands.setApiKey, { provider: provider.id });
  if (chosen === actions.settings) await vscode.commands.executeCommand(commands.openSettings);
  if (chosen === actions.page && keyPage) await vscode.env.openExternal(vscode.Uri.parse(keyPage, true));
}
