import path from 'node:path';
import { collectPartials } from '../../core/prompt/partials.ts';
import { diskFiles } from '../../node/files/diskFiles.ts';
import { partialLoader } from '../../node/files/workspaceFiles.ts';
import type { LoadedPrompt } from '../../node/suites/loadPrompt.ts';

/** The texts of the partials that a prompt names, by their names. */
export async function partialsOf({
  file,
  document,
  workspaceFolder,
}: LoadedPrompt): Promise<ReadonlyMap<string, string>> {
  const given = path.resolve(file);
  const loader = partialLoader(given, workspaceFolder, diskFiles(workspaceFolder, { given }));
  return (await collectPartials(document, loader)).partials;
}
