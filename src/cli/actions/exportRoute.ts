import type { ExportTarget } from '../../core/routing/export/exportedRoute.ts';
import { exportRoute } from '../../core/routing/export/exportRoute.ts';
import { requireRoute } from '../../core/routing/followRoute.ts';
import { configuredEndpoints, createContext } from '../inputs/configuration.ts';
import { reportProblems } from '../inputs/loadSuitePlan.ts';
import { bookOf, projectOf } from '../inputs/routes.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print, printFile, tell } from '../terminal/terminal.ts';
import { writeOutput } from '../terminal/writeOutput.ts';

export interface ExportRouteOptions {
  readonly to: ExportTarget;
  readonly output?: string;
  readonly endpoint: readonly string[];
  readonly catalog?: string;
}

/** Writes a route for a target, and to stderr what that target cannot express; the result is the exit code. */
export async function exportRouteFile(name: string, options: ExportRouteOptions): Promise<number> {
  const { to, output, endpoint } = options;
  const project = await projectOf();
  reportProblems(project.problems);
  const { catalog } = createContext(options);
  const book = bookOf(project, { catalog });
  const exported = { route: requireRoute(book, name), book, catalog, endpoints: configuredEndpoints(endpoint) };
  const { text, notes } = exportRoute(exported, to);
  if (output === undefined) printFile(text);
  else write(output, text);
  for (const { key, message } of notes) tell(`${key}: ${message}\n`);
  return exitCodes.done;
}

function write(file: string, text: string): void {
  writeOutput(file, text, 'Choose another file.');
  print(`${file}\n`);
}
