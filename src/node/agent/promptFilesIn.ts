import { suiteFormatOf } from '../../core/dataset/readSuite.ts';
import { readPromptPath } from '../../core/prompt/promptPath.ts';
import { workspaceSuiteFiles } from '../suites/workspaceSuiteFiles.ts';

/** The names that make a file a suite or a prompt. */
const patterns = [
  '**/*.eval.{yaml,yml}',
  '**/promptfooconfig*.{yaml,yml,json}',
  '**/*.prompt.{yaml,yml}',
  '**/*_prompt.{yaml,yml}',
  '**/*.prompt',
  '**/*.prompty',
  '**/*.prompt.txt',
];

/** The suites and then the prompts of a folder, as paths from it in a stable order. Partials are left out. */
export async function promptFilesIn(folder: string): Promise<readonly string[]> {
  const files = workspaceSuiteFiles(folder);
  const found = (await Promise.all(patterns.map((pattern) => files.glob(pattern)))).flat();
  const own = [...new Set(found)].filter((file) => !/(?:^|\/)(?:node_modules|\.git|\.polyprompt)\//.test(file));
  const [suites, prompts] = [own.filter(isSuite), own.filter((file) => !isSuite(file) && isPromptFile(file))];
  return [...suites.sort(), ...prompts.sort()];
}

/** True for a path that says that it is a prompt, and not a part of one. */
export function isPromptFile(file: string): boolean {
  const isPartial = /(?:^|\/)_[^/]*$/.test(file);
  return (
    !isPartial &&
    /\.prompty$|\.prompt(?:\.ya?ml|\.txt)?$|_prompt\.ya?ml$/i.test(file) &&
    readPromptPath(file).format !== undefined
  );
}

function isSuite(file: string): boolean {
  return ['eval', 'promptfoo'].includes(suiteFormatOf(file) ?? '');
}
