import type { Suite } from '../dataset/suite.ts';
import { shortVersion } from '../hash.ts';

/** Short hash of the text of a suite's prompts. */
export function promptVersionOf({ prompts }: Pick<Suite, 'prompts'>): string {
  return shortVersion(prompts.map((prompt) => prompt.raw).join('\n'));
}
