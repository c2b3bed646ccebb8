import { Command, Option } from 'commander';
import { exportTargets } from '../../core/routing/export/exportedRoute.ts';
import type { ExportRouteOptions } from '../actions/exportRoute.ts';
import type { LearnRouteOptions } from '../actions/learnRoute.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';
import { catalogOption, endpointOption, positive } from '../terminal/options.ts';

/** `polyprompt route`: the routes of polyprompt.yaml. */
export function routeCommand(setExitCode: SetExitCode): Command {
  const route = new Command('route').description('Work with the routes of polyprompt.yaml.');
  route.addCommand(listCommand(setExitCode));
  route.addCommand(exportCommand(setExitCode));
  route.addCommand(learnCommand(setExitCode));
  return route.addHelpText('after', '\nExample:\n  polyprompt route learn cheap latest');
}

function listCommand(setExitCode: SetExitCode): Command {
  return new Command('list')
    .description('List the routes of polyprompt.yaml with the targets that they ask.')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  polyprompt route list')
    .action(async (options: { readonly json?: true }) => {
      const { listRoutes } = await import('../actions/listRoutes.ts');
      setExitCode(await listRoutes(options));
    });
}

function exportCommand(setExitCode: SetExitCode): Command {
  return new Command('export')
    .description(
      'Write a route for production. What the target cannot express is listed on stderr, at its place in the file.',
    )
    .argument('<route>', 'the name of the route')
    .addOption(new Option('--to <target>', 'what it is written for').choices([...exportTargets]).makeOptionMandatory())
    .option('-o, --output <file>', 'where it goes; without it to stdout')
    .option(...endpointOption)
    .option(...catalogOption)
    .addHelpText('after', '\nExample:\n  polyprompt route export safe --to litellm -o config.yaml')
    .action(async (name: string, options: ExportRouteOptions) => {
      const { exportRouteFile } = await import('../actions/exportRoute.ts');
      setExitCode(await exportRouteFile(name, options));
    });
}

function learnCommand(setExitCode: SetExitCode): Command {
  return new Command('learn')
    .description(
      'Let a cost route, or a latency route with a floor, learn from an eval how good and how dear its targets are. Where a model tells requests apart, it is asked once about each.',
    )
    .argument('<route>', 'the name of the route')
    .argument('[run]', 'a run id, the beginning of one, or latest', 'latest')
    .option('--max-cost <usd>', 'stop asking a classifier before this much is spent', positive)
    .option('--yes', 'ask a classifier without confirmation, however much it may cost')
    .option(...endpointOption)
    .option(...catalogOption)
    .addHelpText('after', '\nExample:\n  polyprompt route learn cheap latest')
    .action(async (name: string, run: string, options: LearnRouteOptions) => {
      const { learnRoute } = await import('../actions/learnRoute.ts');
      setExitCode(await learnRoute(name, run, options));
    });
}
