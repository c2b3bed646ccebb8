import { Command } from 'commander';
import type { ModelsOptions } from '../actions/models.ts';
import type { SetExitCode } from '../exitCodes.ts';
import { collect } from '../options.ts';

/** `polyprompt models`: the catalog, merged with what the providers list where a key is there. */
export function modelsCommand(setExitCode: SetExitCode): Command {
  return new Command('models')
    .description(
      'List models with their limits and prices. With --provider, its own list is asked for too when a key is set.',
    )
    .option('-p, --provider <id>', 'one provider only')
    .option('--endpoint <provider=url>', 'another address for a provider; repeat for more', collect, [])
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  polyprompt models --provider openai')
    .action(async (options: ModelsOptions) => {
      const { models } = await import('../actions/models.ts');
      setExitCode(await models(options));
    });
}
