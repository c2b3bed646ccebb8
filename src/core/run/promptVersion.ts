import type { Suite } from '../dataset/suite.ts';
import { shortVersion } from '../hash.ts';

/** Short hash of the text of a suite's prompts and their variants. */
export function promptVersionOf({ prompts }: Pick<Suite, 'prompts'>): string {
  const texts = prompts.flatMap((prompt) => [prompt, ...(prompt.variants ?? [])].map(({ raw }) => raw));
  return shortVersion(texts.join('\n'));
}
