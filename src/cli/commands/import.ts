import { Command } from 'commander';
import type { SetExitCode } from '../terminal/exitCodes.ts';

/** `polyprompt import`: results of promptfoo as a stored run. */
export function importCommand(setExitCode: SetExitCode): Command {
  return new Command('import')
    .description('Store the results that promptfoo wrote as a run, to be looked at, exported and rescored.')
    .argument('<file>', 'what promptfoo eval --output results.json wrote')
    .argument('[suite]', 'the suite it is of: rows that are its cases can be rescored by its checks')
    .addHelpText('after', '\nExample:\n  polyprompt import results.json promptfooconfig.yaml')
    .action(async (file: string, suite: string | undefined) => {
      const { importRun } = await import('../actions/import.ts');
      setExitCode(await importRun(file, suite));
    });
}
