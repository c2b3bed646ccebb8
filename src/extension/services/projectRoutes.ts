import type * as vscode from 'vscode';
import { toPolypromptError } from '../../core/errors.ts';
import type { Catalog } from '../../core/pricing/catalog.ts';
import { routeId } from '../../core/routeId.ts';
import { openProject } from '../../core/routing/openProject.ts';
import { requireTarget } from '../../core/routing/requireTarget.ts';
import type { Route } from '../../core/routing/route.ts';
import type { RouteBook } from '../../core/routing/routeCommand.ts';
import { createRouteBook } from '../../node/routes/routeBook.ts';
import { editorFiles, projectFolder } from '../editor/editorFiles.ts';

interface Asked {
  catalog(): Catalog;
  storageFor(file: vscode.Uri): string;
}

/** The routes of each workspace folder, as `polyprompt.yaml` is in the editor. The recent behaviour of targets is kept for the window. */
export class ProjectRoutes {
  readonly #services: Asked;
  readonly #books = new Map<string, { readonly routes: Map<string, Route>; readonly book: RouteBook }>();

  constructor(services: Asked) {
    this.#services = services;
  }

  /** The routes as they were read last. `refresh` has to bring them up to date first. */
  bookFor(file: vscode.Uri): RouteBook {
    return this.#entryFor(file).book;
  }

  /** Reads `polyprompt.yaml` again. Never rejects: what is wrong in it is shown as a Problem. */
  async refresh(file: vscode.Uri): Promise<RouteBook> {
    const { routes } = await openProject(editorFiles(projectFolder(file)));
    const entry = this.#entryFor(file);
    entry.routes.clear();
    for (const [name, route] of routes) entry.routes.set(name, route);
    return entry.book;
  }

  /** The ids of the routes, `route:name` each. */
  async idsFor(file: vscode.Uri): Promise<readonly string[]> {
    return [...(await this.refresh(file)).routes.keys()].map(routeId);
  }

  /** A sentence about why a route that was read cannot be asked just now; undefined when it can. */
  problemOf(file: vscode.Uri, id: string): string | undefined {
    try {
      // Whether its models exist is reported in polyprompt.yaml, not here.
      requireTarget(id, this.bookFor(file), () => {});
      return undefined;
    } catch (error) {
      const { message, hint } = toPolypromptError(error);
      return `${message} ${hint}`;
    }
  }

  #entryFor(file: vscode.Uri) {
    const folder = projectFolder(file);
    const known = this.#books.get(folder);
    if (known) return known;
    const routes = new Map<string, Route>();
    const { catalog } = this.#services;
    const book = createRouteBook({ routes }, { storage: this.#services.storageFor(file), catalog: () => catalog() });
    const entry = { routes, book };
    this.#books.set(folder, entry);
    return entry;
  }
}
