import { Command } from 'commander';
import type { RunsOptions } from '../actions/runs.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';
import { wholePositive } from '../terminal/options.ts';

/** `polyprompt runs`: what is stored of earlier runs. */
export function runsCommand(setExitCode: SetExitCode): Command {
  return new Command('runs')
    .description('List the stored runs of this workspace folder, newest first.')
    .option('--suite <file>', 'only runs of this suite or prompt')
    .option('--limit <n>', 'at most so many', wholePositive, 20)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  polyprompt runs --suite triage.eval.yaml --limit 5')
    .action(async (options: RunsOptions) => {
      const { runs } = await import('../actions/runs.ts');
      setExitCode(runs(options));
    });
}
