import { Command } from 'commander';
import type { ProposeChecksOptions } from '../actions/proposeChecks.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';

/** `polyprompt checks`: what could be checked of a prompt's answers. */
export function checksCommand(setExitCode: SetExitCode): Command {
  const checks = new Command('checks').description("Find out what could be checked of a prompt's answers.");
  checks.addCommand(proposeCommand(setExitCode));
  return checks.addHelpText('after', '\nExample:\n  polyprompt checks propose triage.eval.yaml');
}

function proposeCommand(setExitCode: SetExitCode): Command {
  return new Command('propose')
    .description(
      'Propose checks from what the prompt asks for and what its good answers have in common. Each was tried on the answers of the last run, and is shown only where it tells some from others. No model is asked.',
    )
    .argument('<suite>', 'a suite, or a prompt that one suite names')
    .option('--json', 'print the checks and their figures as JSON')
    .addHelpText('after', '\nExample:\n  polyprompt checks propose triage.eval.yaml')
    .action(async (suite: string, options: ProposeChecksOptions) => {
      const { proposeChecksFor } = await import('../actions/proposeChecks.ts');
      setExitCode(await proposeChecksFor(suite, options));
    });
}
