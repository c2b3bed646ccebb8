import path from 'node:path';
import type { ProjectFile } from '../../core/routing/projectFile.ts';
import type { RouteBook } from '../../core/routing/routeCommand.ts';
import { findWorkspaceFolder } from '../../node/files/workspaceFiles.ts';
import { createRouteBook } from '../../node/routes/routeBook.ts';
import { loadProject } from '../../node/suites/projectFiles.ts';
import type { CliContext } from './configuration.ts';
import { storageFor } from './storedRuns.ts';

/** The routes of the workspace folder that a file is in. */
export async function routesFor({ catalog }: Pick<CliContext, 'catalog'>, file: string): Promise<RouteBook> {
  return bookOf(await projectOf(file), { catalog, file });
}

/** `polyprompt.yaml` of the workspace folder that a file is in. */
export function projectOf(file = path.join(process.cwd(), 'any')): Promise<ProjectFile> {
  return loadProject(findWorkspaceFolder(path.resolve(file)));
}

export function bookOf(
  project: Pick<ProjectFile, 'routes'>,
  { catalog, file }: Pick<CliContext, 'catalog'> & { readonly file?: string },
): RouteBook {
  return createRouteBook(project, { storage: storageFor(file), catalog: () => catalog });
}
