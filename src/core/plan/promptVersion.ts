import type { Suite } from '../dataset/suite.ts';
import { shortVersion } from '../hash.ts';
import { plainLines } from '../text/plainLines.ts';

/** Short hash of the text of a suite's prompts and their variants. */
export function promptVersionOf({ prompts }: Pick<Suite, 'prompts'>): string {
  return versionOfTexts(prompts.flatMap((prompt) => [prompt, ...(prompt.variants ?? [])].map(({ raw }) => raw)));
}

/** Short hash of prompts as they are written, whatever the ends of their lines. */
export function versionOfTexts(texts: readonly string[]): string {
  return shortVersion(plainLines(texts.join('\n')));
}
