import { readSuite } from '../dataset/readSuite.ts';
import type { Suite } from '../dataset/suite.ts';
import type { SuiteFiles } from '../dataset/suiteFiles.ts';
import type { SuiteOptions } from '../dataset/suiteReading.ts';
import { openProject } from './openProject.ts';
import { routeDefinition } from './routeDefinition.ts';
import { withVariants } from './suiteVariants.ts';

/** A suite as `readSuite` reads it, with what `polyprompt.yaml` of its workspace folder says of tiers, routes and variants of its prompts. */
export async function readProjectSuite(file: string, files: SuiteFiles, options: SuiteOptions = {}): Promise<Suite> {
  const suite = await readSuite(file, files, options);
  const { tiers, variants, routes } = await openProject(files);
  const withOwn = await withVariants(suite, variants, files);
  return {
    ...withOwn,
    ...(tiers.size === 0 ? {} : { tiers }),
    ...(routes.size === 0 ? {} : { definitionOf: routeDefinition(routes) }),
  };
}
