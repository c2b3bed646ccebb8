import type { SuiteFiles } from '../../src/core/dataset/suiteFiles.ts';
import { readProjectFile } from '../../src/core/routing/readProjectFile.ts';
import type { RouteBook } from '../../src/core/routing/routeCommand.ts';
import { TargetHealth } from '../../src/core/routing/targetHealth.ts';

const noFiles: SuiteFiles = { read: async () => undefined, glob: async () => [], openPrompt: async () => undefined };

/** The routes of a `polyprompt.yaml`, without any knowledge of their targets. Fails where the text is wrong. */
export async function routeBook(text: string, known: Partial<RouteBook> = {}): Promise<RouteBook> {
  const { routes, problems } = await readProjectFile('polyprompt.yaml', text, noFiles);
  const error = problems.find(({ severity }) => severity === 'error');
  if (error) throw new Error(error.message);
  return {
    routes,
    health: new TargetHealth(),
    measured: () => undefined,
    contextWindow: () => undefined,
    price: () => undefined,
    ...known,
  };
}
