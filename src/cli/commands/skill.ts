import { Command } from 'commander';
import type { SkillOptions } from '../actions/skill.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';

/** `polyprompt skill`: what teaches coding agents to change a prompt with proof. */
export function skillCommand(setExitCode: SetExitCode): Command {
  const command = new Command('skill')
    .description('Install or show the skill that teaches coding agents to change a prompt with proof.')
    .addHelpText(
      'after',
      '\nNothing is ever installed unasked. It is written for this folder alone: .agents/skills/polyprompt for Codex, VS Code and Cursor, .claude/skills/polyprompt for Claude Code.\n\nExample:\n  polyprompt skill install',
    );
  command
    .command('install')
    .description('Write the skill where agents look for it in this folder.')
    .option('--agents-md', 'add a section to AGENTS.md, too; without this it is only printed')
    .option('--force', 'overwrite a copy that somebody has changed')
    .action(async (options: SkillOptions) => {
      const { install } = await import('../actions/skill.ts');
      setExitCode(install(options));
    });
  command
    .command('show')
    .description('Print the skill.')
    .action(async () => {
      const { show } = await import('../actions/skill.ts');
      setExitCode(show());
    });
  return command;
}
