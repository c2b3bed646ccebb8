import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Catalog } from '../../core/pricing/catalog.ts';
import { lintProjectModels } from '../../core/routing/lintProjectModels.ts';
import { movedChoices } from '../../core/routing/movedChoices.ts';
import { openProject } from '../../core/routing/openProject.ts';
import { projectFileName } from '../../core/routing/projectFile.ts';
import type { CostRoute } from '../../core/routing/route.ts';
import type { RouteBook } from '../../core/routing/routeCommand.ts';
import { lintVariants } from '../../core/routing/suiteVariants.ts';
import type { Problem } from '../../core/text/problem.ts';
import { Debouncer } from '../editor/debounce.ts';
import { Disposables } from '../editor/disposables.ts';
import { editorFiles } from '../editor/editorFiles.ts';
import { diagnosticOf } from './diagnosticOf.ts';
import { editorRange, type LanguageServices, modelKnowledge } from './languageServices.ts';

const quietMs = 250;

/** Problems of an open `polyprompt.yaml` in the root of a workspace folder, as it is in the editor. */
export function registerProjectDiagnostics(services: LanguageServices): vscode.Disposable {
  const held = new Disposables();
  const collection = held.add(vscode.languages.createDiagnosticCollection('polyprompt project'));
  const debouncer = held.add(new Debouncer(quietMs));
  const check = (document: vscode.TextDocument) => {
    if (isProject(document)) debouncer.run(document.uri.toString(), () => void publish(services, collection, document));
  };
  const checkAll = () => vscode.workspace.textDocuments.forEach(check);
  held.add(vscode.workspace.onDidOpenTextDocument(check));
  held.add(vscode.workspace.onDidChangeTextDocument(({ document }) => check(document)));
  // A file that was added or removed may be a variant.
  held.add(vscode.workspace.onDidCreateFiles(checkAll));
  held.add(vscode.workspace.onDidRenameFiles(checkAll));
  held.add(vscode.workspace.onDidDeleteFiles(checkAll));
  held.add(
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      debouncer.cancel(uri.toString());
      collection.delete(uri);
    }),
  );
  held.add(services.onDidChangeModels(checkAll));
  checkAll();
  return held;
}

function isProject({ uri }: vscode.TextDocument): boolean {
  const folder = uri.scheme === 'file' ? vscode.workspace.getWorkspaceFolder(uri) : undefined;
  return folder !== undefined && uri.fsPath === path.join(folder.uri.fsPath, projectFileName);
}

async function publish(
  services: LanguageServices,
  collection: vscode.DiagnosticCollection,
  document: vscode.TextDocument,
): Promise<void> {
  const { uri, version } = document;
  const files = editorFiles(path.dirname(uri.fsPath));
  const project = await openProject(files, uri.fsPath);
  const variants = await lintVariants(project.variants, files);
  // The document was closed or has changed since. Its next reading reports its problems.
  if (document.isClosed || document.version !== version) return;
  const { routes: book, catalog } = services;
  const moved = [...project.routes.values()].flatMap((route) =>
    route.kind === 'cost' && route.place ? problemsOfMoves(route, book.bookFor(uri), catalog()) : [],
  );
  const own = project.problems.filter(({ file }) => file === uri.fsPath);
  collection.set(
    uri,
    [...own, ...variants, ...moved, ...lintProjectModels(project, document.getText(), modelKnowledge(services))].map(
      (problem) => diagnosticOf(editorRange(document, problem.range), problem),
    ),
  );
}

/** With a new catalog a route may choose otherwise than when it was measured. That is said, and nothing is changed. */
function problemsOfMoves(route: CostRoute, book: RouteBook, catalog: Catalog): readonly Problem[] {
  const range = route.place?.range;
  if (!range) return [];
  return movedChoices(route, book, catalog).map((message) => ({
    severity: 'information',
    code: 'moved-choice',
    message: `${message}.`,
    range,
  }));
}
