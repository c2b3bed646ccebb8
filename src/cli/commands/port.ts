import { Command } from 'commander';
import type { PortOptions } from '../actions/port.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';
import {
  catalogOption,
  concurrencyOption,
  endpointOption,
  judgeOption,
  maxConcurrencyOption,
  positive,
  wholePositive,
} from '../terminal/options.ts';

/** `polyprompt port`: a prompt for another model, proved against the old one. */
export function portCommand(setExitCode: SetExitCode): Command {
  return new Command('port')
    .description(
      'Make a variant of a prompt for another model: mend what it would drop, measure, search only where that is needed, and prove it.',
    )
    .argument('<file>', 'the suite file, or a prompt that one suite names')
    .option('--to <model>', 'the new model')
    .option('--from <id>', 'the old model of the suite, where it has several')
    .option('--margin <points>', 'how much worse than on the old model still counts as kept', positive, 5)
    .option('--variant <name>', "the variant's name (default: made of the model's)")
    .option('--write', 'write the variant and its line in polyprompt.yaml')
    .option('--report <file>', 'write the report about the migration, as .md, .html or .json')
    .option('--reflect <model>', "the model that proposes edits (default: the suite's judge, else the new model)")
    .option('--max-calls <n>', 'calls at most, retries and reflections counted (default: 300)', wholePositive)
    .option('--max-cost <usd>', 'stop before it costs more', positive)
    .option('--draws <n>', 'times that each held-out row is asked on each side at most', wholePositive, 3)
    .option(
      '--examples <n>',
      'let up to so many rows to work on (at most 4) become examples in the prompt',
      wholePositive,
    )
    .option('--out <file>', 'write the result as JSON')
    .option('--resume <run>', 'go on with a port that was stopped')
    .option('--replay <run>', 'say again what a finished port came to; nobody is asked')
    .option(...judgeOption)
    .option(...concurrencyOption)
    .option(...maxConcurrencyOption)
    .option(...endpointOption)
    .option(...catalogOption)
    .option(
      '--batch',
      'leave the held-out rows to the batch engines of the vendors: about half the price, within a day',
    )
    .option('--yes', 'run without asking, however much it may cost')
    .addHelpText(
      'after',
      '\nNothing is written without --write, and the prompt itself is never changed. Exit codes: as of improve.\n\nExample:\n  polyprompt port triage.eval.yaml --to anthropic/claude-sonnet-5-5 --reflect openai/gpt-5.6-sol --max-cost 2 --write',
    )
    .action(async (file: string, options: PortOptions) => {
      const { portPrompt } = await import('../actions/port.ts');
      setExitCode(await portPrompt(file, options));
    });
}
