import * as vscode from 'vscode';
import { temporaryFolder } from '../../node/files/temporaryFolder.ts';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { freeUri } from '../services/freeUri.ts';
import type { Services } from '../services/services.ts';
import { writeExamples } from './exampleFiles.ts';

const temporary = { label: 'In a Temporary Folder', detail: 'For a look around; the system clears it away some day.' };
const chosen = { label: 'In a Folder of My Choice...', detail: 'A new folder polyprompt-examples is made in it.' };

/** `Open Examples...`: the bundled prompts, suites and cases as a folder of the user's own, to change at will. */
export function registerOpenExamples({ context }: Services): vscode.Disposable {
  return registerCommand(commands.openExamples, async () => {
    const where = await vscode.window.showQuickPick([temporary, chosen], {
      title: 'Open Examples',
      placeHolder: 'Where to copy the examples to',
    });
    const folder =
      where && (where === temporary ? vscode.Uri.file(temporaryFolder('polyprompt-examples-')) : await chosenFolder());
    if (!folder) return;
    await writeExamples(context, folder);
    const hasFolder = (vscode.workspace.workspaceFolders ?? []).length > 0;
    await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: hasFolder });
  });
}

async function chosenFolder(): Promise<vscode.Uri | undefined> {
  const [parent] =
    (await vscode.window.showOpenDialog({
      title: 'Folder for the Examples',
      openLabel: 'Copy Examples Here',
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  return parent && freeUri(parent, (copy) => `polyprompt-examples${copy}`);
}
