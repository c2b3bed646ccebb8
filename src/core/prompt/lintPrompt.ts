import type { ModelKnowledge } from '../models/modelKnowledge.ts';
import { type KeySpecification, settingKeys } from '../models/settingKeys.ts';
import { closest } from '../text/closest.ts';
import type { Problem } from '../text/problem.ts';
import type { TextRange } from '../text/textRange.ts';
import type { PromptDocument } from './document.ts';
import { frontmatterKeys, githubKeys, otherFrontmatterKeys } from './frontmatterKeys.ts';
import { lintModels } from './lintModels.ts';
import { lintTemplate } from './lintTemplate.ts';
import { lintVariables } from './lintVariables.ts';
import type { CollectedPartials } from './partials.ts';

/** The facts about the world around a prompt file; checks for which a fact is absent are left out. */
export interface LintKnowledge {
  readonly partials?: CollectedPartials;
  readonly models?: ModelKnowledge;
}

/** Everything that the author of a prompt should know, with the problems of reading, in order of place. */
export function lintPrompt(document: PromptDocument, knowledge: LintKnowledge = {}): readonly Problem[] {
  const { partials, models } = knowledge;
  const problems = [
    ...document.problems,
    ...(partials?.problems ?? []),
    ...lintKeys(document),
    ...lintTemplate(document),
    ...lintVariables(document, partials?.partials),
    ...(models ? lintModels(document, models) : []),
  ];
  return problems.sort((left, right) => left.range.start - right.range.start);
}

/** Reports keys that mean nothing; they are kept, since they may be a slip, or belong to another tool. */
function lintKeys(document: PromptDocument): readonly Problem[] {
  // LiteLLM's settings and the open schema of prompty allow any key.
  if (document.format === 'litellm' || document.format === 'prompty') return [];
  const known = knownKeys(document);
  const names = known.map(({ key }) => key);
  return Object.entries(document.keyRanges).flatMap(([key, range]) => {
    if (names.includes(key) || otherFrontmatterKeys.includes(key)) return [];
    const isForeign = key.includes('.') && !key.startsWith('polyprompt.');
    return isForeign ? [] : [unknownKey(document, { key, range, names })];
  });
}

function knownKeys(document: PromptDocument): readonly KeySpecification[] {
  if (document.format !== 'github') return frontmatterKeys;
  return [...githubKeys, ...frontmatterKeys.filter(({ key }) => key.startsWith('polyprompt.'))];
}

interface UnknownKey {
  readonly key: string;
  readonly range: TextRange;
  readonly names: readonly string[];
}

function unknownKey(document: PromptDocument, { key, range, names }: UnknownKey): Problem {
  const settings = document.format === 'github' ? 'modelParameters' : 'config';
  const isSetting = settingKeys.some((setting) => closest(key.replaceAll('_', ''), [setting.key], 1).length > 0);
  const [near] = closest(key, names, 1);
  const place = isSetting ? ` Settings belong under "${settings}".` : '';
  const advice = near ? ` Did you mean "${near}"?` : place;
  const message = `Polyprompt does not know the key "${key}" and leaves it alone.${advice}`;
  return { severity: 'information', code: 'unknown-key', message, range };
}
