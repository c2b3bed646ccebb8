import { allMovedChoices } from '../../core/routing/movedChoices.ts';
import { type Route, stepsOf } from '../../core/routing/route.ts';
import { formatTable } from '../../core/text/table.ts';
import { createContext } from '../inputs/configuration.ts';
import { reportProblems } from '../inputs/loadSuitePlan.ts';
import { bookOf, projectOf } from '../inputs/routes.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print, printJson, tell } from '../terminal/terminal.ts';

/** Lists the routes of the workspace folder; the result is the exit code. */
export async function listRoutes({ json }: { readonly json?: true }): Promise<number> {
  const project = await projectOf();
  const { routes, problems } = project;
  reportProblems(problems);
  const { catalog } = createContext();
  for (const sentence of allMovedChoices(bookOf(project, { catalog }), catalog)) tell(`${sentence}\n`);
  const rows = [...routes.values()].map((route) => ({ name: route.name, kind: route.kind, targets: targetsOf(route) }));
  if (json) printJson(rows, 2);
  else if (rows.length === 0) print('There are no routes: polyprompt.yaml has none.\n');
  else
    print(
      formatTable(
        ['route', 'kind', 'targets'],
        rows.map(({ name, kind, targets }) => [name, kind, targets.join(', ')]),
      ),
    );
  return exitCodes.done;
}

function targetsOf(route: Route): readonly string[] {
  return [...new Set(stepsOf(route).map(({ target }) => target))];
}
