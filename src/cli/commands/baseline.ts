import { Command } from 'commander';
import type { SetExitCode } from '../terminal/exitCodes.ts';

/** `polyprompt baseline`: the results that later changes are compared with. */
export function baselineCommand(setExitCode: SetExitCode): Command {
  return new Command('baseline')
    .description(
      'Accept the results of a stored run: written to .polyprompt/baselines, to be committed with the prompt.',
    )
    .argument('[run]', 'id of the run, the beginning of it, or latest', 'latest')
    .option('--suite <file>', 'the suite, where it is not where the run says')
    .addHelpText('after', '\nExample:\n  polyprompt baseline latest')
    .action(async (run: string, { suite }: { readonly suite?: string }) => {
      const { baseline } = await import('../actions/baseline.ts');
      setExitCode(await baseline(run, suite));
    });
}
