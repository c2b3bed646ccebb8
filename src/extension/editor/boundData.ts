import * as vscode from 'vscode';
import { type DataBinding, type DataBindings, readDataBindings } from '../../core/dataset/dataBindings.ts';
import { settings } from './contributions.ts';

const mostFiles = 1000;

/** A data file and the prompt that its cases run through. */
export interface BoundData {
  readonly prompt: vscode.Uri;
  readonly models: readonly string[];
}

/** What the setting of a folder binds. Only files inside of the folder count, whatever the setting says. */
export function bindingsOf(folder: vscode.WorkspaceFolder): DataBindings {
  return readDataBindings(vscode.workspace.getConfiguration(undefined, folder).get(settings.evals));
}

/** Every data file that a setting binds to a prompt, by its URI as text; the first binding of a file counts. */
export async function boundData(): Promise<ReadonlyMap<string, BoundData>> {
  const bound = new Map<string, BoundData>();
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    for (const binding of bindingsOf(folder).bindings) {
      const prompt = vscode.Uri.joinPath(folder.uri, binding.prompt);
      for (const file of await filesOf(folder, binding))
        if (!bound.has(file.toString())) bound.set(file.toString(), { prompt, models: binding.models });
    }
  }
  return bound;
}

function filesOf(folder: vscode.WorkspaceFolder, { data }: DataBinding): Thenable<readonly vscode.Uri[]> {
  return vscode.workspace.findFiles(
    new vscode.RelativePattern(folder, data),
    '**/{node_modules,.polyprompt}/**',
    mostFiles,
  );
}
