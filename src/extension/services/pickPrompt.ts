import * as path from 'node:path';
import * as vscode from 'vscode';

const promptPattern = '**/*.{prompt,prompty,prompt.yml,prompt.yaml,prompt.txt}';
const mostPrompts = 500;

export interface PromptItem extends vscode.QuickPickItem {
  readonly uri?: vscode.Uri;
}

/** The prompts of the workspace, to choose among. */
export async function promptItems(): Promise<readonly PromptItem[]> {
  const found = await vscode.workspace.findFiles(promptPattern, '**/node_modules/**', mostPrompts);
  return (
    found
      // A name that starts with an underscore is a partial.
      .filter((uri) => !path.posix.basename(uri.path).startsWith('_'))
      .map((uri) => ({
        label: path.posix.basename(uri.path),
        description: vscode.workspace.asRelativePath(uri),
        uri,
      }))
      .sort((left, right) => left.description.localeCompare(right.description))
  );
}
