import { Command } from 'commander';
import type { ImproveOptions } from '../actions/improve.ts';
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

/** `polyprompt improve`: a better wording of a suite's prompt, proved on rows that took no part in finding it. */
export function improveCommand(setExitCode: SetExitCode): Command {
  return new Command('improve')
    .description("Look for a better wording of a suite's prompt, and prove it on rows that took no part in the search.")
    .argument('<file>', 'the suite file, or a prompt that one suite names')
    .option(
      '--reflect <model>',
      "the model that proposes edits (default: the suite's judge, else the model that is asked)",
    )
    .option('--target <id>', 'the model of the suite to improve it for, where the suite has several')
    .option('--max-calls <n>', 'calls at most, retries and reflections counted (default: 300)', wholePositive)
    .option('--max-cost <usd>', 'stop before it costs more', positive)
    .option('--draws <n>', 'times that each held-out row is asked on each side at most', wholePositive, 3)
    .option('--shorter', 'look for fewer words at equal quality')
    .option('--aim <figure>', 'raise a figure in place of the pass rate: recall(CLASS) or accuracy(FIELD)')
    .option(
      '--agreement [check]',
      "improve a judge's rubric in place of the prompt, so that it agrees with people; the check is named where there are several judges",
    )
    .option(
      '--examples <n>',
      'let up to so many rows to work on (at most 4) become examples in the prompt',
      wholePositive,
    )
    .option('--out <file>', 'write the result as JSON')
    .option('--resume <run>', 'go on with an improvement that was stopped')
    .option('--replay <run>', 'say again what a finished improvement came to; nobody is asked')
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
      '\nThe prompt file is never changed. Exit codes: 0 also when nothing better was found, 2 bad usage, 3 provider errors, 4 stopped by the budget before a result, 5 not recorded, 6 taken over by another process, 130 interrupted.\n\nExample:\n  polyprompt improve triage.eval.yaml --reflect openai/gpt-5.6-sol --max-cost 2 --out result.json',
    )
    .action(async (suite: string, options: ImproveOptions) => {
      const { improveSuite } = await import('../actions/improve.ts');
      setExitCode(await improveSuite(suite, options));
    });
}
