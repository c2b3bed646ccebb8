import { Command } from 'commander';
import type { EvalOptions } from '../actions/eval.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';
import {
  allowMcpOption,
  catalogOption,
  collect,
  concurrencyOption,
  endpointOption,
  everyOption,
  filterOption,
  judgeOption,
  maxConcurrencyOption,
  mcpOption,
  positive,
  repeatOption,
  suiteModelOption,
  thresholdOption,
} from '../terminal/options.ts';

/** `polyprompt eval`: a suite of cases with checks on several models; pass or fail for every case on every model. */
export function evalCommand(setExitCode: SetExitCode): Command {
  return new Command('eval')
    .description('Run a suite (*.eval.yaml, promptfooconfig, .prompt.yml with test data) and check every answer.')
    .argument('<suite>', 'the suite file')
    .option(...suiteModelOption)
    .option(...filterOption)
    .option('--only-failed', 'only what did not pass in the newest run of this suite that has ended')
    .option(...judgeOption)
    .option(...repeatOption)
    .option(...concurrencyOption)
    .option(...maxConcurrencyOption)
    .option('--no-cache', 'ask every model again, whatever was answered before')
    .option('--max-cost <usd>', 'stop before the run costs more', positive)
    .option('--resume [run]', 'go on with an unfinished run: the newest of this suite, or the one named')
    .option(
      '-o, --output <file>',
      'write results as .json, .jsonl, .csv, .xml (JUnit), .md, .html or .promptfoo.json; repeat for more',
      collect,
      [],
    )
    .option(...endpointOption)
    .option(...catalogOption)
    .option(...thresholdOption)
    .option(
      '--allow-incomplete',
      'go by the rows alone, although parts of the suite could not be read, planned or asked',
    )
    .option(...mcpOption)
    .option(...allowMcpOption)
    .option('--batch', 'leave it to the batch engines of the vendors: about half the price, within a day')
    .option('--wait', 'with --batch: stay until every result is there')
    .option(...everyOption)
    .option('--yes', 'run without asking, however much it may cost')
    .addHelpText(
      'after',
      '\nExit codes: 0 passed, 1 below the threshold, 2 bad usage, or parts of the suite were left out, 3 provider errors left, 4 stopped by budget, 5 not recorded for lack of a disk that can be written, 6 taken over by another process, 130 interrupted.\n\nExample:\n  polyprompt eval triage.eval.yaml --output results.xml',
    )
    .action(async (suite: string, options: EvalOptions) => {
      const { evaluate } = await import('../actions/eval.ts');
      setExitCode(await evaluate(suite, options));
    });
}
