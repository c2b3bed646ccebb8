import { readFileSync } from 'node:fs';
import { PolypromptError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Problem } from '../../core/text/problem.ts';
import { positionAt } from '../../core/text/textRange.ts';
import { decodeText } from '../files/decodeText.ts';
import { type LoadedPrompt, loadPromptText } from '../suites/loadPrompt.ts';
import { type LoadedVariant, loadVariants } from '../suites/promptVariants.ts';
import { fileInFolder } from './fileInFolder.ts';
import { isPromptFile } from './promptFilesIn.ts';

/** How a prompt is to be read. */
export interface PromptWanted {
  readonly file: string;
  readonly inputs?: JsonObject | undefined;
  /** True when a variable without a value appears in the messages by its name. */
  readonly namesForMissing?: true;
}

/** A prompt file of the folder. Throws `invalid-arguments` for a file that is no prompt. */
export async function loadAgentPrompt(folder: string, wanted: PromptWanted): Promise<LoadedPrompt> {
  const { file, place } = fileInFolder(folder, wanted.file);
  if (!isPromptFile(file))
    throw new PolypromptError('invalid-arguments', `${file} is no prompt file.`, {
      hint: 'Prompt files end in .prompt, .prompty, .prompt.yml or .prompt.txt: list_prompts gives them.',
    });
  return loadPromptText({
    file,
    place,
    text: textOf(place, file),
    workspaceFolder: folder,
    inputsFor: () => wanted.inputs ?? {},
    namesForMissing: wanted.namesForMissing,
  });
}

/** The prompt and those of its variants that these models get. */
export function loadAgentVariants(
  prompt: LoadedPrompt,
  models: readonly string[],
  wanted: PromptWanted,
): Promise<readonly LoadedVariant[]> {
  return loadVariants(prompt, models, (file) => loadAgentPrompt(prompt.workspaceFolder, { ...wanted, file }));
}

/** file:line:column of a problem. */
export function placeInPrompt(
  { file, text }: Pick<LoadedPrompt, 'file' | 'text'>,
  { range }: Pick<Problem, 'range'>,
): string {
  const { line, column } = positionAt(text, range.start);
  return `${file}:${line}:${column}`;
}

function textOf(place: string, file: string): string {
  const decoded = decodeText(readFileSync(place));
  if ('text' in decoded) return decoded.text;
  throw new PolypromptError('invalid-prompt', `${file} cannot be read: ${decoded.refused}`, {
    hint: 'Write it in UTF-8.',
  });
}
