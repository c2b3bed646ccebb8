import { PolypromptError } from '../../core/errors.ts';
import type { InputField } from '../../core/prompt/document.ts';
import { inputFields, parseInputValue } from '../../core/prompt/inputs.ts';
import type { LoadedPrompt } from '../suites/loadPrompt.ts';
import { loadAgentPrompt } from './agentPrompt.ts';
import { isPromptFile, promptFilesIn } from './promptFilesIn.ts';

/** A prompt file as clients list it. */
export interface FolderPrompt {
  readonly file: string;
  readonly inputs: readonly Pick<InputField, 'name' | 'type' | 'required'>[];
}

/** The most files that are read for a list. */
const mostPrompts = 100;

/** The prompt files of a folder with their variables. One that cannot be read is left out. */
export async function promptsIn(folder: string): Promise<readonly FolderPrompt[]> {
  const files = (await promptFilesIn(folder)).filter(isPromptFile).slice(0, mostPrompts);
  const found: FolderPrompt[] = [];
  for (const file of files) {
    const prompt = await readable(folder, file);
    if (prompt) found.push({ file, inputs: inputFields(prompt.document) });
  }
  return found;
}

/** A prompt with values for its variables as a person has typed them. Throws for a value of another type. */
export async function filledPrompt(
  folder: string,
  file: string,
  typed: Readonly<Record<string, string>>,
): Promise<LoadedPrompt> {
  const { document } = await loadAgentPrompt(folder, { file });
  const fields = inputFields(document);
  const values = Object.entries(typed).map(([name, text]) => {
    const field = fields.find((each) => each.name === name) ?? { name, type: 'string' as const };
    const parsed = parseInputValue(field, text);
    if (parsed.problem !== undefined) throw new PolypromptError('invalid-arguments', parsed.problem);
    return [name, parsed.value] as const;
  });
  return loadAgentPrompt(folder, { file, inputs: Object.fromEntries(values) });
}

async function readable(folder: string, file: string): Promise<LoadedPrompt | undefined> {
  try {
    const prompt = await loadAgentPrompt(folder, { file, namesForMissing: true });
    return prompt.problems.some(({ severity }) => severity === 'error') ? undefined : prompt;
  } catch (error) {
    if (error instanceof PolypromptError) return undefined;
    throw error;
  }
}
