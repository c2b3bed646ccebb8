import path from 'node:path';
import { isRouteId, routeNameOf } from '../core/routeId.ts';
import { requireRoute } from '../core/routing/followRoute.ts';
import type { ProjectFile } from '../core/routing/projectFile.ts';
import { stepsOf } from '../core/routing/route.ts';
import type { RouteBook } from '../core/routing/routeCommand.ts';
import { loadProject } from '../node/projectFiles.ts';
import { createRouteBook } from '../node/routeBook.ts';
import { findWorkspaceFolder } from '../node/workspaceFiles.ts';
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

/** Throws when a model, or any that a route may ask, belongs to no provider, or when there is no such route. */
export function requireTarget(
  { registry }: Pick<CliContext, 'registry'>,
  book: Pick<RouteBook, 'routes'>,
  target: string,
): void {
  // It grows while it is gone through; each target is looked at once.
  const targets = new Set([target]);
  for (const one of targets) {
    if (!isRouteId(one)) registry.resolve(one);
    else for (const step of stepsOf(requireRoute(book, routeNameOf(one)))) targets.add(step.target);
  }
}
