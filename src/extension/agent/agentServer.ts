import * as vscode from 'vscode';
import { agentServerArguments } from '../../node/agent/agentServerCommand.ts';
import { mcpProviderId, settings } from '../editor/contributions.ts';
import { Disposables } from '../editor/disposables.ts';
import { distFolder } from '../editor/webviewPage.ts';
import type { Services } from '../services/services.ts';

/**
 * The tools for coding agents as an MCP server of the editor. Where agents take the tools themselves it is offered only when that is wished:
 * they would see every tool twice, and the server has neither the keys of the editor nor its models.
 */
export function registerAgentServer(services: Services): vscode.Disposable {
  const held = new Disposables();
  if (typeof vscode.lm?.registerMcpServerDefinitionProvider !== 'function') return held;
  const changed = held.add(new vscode.EventEmitter<void>());
  held.add(vscode.workspace.onDidChangeWorkspaceFolders(() => changed.fire()));
  held.add(vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()));
  held.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('polyprompt.agents')) changed.fire();
    }),
  );
  held.add(
    vscode.lm.registerMcpServerDefinitionProvider(mcpProviderId, {
      onDidChangeMcpServerDefinitions: changed.event,
      provideMcpServerDefinitions: () => (isOffered() ? agentServers(services) : []),
    }),
  );
  return held;
}

function isOffered(): boolean {
  return (
    typeof vscode.lm.registerTool !== 'function' ||
    vscode.workspace.getConfiguration().get(settings.agentServer) === true
  );
}

/** One server for each folder, with the limits of the editor: no agent can raise them. */
function agentServers(services: Services): vscode.McpStdioServerDefinition[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const limits = services.settings().agents;
  const cli = vscode.Uri.joinPath(distFolder(services.context), 'polyprompt.js').fsPath;
  return folders.map(({ name, uri }) => {
    const args = agentServerArguments({ cli, folder: uri.fsPath, limits, mayRun: vscode.workspace.isTrusted });
    const label = folders.length === 1 ? 'Polyprompt' : `Polyprompt (${name})`;
    // The editor's own program acts as Node.js when this variable says so.
    const env = { ELECTRON_RUN_AS_NODE: '1' };
    const server = new vscode.McpStdioServerDefinition(label, process.execPath, [...args], env);
    server.cwd = uri;
    return server;
  });
}
