import * as vscode from 'vscode';
import { toPolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import { describeServer } from '../../core/tools/mcp/mcpServer.ts';
import { type ServerToStart, serversToStart, type WantedServers } from '../../core/tools/mcp/serversToStart.ts';
import { Approvals } from '../../node/mcp/approvals.ts';
import { folderOf, SuiteServers } from '../../node/mcp/suiteServers.ts';
import type { RunSession } from '../../node/runs/runSession.ts';
import { projectFolder } from '../editor/editorFiles.ts';
import { showError } from '../editor/showError.ts';
import { requireTrust } from '../editor/trust.ts';
import type { PolypromptSettings } from './editorSettings.ts';
import type { RunServices } from './runSessions.ts';
import type { Suites } from './suites.ts';

interface ServerServices extends Pick<RunServices, 'environment'> {
  settings(): Pick<PolypromptSettings, 'mcpServers' | 'mcpMode'>;
}

/** The servers of a run; undefined where it uses none. */
export interface ReadyServers {
  readonly servers: SuiteServers | undefined;
}

/**
 * Starts the MCP servers that a run needs, and asks first for those that the repository names and nobody has approved. Undefined when the
 * user declined; nothing was started then. Throws `mcp-server` where one cannot be started.
 */
export async function readyServers(
  { environment, settings }: ServerServices,
  file: vscode.Uri,
  wanted: Omit<WantedServers, 'user' | 'mode'>,
): Promise<ReadyServers | undefined> {
  if (wanted.names.length === 0) return { servers: undefined };
  requireTrust();
  const { mcpServers: user, mcpMode: mode } = settings();
  const toStart = serversToStart({ ...wanted, user, ...defined({ mode }) });
  const workspaceFolder = projectFolder(file);
  for (const server of toStart) if (!(await isAgreed(server, workspaceFolder))) return undefined;
  const { clock } = environment;
  const { recordings } = wanted;
  return { servers: await SuiteServers.start({ toStart, recordings, workspaceFolder, clock }) };
}

const start = 'Start Server';

async function isAgreed({ name, server, from }: ServerToStart, workspaceFolder: string): Promise<boolean> {
  const approvals = new Approvals();
  if (from === 'user' || approvals.has(workspaceFolder, server)) return true;
  const detail = [
    'polyprompt.yaml of this workspace names it. It runs with your rights, and this is asked once.',
    '',
    ...describeServer(server, folderOf(server, workspaceFolder)),
  ].join('\n');
  const question = `Start the MCP server "${name}"?`;
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, start)) !== start) return false;
  approvals.add(workspaceFolder, server);
  return true;
}

/** The servers of a run of this suite or prompt. */
export interface Attended {
  readonly servers: SuiteServers | undefined;
  readonly file: vscode.Uri;
  readonly suites: Pick<Suites, 'fileWritten'>;
  /** Called when something new was recorded. */
  readonly recorded?: () => Promise<void>;
}

/** Keeps what was recorded and ends the servers, each time that a run which uses them has come to its end. */
export function attendServers(session: RunSession, { servers, ...attended }: Attended): void {
  if (!servers) return;
  const finish = () => void keepAndEnd(servers, attended);
  void session.ended().then(finish);
  // It may be asked for more later.
  session.subscribe((event) => event.type === 'run-ended' && finish());
}

async function keepAndEnd(servers: SuiteServers, { file, suites, recorded }: Omit<Attended, 'servers'>): Promise<void> {
  try {
    const saved = file.scheme === 'file' ? servers.save(file.fsPath) : undefined;
    if (saved !== undefined) suites.fileWritten(vscode.Uri.file(saved));
    if (saved !== undefined) await recorded?.();
  } catch (error) {
    void showError(toPolypromptError(error).toRecord());
  }
  await servers.dispose();
}
