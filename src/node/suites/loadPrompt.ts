import type { JsonObject } from '../../core/json.ts';
import { withMediaStandIns } from '../../core/portability/mediaStandIns.ts';
import type { PromptDocument, RenderedPrompt } from '../../core/prompt/document.ts';
import { messagesToSend } from '../../core/prompt/messagesToSend.ts';
import { collectPartials } from '../../core/prompt/partials.ts';
import { readPromptPath } from '../../core/prompt/promptPath.ts';
import { renderPrompt } from '../../core/prompt/renderPrompt.ts';
import { sampleMessages } from '../../core/prompt/sampleInputs.ts';
import type { Problem } from '../../core/text/problem.ts';
import { type DiskFilesOptions, diskFiles } from '../files/diskFiles.ts';
import { partialLoader, resolveMedia } from '../files/workspaceFiles.ts';
import { readPromptFile } from './readPromptFile.ts';
import { workspaceSuiteFiles } from './workspaceSuiteFiles.ts';

export interface LoadedPrompt {
  /** The file as it was named. */
  readonly file: string;
  /** Its absolute path. */
  readonly place: string;
  readonly workspaceFolder: string;
  readonly text: string;
  readonly document: PromptDocument;
  readonly inputs: JsonObject;
  readonly rendered: RenderedPrompt;
  readonly problems: readonly Problem[];
}

/** A prompt file with its text, and the values for its variables. */
export interface PromptToLoad extends Pick<LoadedPrompt, 'file' | 'place' | 'text' | 'workspaceFolder'> {
  /** The inputs, which go before the defaults of the prompt. */
  readonly inputsFor: (document: PromptDocument) => JsonObject;
  /** True when a variable without a value appears in the messages by its name. */
  readonly namesForMissing?: true | undefined;
  /** Set where a person chose the file: it may then lie anywhere. */
  readonly disk?: DiskFilesOptions;
}

/** Reads and renders the text of a prompt file. Problems of the file are results; a media file that cannot be sent is thrown. */
export async function loadPromptText(wanted: PromptToLoad): Promise<LoadedPrompt> {
  const { file, place, text, workspaceFolder, inputsFor, namesForMissing, disk = {} } = wanted;
  const reader = diskFiles(workspaceFolder, disk);
  const surroundings = { reader, files: workspaceSuiteFiles(workspaceFolder) };
  const format = readPromptPath(file).format ?? 'text';
  const document = await readPromptFile({ path: place, text }, surroundings, format);
  const { partials, problems } = await collectPartials(document, partialLoader(place, workspaceFolder, reader));
  const inputs = { ...document.input.defaults, ...inputsFor(document) };
  const rendered = renderPrompt(document, { inputs, partials });
  const toSend = namesForMissing
    ? withMediaStandIns(sampleMessages(document, { inputs, partials }))
    : messagesToSend(document, rendered);
  const messages = await resolveMedia(toSend, { promptPath: place, reader });
  return {
    file,
    place,
    workspaceFolder,
    text,
    document,
    inputs,
    rendered: { ...rendered, messages },
    problems: [...document.problems, ...problems, ...rendered.problems],
  };
}
