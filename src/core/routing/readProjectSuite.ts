import { readSuite } from '../dataset/readSuite.ts';
import type { Suite } from '../dataset/suite.ts';
import type { SuiteFiles } from '../dataset/suiteFiles.ts';
import type { SuiteOptions } from '../dataset/suiteReading.ts';
import { openProject } from './openProject.ts';
import { withVariants } from './suiteVariants.ts';

/** A suite as `readSuite` reads it, with what `polyprompt.yaml` of its workspace folder says of tiers and of variants of its prompts. */
export async function readProjectSuite(file: string, files: SuiteFiles, options: SuiteOptions = {}): Promise<Suite> {
  const suite = await readSuite(file, files, options);
  const { tiers, variants } = await openProject(files);
  const withOwn = await withVariants(suite, variants, files);
  return tiers.size === 0 ? withOwn : { ...withOwn, tiers };
}
