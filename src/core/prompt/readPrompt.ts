import type { PromptDocument, PromptFile, PromptFormat } from './document.ts';
import { readPromptPath } from './promptPath.ts';
import { readDotprompt, readTextPrompt } from './readDotprompt.ts';
import { readGithubPrompt } from './readGithubPrompt.ts';
import { isLitellmPrompt, readLitellmPrompt } from './readLitellmPrompt.ts';
import { readPrompty } from './readPrompty.ts';

const readers: Readonly<Record<PromptFormat, (file: PromptFile) => PromptDocument>> = {
  dotprompt: readDotprompt,
  github: readGithubPrompt,
  text: readTextPrompt,
  prompty: readPrompty,
  litellm: readLitellmPrompt,
};

/**
 * Reads a prompt file. The format follows from the file name unless `as` gives it. A file of another tool (`.prompt.md`) or of an unknown
 * kind is read as text, with a problem that is an error.
 */
export function readPrompt(file: PromptFile, as?: PromptFormat): PromptDocument {
  const format = as ?? promptFormatOf(file);
  return format ? readers[format](file) : asUnknown(readTextPrompt(file));
}

/** The format of a file by its name and, where two formats share an ending, by its text; undefined where neither says it. */
export function promptFormatOf({ path, text }: PromptFile): PromptFormat | undefined {
  const { format } = readPromptPath(path);
  return format === 'dotprompt' && isLitellmPrompt(text) ? 'litellm' : format;
}

function asUnknown(document: PromptDocument): PromptDocument {
  const message =
    'Polyprompt reads .prompt, .prompty, .prompt.yml, .prompt.txt and plain text; of another file it must be told how to read it.';
  const problem = { severity: 'error', code: 'unknown-format', message, range: { start: 0, end: 0 } } as const;
  return { ...document, problems: [problem, ...document.problems] };
}
