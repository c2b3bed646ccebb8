import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import { describeServer, type McpServer, serverHash } from '../../core/tools/mcp/mcpServer.ts';
import { findWorkspaceFolder } from '../../node/files/workspaceFiles.ts';
import { Approvals } from '../../node/mcp/approvals.ts';
import { folderOf } from '../../node/mcp/suiteServers.ts';
import { loadProject } from '../../node/suites/projectFiles.ts';
import { userMcpServers } from '../inputs/configuration.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print } from '../terminal/terminal.ts';

/** Prints all servers. Nothing is started. */
export async function listServers(): Promise<number> {
  const folder = workspaceFolder();
  const approvals = new Approvals();
  const { mcpServers } = await loadProject(folder);
  const own = userMcpServers();
  for (const [name, server] of own) printServer(name, server, 'your own settings');
  for (const [name, server] of mcpServers) {
    const state = approvals.has(folder, server) ? 'approved' : 'not approved';
    printServer(
      name,
      server,
      own.has(name) ? 'polyprompt.yaml, hidden by your own settings' : `polyprompt.yaml, ${state}`,
    );
  }
  if (own.size + mcpServers.size === 0)
    print('There are no MCP servers: name one under mcpServers in polyprompt.yaml.\n');
  return exitCodes.done;
}

/** Approves the server of `polyprompt.yaml` with this hash, and prints what may start now. */
export async function approveServer(hash: string): Promise<number> {
  const folder = workspaceFolder();
  const { mcpServers } = await loadProject(folder);
  const [found] = [...mcpServers].filter(([, server]) => serverHash(server) === hash);
  if (!found)
    throw new PolypromptError('invalid-arguments', 'No server of polyprompt.yaml has this hash.', {
      hint: 'It changes with every change of the server: see polyprompt mcp list.',
    });
  new Approvals().add(folder, found[1]);
  printServer(...found, 'polyprompt.yaml, approved');
  return exitCodes.done;
}

function workspaceFolder(): string {
  return findWorkspaceFolder(path.join(process.cwd(), 'any'));
}

function printServer(name: string, server: McpServer, state: string): void {
  const lines = [...describeServer(server, folderOf(server, workspaceFolder())), `Hash: ${serverHash(server)}`];
  print(`${name} (${state})\n${lines.map((line) => `  ${line}\n`).join('')}`);
}
