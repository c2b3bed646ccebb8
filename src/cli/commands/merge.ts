import { Command, Option } from 'commander';
import { gateRules } from '../../core/gate/decideGate.ts';
import type { MergeOptions } from '../actions/merge.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';
import { collect, share } from '../terminal/options.ts';

/** `polyprompt merge`: joins the shards of one gate run into the whole. */
export function mergeCommand(setExitCode: SetExitCode): Command {
  return new Command('merge')
    .description('Put the results of all shards of one check together, and decide as the whole check would.')
    .argument('<results...>', 'the .json files that each shard wrote')
    .addOption(
      new Option('--fail-on <rule>', 'any regressed row, a pass rate below --threshold, or worse by more than noise')
        .choices(gateRules)
        .default('regressions'),
    )
    .option('--threshold <share>', 'of --fail-on threshold: share of affected rows that has to pass, 0 to 1', share, 1)
    .option('--allow-incomplete', 'pass although rows could not be compared')
    .option(
      '-o, --output <file>',
      'write the report as .md, .xml (JUnit), .sarif or .json; repeat for more',
      collect,
      [],
    )
    .addHelpText('after', '\nExample:\n  polyprompt merge shard-*.json --output report.md')
    .action(async (files: readonly string[], options: MergeOptions) => {
      const { merge } = await import('../actions/merge.ts');
      setExitCode(merge(files, options));
    });
}
