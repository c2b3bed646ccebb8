import { Command, Option } from 'commander';
import type { DiffOptions } from '../actions/diff.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';

/** `polyprompt diff`: what differs between the answers of a stored run. */
export function diffCommand(setExitCode: SetExitCode): Command {
  return new Command('diff')
    .description('Show what differs between the answers of a run: [-removed-] and {+added+} against a base model.')
    .argument('<run>', 'a run id as printed by polyprompt run, or "latest"')
    .option('-b, --base <model>', 'the model the others are compared with (default: the first)')
    .addOption(new Option('--mode <mode>', 'how to compare').choices(['words', 'lines', 'json']).default('words'))
    .option('--json', 'print the parts as JSON')
    .addHelpText('after', '\nExample:\n  polyprompt diff latest --base simulated/terse')
    .action(async (runId: string, options: DiffOptions) => {
      const { diff } = await import('../actions/diff.ts');
      setExitCode(diff(runId, options));
    });
}
