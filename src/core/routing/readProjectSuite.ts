import { readSuite } from '../dataset/readSuite.ts';
import type { Suite } from '../dataset/suite.ts';
import type { SuiteFiles } from '../dataset/suiteFiles.ts';
import type { SuiteOptions } from '../dataset/suiteReading.ts';
import { defined } from '../jsonRead.ts';
import type { PersonalSearch } from '../privacy/personalProblems.ts';
import { otherLettersCode } from '../text/otherLetters.ts';
import { openProject } from './openProject.ts';
import { PersonalFiles } from './personalFiles.ts';
import { routeDefinition } from './routeDefinition.ts';
import { readSuiteServers } from './suiteServers.ts';
import { withVariants } from './suiteVariants.ts';

/** The models that grade where a suite names none. */
export type DefaultGraders = Pick<Suite, 'judge' | 'embedder'>;

/** A suite in which these models grade where it names none itself. */
export function withGraders(suite: Suite, { judge, embedder }: DefaultGraders): Suite {
  return { ...suite, ...defined({ judge: suite.judge ?? judge, embedder: suite.embedder ?? embedder }) };
}

export interface ProjectSuiteOptions extends SuiteOptions {
  /** What its files of cases are looked through for; what is sure unless said. */
  readonly personalData?: PersonalSearch;
}

/**
 * A suite as `readSuite` reads it, with the tiers, routes, graders and variants of its prompts from `polyprompt.yaml` of its workspace
 * folder, and with Problems where its cases look personal.
 */
export async function readProjectSuite(
  file: string,
  files: SuiteFiles,
  options: ProjectSuiteOptions = {},
): Promise<Suite> {
  const personal = new PersonalFiles(files, options.personalData ?? 'sure');
  const suite = await readSuite(file, personal.files, options);
  const { tiers, variants, routes, judge, trust, embedder, mcpServers, problems } = await openProject(files);
  const withOwn = await withVariants(suite, variants, files);
  const recorded = await readSuiteServers(withOwn, files, mcpServers);
  return {
    ...withGraders(withOwn, defined({ judge, embedder })),
    ...defined({ trust: withOwn.trust ?? trust }),
    // A file under a name that differs in capitals would count only where the disk forgives that.
    problems: [
      ...withOwn.problems,
      ...(await personal.problemsOf(suite)),
      ...problems.filter(({ code }) => code === otherLettersCode),
      ...(recorded?.problems ?? []),
    ],
    ...recorded?.servers,
    ...(tiers.size === 0 ? {} : { tiers }),
    ...(routes.size === 0 ? {} : { definitionOf: routeDefinition(routes) }),
  };
}
