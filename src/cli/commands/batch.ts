import { Command } from 'commander';
import type { BatchOptions, CollectOptions } from '../actions/batch.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';
import { catalogOption, collect, endpointOption, everyOption, thresholdOption } from '../terminal/options.ts';

/** `polyprompt batch`: what became of runs that were left to the vendors' batch engines. */
export function batchCommand(setExitCode: SetExitCode): Command {
  return new Command('batch')
    .description('Look after runs that "polyprompt eval --batch" left to the batch engines of the vendors.')
    .addHelpText('after', '\nExample:\n  polyprompt batch collect')
    .addCommand(
      subcommand('status', 'Ask the vendors how the jobs of a run stand.').action(
        async (run: string, options: BatchOptions) => {
          const { batchStatus } = await import('../actions/batch.ts');
          setExitCode(await batchStatus(run, options));
        },
      ),
    )
    .addCommand(
      subcommand('collect', 'Record and grade what the jobs have brought; what is left goes into further jobs.')
        .option('--live', 'ask at once what ended jobs left open, instead of in further jobs')
        .option('--wait', 'stay until every result is there')
        .option(...everyOption)
        .option(
          '-o, --output <file>',
          'write results as .json, .jsonl, .csv, .xml (JUnit), .md, .html or .promptfoo.json; repeat for more',
          collect,
          [],
        )
        .option(...thresholdOption)
        .addHelpText(
          'after',
          '\nExit codes: 0 passed, 1 below the threshold, 2 bad usage or file, 3 results still to come or errors left, 130 interrupted.\n\nExample:\n  polyprompt batch collect latest --output results.xml',
        )
        .action(async (run: string, options: CollectOptions) => {
          const { batchCollect } = await import('../actions/batch.ts');
          setExitCode(await batchCollect(run, options));
        }),
    )
    .addCommand(
      subcommand(
        'cancel',
        'Cancel the jobs of a run at their vendors; what they have answered can still be collected.',
      ).action(async (run: string, options: BatchOptions) => {
        const { batchCancel } = await import('../actions/batch.ts');
        setExitCode(await batchCancel(run, options));
      }),
    );
}

function subcommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('[run]', 'a run by its id or the beginning of it, or "latest"', 'latest')
    .option(...endpointOption)
    .option(...catalogOption)
    .option('--json', 'print JSON')
    .exitOverride();
}
