import { Command } from 'commander';
import type { EstimateOptions } from '../actions/estimate.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';
import { catalogOption, collect, repeats } from '../terminal/options.ts';

/** `polyprompt estimate`: money and time of a suite before it runs. */
export function estimateCommand(setExitCode: SetExitCode): Command {
  return new Command('estimate')
    .description('Say what running a suite would cost and how long it would take. Nothing is sent.')
    .argument('<suite>', 'the suite file')
    .option('-m, --model <id>', "a model in place of the suite's own; repeat for more", collect, [])
    .option(
      '--filter <text>',
      'only cases that hold this text, or whose metadata has key=value; repeat to narrow further',
      collect,
      [],
    )
    .option('--judge <id>', 'the model that grades where no check or case names one')
    .option('--repeat <n>', 'runs per case', repeats)
    .option('--no-cache', 'as if every model were asked again')
    .option('--exact', 'let the providers count tokens: sends them up to 20 prompts per model, free of charge')
    .option('--endpoint <provider=url>', 'another address for a provider; repeat for more', collect, [])
    .option(...catalogOption)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  polyprompt estimate triage.eval.yaml --repeat 3')
    .action(async (suite: string, options: EstimateOptions) => {
      const { estimate } = await import('../actions/estimate.ts');
      setExitCode(await estimate(suite, options));
    });
}
