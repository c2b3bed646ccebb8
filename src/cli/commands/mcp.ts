import { Command } from 'commander';
import type { SetExitCode } from '../terminal/exitCodes.ts';

/** `polyprompt mcp`: the MCP servers of this folder, and which of them may start. */
export function mcpCommand(setExitCode: SetExitCode): Command {
  const command = new Command('mcp')
    .description('Show the MCP servers that polyprompt.yaml and your own settings name, and approve one.')
    .addHelpText(
      'after',
      '\nNothing is started. An approval is kept in your own config folder, for this workspace folder and exactly this command.\n\nExample:\n  polyprompt mcp list',
    );
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
