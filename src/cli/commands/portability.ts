import { Command } from 'commander';
import type { PortabilityOptions } from '../actions/portability.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';
import { catalogOption, collect, endpointOption, inputsOption } from '../terminal/options.ts';

/** `polyprompt portability`: what models would refuse or change of a prompt. */
export function portabilityCommand(setExitCode: SetExitCode): Command {
  return new Command('portability')
    .description('Say what each model would refuse, drop or change of a prompt file. Nothing is sent.')
    .argument('<file>', 'a prompt file')
    .option('-m, --model <id>', "a model in place of the file's own; repeat for more", collect, [])
    .option('-i, --input <name=value>', 'a value for a variable; repeat for more', collect, [])
    .option(...inputsOption)
    .option(...endpointOption)
    .option(...catalogOption)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nThe exit code is 1 when something would not reach a model: refused by its provider, or dropped on the way to it.' +
        '\n\nExample:\n  polyprompt portability triage.prompt -m openai/gpt-6-luna -m anthropic/claude-sonnet-5-5',
    )
    .action(async (file: string, options: PortabilityOptions) => {
      const { portability } = await import('../actions/portability.ts');
      setExitCode(await portability(file, options));
    });
}
