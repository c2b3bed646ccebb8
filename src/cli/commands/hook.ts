import { Command } from 'commander';
import type { InstallOptions } from '../actions/hook.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';

/** `polyprompt hook`: the gate for staged prompts before each commit. */
export function hookCommand(setExitCode: SetExitCode): Command {
  const command = new Command('hook')
    .description('Install, uninstall or show the pre-commit hook, which runs polyprompt check --staged.')
    .addHelpText('after', '\nExample:\n  polyprompt hook install\n\ngit commit --no-verify commits without the check.');
  command
    .command('install')
    .description('Install the hook with what runs hooks here: Husky, Lefthook, pre-commit or Git. What is there stays.')
    .option('--merge-driver', 'install what merges the baselines of two branches, too')
    .action(async (options: InstallOptions) => {
      const { install } = await import('../actions/hook.ts');
      setExitCode(await install(options));
    });
  command
    .command('uninstall')
    .description('Uninstall the hook and the merge driver, and put back what was there before.')
    .action(async () => {
      const { uninstall } = await import('../actions/hook.ts');
      setExitCode(await uninstall());
    });
  command
    .command('status')
    .description('Show what is installed where.')
    .action(async () => {
      const { status } = await import('../actions/hook.ts');
      setExitCode(await status());
    });
  return command;
}
