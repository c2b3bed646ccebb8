import { Command, Option } from 'commander';
import { gateRules } from '../../core/gate/decideGate.ts';
import type { CheckOptions } from '../actions/check.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';
import {
  catalogOption,
  collect,
  concurrencyOption,
  endpointOption,
  maxConcurrencyOption,
  positive,
  repeats,
  share,
} from '../terminal/options.ts';

/** `polyprompt check`: did a change of prompts make anything worse? */
export function checkCommand(setExitCode: SetExitCode): Command {
  return new Command('check')
    .description(
      'Compare the prompts you changed with HEAD: run what the change affects in both versions, and fail when something got worse.',
    )
    .option('--staged', 'check what is staged, not what is on disk')
    .option('-m, --model <id>', "a model in place of the suites' own; repeat for more", collect, [])
    .option('--commit <ref>', 'check what this commit holds, not what is on disk; compared with the commit before it')
    .option('--against <ref>', 'compare with where this branch left that one, in place of HEAD')
    .addOption(
      new Option('--fail-on <rule>', 'any regressed row, a pass rate below --threshold, or worse by more than noise')
        .choices(gateRules)
        .default('regressions'),
    )
    .option('--threshold <share>', 'of --fail-on threshold: share of affected rows that has to pass, 0 to 1', share, 1)
    .option('--max-cost <usd>', 'ask nothing more before the check costs more', positive, 1)
    .option('--max-time <seconds>', 'ask nothing more after this time', positive)
    .option('--allow-incomplete', 'pass although rows could not be compared, for lack of money, time, keys or network')
    .option('--hook', 'for a pre-commit hook: exit 10, and with nothing else, where the commit is to be stopped')
    .option('--offline', 'ask nobody: use earlier answers and the baseline alone')
    .option('--repeat <n>', 'runs per case and version', repeats)
    .option(...concurrencyOption)
    .option(...maxConcurrencyOption)
    .option('--shard <i/n>', 'check only this part of the cases; put the results together with polyprompt merge')
    .option(
      '-o, --output <file>',
      'write the report as .md, .xml (JUnit), .sarif or .json; repeat for more',
      collect,
      [],
    )
    .option(...endpointOption)
    .option(...catalogOption)
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing got worse, 1 worse, 2 bad usage or file, 3 provider errors left, 4 rows left for lack of money, time or network, 130 interrupted.\n\nExample:\n  polyprompt check --staged',
    )
    .action(async (options: CheckOptions) => {
      const { check, checkForHook } = await import('../actions/check.ts');
      setExitCode(await (options.hook ? checkForHook(options) : check(options)));
    });
}
