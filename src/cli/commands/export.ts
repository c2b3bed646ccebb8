import { Command } from 'commander';
import type { ExportOptions } from '../actions/export.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';
import { catalogOption, collect, pricesOption } from '../terminal/options.ts';

/** `polyprompt export`: the results of a stored run as files. */
export function exportCommand(setExitCode: SetExitCode): Command {
  return new Command('export')
    .description(
      'Write the results of a stored run as files. Nothing is sent, and the suite need not be there any more.',
    )
    .argument('<run>', 'a run id, the beginning of one, latest, or a result file of promptfoo')
    .option(
      '-o, --output <file>',
      'write results as .json, .jsonl, .csv, .xml (JUnit), .md, .html or .promptfoo.json; repeat for more',
      collect,
      [],
    )
    .option(...pricesOption)
    .option(...catalogOption)
    .addHelpText('after', '\nExample:\n  polyprompt export latest --output results.html --output results.csv')
    .action(async (run: string, options: ExportOptions) => {
      const { exportRun } = await import('../actions/export.ts');
      setExitCode(await exportRun(run, options));
    });
}
