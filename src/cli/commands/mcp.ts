import { Command } from 'commander';
import type { ServeOptions } from '../actions/serveAgents.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';
import { catalogOption, endpointOption, notNegative, positive } from '../terminal/options.ts';

/** `polyprompt mcp`: the tools for coding agents; and the MCP servers of this folder, and which of them may start. */
export function mcpCommand(setExitCode: SetExitCode): Command {
  const command = new Command('mcp')
    .description('Serve the tools for coding agents over stdio (MCP), within limits of money that you set.')
    .option('--folder <folder>', 'the folder in which agents may work (default: the working folder)')
    .option('--read-only', 'only the tools that read: no model is asked')
    .option('--max-cost <usd>', 'USD that one call of a tool may spend (default 0.25)', positive)
    .option('--max-cost-per-day <usd>', 'USD that agents may spend in a day (default 2)', positive)
    .option(
      '--ask-above <usd>',
      'USD above which you are asked, where the agent has a way to ask (default 0.10)',
      notNegative,
    )
    .option(...endpointOption)
    .option(...catalogOption)
    .addHelpText(
      'after',
      '\nA client starts it and speaks the protocol on stdin and stdout. `list` and `approve` are about the MCP servers that your own prompts use; these start nothing. An approval is kept in your own config folder, for this workspace folder and exactly this command.\n\nExample:\n  polyprompt mcp --max-cost 0.10',
    )
    .action(async (options: ServeOptions) => {
      const { serveAgents } = await import('../actions/serveAgents.ts');
      setExitCode(await serveAgents(options));
    });
  command
    .command('list')
    .description('Show each server with what it starts, its hash, and whether it may start.')
    .action(async () => {
      const { listServers } = await import('../actions/mcp.ts');
      setExitCode(await listServers());
    });
  command
    .command('approve')
    .description('Let the server of polyprompt.yaml start that has this hash.')
    .argument('<hash>', 'the whole hash, as polyprompt mcp list shows it')
    .action(async (hash: string) => {
      const { approveServer } = await import('../actions/mcp.ts');
      setExitCode(await approveServer(hash));
    });
  return command;
}
