import { Command } from 'commander';
import type { JudgesOptions } from '../actions/judges.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';

/** `polyprompt judges`: how far judges agree with people. */
export function judgesCommand(setExitCode: SetExitCode): Command {
  return new Command('judges')
    .description(
      'Say how far the judges of a stored run agree with the verdicts that people gave in the results. Nothing is sent.',
    )
    .argument('[run]', 'the run: its id, the beginning of its id, or "latest"', 'latest')
    .option('--suite <file>', 'the suite, where it is not in this workspace folder or has moved')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  polyprompt judges latest')
    .action(async (run: string, options: JudgesOptions) => {
      const { judges } = await import('../actions/judges.ts');
      setExitCode(await judges(run, options));
    });
}
