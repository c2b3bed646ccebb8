import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const manifest = {
  name: 'demo-opener',
  publisher: 'polyprompt-demo',
  version: '0.0.1',
  engines: { vscode: '^1.106.0' },
  main: './open.cjs',
  activationEvents: ['onStartupFinished'],
};

/** The files are opened once for a folder, so that after a reload everything is as the visitor left it. */
const program = `const vscode = require('vscode');
exports.activate = async ({ workspaceState }) => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder || workspaceState.get('opened')) return;
  await workspaceState.update('opened', true);
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', 'polyprompt.polyprompt#start', true);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, 'triage.prompt'), { viewColumn: vscode.ViewColumn.One, preview: false });
};
`;

/**
 * Puts a small extension beside ours that opens the demo's prompt and the walkthrough beside it, because a server cannot be told to open a
 * file.
 */
export function writeDemoOpener(extensionsFolder: string): void {
  const folder = path.join(extensionsFolder, `${manifest.publisher}.${manifest.name}-${manifest.version}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(folder, 'open.cjs'), program);
}
