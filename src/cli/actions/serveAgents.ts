import path from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { defined } from '../../core/jsonRead.ts';
import { usualLimits } from '../../node/agent/agentContext.ts';
import type { AgentDesk } from '../../node/agent/tools/agentDesk.ts';
import { configFolder } from '../../node/files/configFolder.ts';
import { agentFolder } from '../inputs/agentFolder.ts';
import { buildServer } from '../mcpServer/buildServer.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { takeStdout } from '../terminal/protocolOutput.ts';
import { tell } from '../terminal/terminal.ts';

export interface ServeOptions {
  readonly folder?: string;
  readonly readOnly?: true;
  readonly maxCost?: number;
  readonly maxCostPerDay?: number;
  readonly askAbove?: number;
  readonly endpoint: readonly string[];
  readonly catalog?: string;
}

/** Serves the tools over stdio until the client closes its end. The result is the exit code. */
export async function serveAgents(options: ServeOptions): Promise<number> {
  const folder = agentFolder(options.folder);
  const stdout = takeStdout();
  const { mcpSdk: sdk } = await import('../mcpServer/mcpSdk.ts');
  const desk = new LazyDesk(folder, options);
  const transport = new sdk.StdioServerTransport(process.stdin, stdout);
  const closed = Promise.withResolvers<void>();
  const { version } = packageJson;
  const factory = () => buildServer({ sdk, version, mayRun: !options.readOnly, desk: () => desk.open() });
  const handle = sdk.serveStdio(factory, { transport, onerror: (error) => tell(`${error.message}\n`) });
  const end = () => closed.resolve();
  for (const ending of ['end', 'close'] as const) process.stdin.once(ending, end);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  await closed.promise;
  await desk.dispose();
  await handle.close();
  process.stdin.destroy();
  return exitCodes.done;
}

/** The tools' desk. The engine behind it is loaded when the first tool is called, so that the server answers at once. */
class LazyDesk {
  readonly #folder: string;
  readonly #options: ServeOptions;
  #desk: Promise<AgentDesk> | undefined;

  constructor(folder: string, options: ServeOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  open(): Promise<AgentDesk> {
    this.#desk ??= this.#load();
    return this.#desk;
  }

  async dispose(): Promise<void> {
    await (await this.#desk)?.dispose();
  }

  async #load(): Promise<AgentDesk> {
    const [{ AgentDesk: Desk }, { createContext }] = await Promise.all([
      import('../../node/agent/tools/agentDesk.ts'),
      import('../inputs/configuration.ts'),
    ]);
    const { endpoint, catalog, readOnly, maxCost, maxCostPerDay, askAbove } = this.#options;
    const engine = createContext({ endpoint, ...defined({ catalog }) });
    const limits = { ...usualLimits, ...defined({ perCall: maxCost, perDay: maxCostPerDay, askAbove }) };
    return new Desk({
      folder: this.#folder,
      engine: () => engine,
      mayRun: () => readOnly !== true,
      limits: () => limits,
      accountFolder: path.join(configFolder(), 'agent-spending'),
      distFolder: import.meta.dirname,
    });
  }
}
