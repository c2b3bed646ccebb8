import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import type { ExportTarget } from '../../core/routing/export/exportedRoute.ts';
import { exportRoute } from '../../core/routing/export/exportRoute.ts';
import { projectFileName } from '../../core/routing/projectFile.ts';
import { type Route, stepsOf } from '../../core/routing/route.ts';
import { promptOf, registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { tellLosses } from '../editor/tellLosses.ts';
import type { Services } from '../services/services.ts';

interface TargetItem extends vscode.QuickPickItem {
  readonly target: ExportTarget;
}

const targets: readonly TargetItem[] = [
  { target: 'litellm', label: 'LiteLLM', description: 'config.yaml', detail: 'The route as a model of the proxy' },
  { target: 'openrouter', label: 'OpenRouter', description: 'JSON', detail: 'The body of a request' },
  {
    target: 'ai-sdk',
    label: 'Vercel AI SDK',
    description: 'TypeScript',
    detail: 'One file on ai and @ai-sdk packages',
  },
  { target: 'typescript', label: 'TypeScript', description: '', detail: "One file on the vendors' own SDKs" },
];

/** `Export Route...`: writes a route for production into an unsaved editor, and says what its target cannot express. */
export function registerExportRoute(services: Services): vscode.Disposable {
  return registerCommand(commands.exportRoute, async (argument) => {
    const folder = await chooseFolder(argument);
    if (!folder) return;
    const book = await services.routes.refresh(vscode.Uri.joinPath(folder, projectFileName));
    const route = await chooseRoute([...book.routes.values()]);
    if (!route) return;
    const chosen = await vscode.window.showQuickPick(targets, {
      title: `Export Route ${route.name}`,
      placeHolder: 'What it is written for',
    });
    if (!chosen) return;
    const { endpoints } = services.settings();
    const { text, language, notes } = exportRoute(
      { route, book, catalog: services.catalog(), endpoints },
      chosen.target,
    );
    const document = await vscode.workspace.openTextDocument({ language, content: text });
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
    // The message is not awaited: the command has ended, whether or not the message is read.
    void tellLosses({
      summary: `of ${route.name} cannot be exported as they are to ${chosen.label}`,
      title: `What ${chosen.label} does not do of ${route.name}`,
      losses: notes.map(({ key, message }) => `\`${key}\`: ${message}`),
    });
  });
}

/** The folder of the open file, else the only folder, else the one that the user chooses. */
async function chooseFolder(argument: unknown): Promise<vscode.Uri | undefined> {
  const file = promptOf(argument);
  const own = file && vscode.workspace.getWorkspaceFolder(file);
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0)
    throw new PolypromptError('invalid-arguments', 'Routes belong to a folder.', { hint: 'Open a folder first.' });
  const folder = own ?? (folders.length === 1 ? folders[0] : await vscode.window.showWorkspaceFolderPick());
  return folder?.uri;
}

async function chooseRoute(routes: readonly Route[]): Promise<Route | undefined> {
  if (routes.length === 0)
    throw new PolypromptError('unknown-route', `${projectFileName} has no routes.`, {
      hint: 'Write one, for example: routes: {safe: {fallback: [openai/gpt-5.6-luna, anthropic/claude-haiku-4-5]}}',
    });
  const items = routes.map((route) => ({
    label: route.name,
    description: route.kind,
    detail: [...new Set(stepsOf(route).map(({ target }) => target))].join(', '),
    route,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Export Route',
    placeHolder: `A route of ${projectFileName}`,
    matchOnDetail: true,
  });
  return chosen?.route;
}
