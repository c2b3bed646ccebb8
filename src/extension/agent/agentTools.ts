import * as path from 'node:path';
import * as vscode from 'vscode';
import type { AgentTool } from '../../core/agent/agentTool.ts';
import { agentTools } from '../../core/agent/tools/agentTools.ts';
import { toPolypromptError } from '../../core/errors.ts';
import { inOneLine } from '../../core/text/inOneLine.ts';
import { hiddenAsEscapes } from '../../core/text/printable.ts';
import type { AgentCall } from '../../node/agent/agentContext.ts';
import { ConsentNeeded } from '../../node/agent/consentNeeded.ts';
import { AgentDesk } from '../../node/agent/tools/agentDesk.ts';
import { configFolder } from '../../node/files/configFolder.ts';
import { toolPrefix } from '../editor/contributions.ts';
import { Disposables } from '../editor/disposables.ts';
import { distFolder } from '../editor/webviewPage.ts';
import type { Services } from '../services/services.ts';
import { folderOfArguments } from './folderOfArguments.ts';

/**
 * The tools for coding agents as tools of the editor: the same as over MCP, with the editor's own keys, settings and trust. Editors without
 * such tools get none.
 */
export function registerAgentTools(services: Services): vscode.Disposable {
  const held = new Disposables();
  if (typeof vscode.lm?.registerTool !== 'function') return held;
  const desks = held.add(new AgentDesks(services));
  for (const tool of agentTools)
    held.add(
      vscode.lm.registerTool<object>(`${toolPrefix}${tool.name}`, {
        prepareInvocation: () => ({ invocationMessage: `Polyprompt: ${tool.title}` }),
        invoke: ({ input }, token) => carryOut(desks, tool, input, token),
      }),
    );
  return held;
}

/** One desk for each workspace folder, made when a tool is first called there. */
class AgentDesks implements vscode.Disposable {
  readonly #services: Services;
  readonly #desks = new Map<string, AgentDesk>();

  constructor(services: Services) {
    this.#services = services;
  }

  in(folder: string): AgentDesk {
    const known = this.#desks.get(folder) ?? this.#made(folder);
    this.#desks.set(folder, known);
    return known;
  }

  dispose(): void {
    for (const desk of this.#desks.values()) void desk.dispose();
  }

  #made(folder: string): AgentDesk {
    const services = this.#services;
    return new AgentDesk({
      folder,
      engine: () => ({
        environment: services.environment,
        registry: services.registry(),
        catalog: services.catalog(),
      }),
      mayRun: () => vscode.workspace.isTrusted,
      limits: () => services.settings().agents,
      accountFolder: path.join(configFolder(), 'agent-spending'),
      distFolder: distFolder(services.context).fsPath,
    });
  }
}

async function carryOut(
  desks: AgentDesks,
  tool: AgentTool,
  input: object,
  token: vscode.CancellationToken,
): Promise<vscode.LanguageModelToolResult> {
  const stopped = new AbortController();
  const listening = token.onCancellationRequested(() => stopped.abort());
  if (token.isCancellationRequested) stopped.abort();
  try {
    const desk = desks.in(await folderOfArguments(input));
    const answer = await answered(desk, tool, input, { signal: stopped.signal });
    return textResult(hiddenAsEscapes(JSON.stringify(answer)));
  } catch (error) {
    const { message, hint } = toPolypromptError(error);
    // An agent goes on by what the text says; an error of the editor would end its turn.
    return textResult(inOneLine(`Refused: ${message} ${hint}`));
  } finally {
    listening.dispose();
  }
}

/** Asks the user where money beyond the limit is needed, and nobody else: an agent cannot answer for them. */
async function answered(desk: AgentDesk, tool: AgentTool, input: object, call: AgentCall): Promise<object> {
  try {
    return await desk.call(tool.name, input, call);
  } catch (error) {
    if (!(error instanceof ConsentNeeded)) throw error;
    const agree = 'Spend';
    const said = await vscode.window.showWarningMessage(error.message, { modal: true }, agree);
    return desk.call(tool.name, input, { ...call, consent: said === agree ? 'given' : 'declined' });
  }
}

function textResult(text: string): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
}
