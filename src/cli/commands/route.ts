import { Command } from 'commander';
import type { SetExitCode } from '../exitCodes.ts';

/** `polyprompt route`: the routes of polyprompt.yaml. */
export function routeCommand(setExitCode: SetExitCode): Command {
  const route = new Command('route').description('Work with the routes of polyprompt.yaml.');
  route.addCommand(learnCommand(setExitCode));
  return route.addHelpText('after', '\nExample:\n  polyprompt route learn cheap latest');
}

function learnCommand(setExitCode: SetExitCode): Command {
  return new Command('learn')
    .description('Let a cost route learn from an eval how good and how dear its targets are.')
    .argument('<route>', 'the name of the route')
    .argument('[run]', 'a run id, the beginning of one, or latest', 'latest')
    .addHelpText('after', '\nExample:\n  polyprompt route learn cheap latest')
    .action(async (name: string, run: string) => {
      const { learnRoute } = await import('../actions/learnRoute.ts');
      setExitCode(await learnRoute(name, run));
    });
}
