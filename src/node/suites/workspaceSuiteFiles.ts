import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { FileText, OpenedPrompt, SuiteFiles } from '../../core/dataset/suiteFiles.ts';
import { defined } from '../../core/jsonRead.ts';
import type { PromptDocument } from '../../core/prompt/document.ts';
import { inputFields } from '../../core/prompt/inputs.ts';
import { messagesToSend } from '../../core/prompt/messagesToSend.ts';
import { collectPartials } from '../../core/prompt/partials.ts';
import { renderPrompt } from '../../core/prompt/renderPrompt.ts';
import { runParameters } from '../../core/prompt/runParameters.ts';
import { decodeText } from '../files/decodeText.ts';
import { type DiskFilesOptions, diskFiles } from '../files/diskFiles.ts';
import type { FileReader } from '../files/fileReader.ts';
import { partialLoader } from '../files/workspaceFiles.ts';
import { readPromptFile } from './readPromptFile.ts';

const maxFileBytes = 200_000_000;
const maxPromptBytes = 20_000_000;
/** A suite's files in a workspace folder; paths are relative to it, or absolute and inside of it. */
export function workspaceSuiteFiles(workspaceFolder: string, options?: DiskFilesOptions): SuiteFiles {
  return suiteFilesFrom(diskFiles(workspaceFolder, options), workspaceFolder);
}

/** A suite's files in a workspace folder, read from the disk or from a version that Git keeps. */
export function suiteFilesFrom(reader: FileReader, workspaceFolder: string): SuiteFiles {
  const read = async (file: string, maxBytes: number): Promise<FileText | undefined> => {
    const found = await reader.read(path.resolve(workspaceFolder, file), maxBytes);
    return found && 'content' in found ? decodeText(found.content) : found;
  };
  const files: SuiteFiles = {
    read: (file) => read(file, maxFileBytes),
    glob: async (pattern) => {
      const relative = path.isAbsolute(pattern) ? path.relative(workspaceFolder, pattern) : path.normalize(pattern);
      if (relative.split(path.sep)[0] === '..' || path.isAbsolute(relative)) return [];
      return [...(await reader.glob(relative))].sort();
    },
    pause: () => setImmediate(),
    openPrompt: async (file) => {
      const found = await read(file, maxPromptBytes);
      if (!found || 'refused' in found) return found;
      return openPrompt(path.resolve(workspaceFolder, file), found.text, { reader, files, workspaceFolder });
    },
  };
  return files;
}

/** Opens prompt files of a workspace folder with texts that are not, or not yet, on disk. */
export function promptTextOpener(
  workspaceFolder: string,
  options?: DiskFilesOptions,
): (file: string, text: string) => Promise<OpenedPrompt> {
  const reader = diskFiles(workspaceFolder, options);
  const files = suiteFilesFrom(reader, workspaceFolder);
  return (file, text) => openPrompt(path.resolve(workspaceFolder, file), text, { reader, files, workspaceFolder });
}

interface PromptPlace {
  readonly reader: FileReader;
  readonly files: SuiteFiles;
  readonly workspaceFolder: string;
}

async function openPrompt(
  file: string,
  text: string,
  { reader, files, workspaceFolder }: PromptPlace,
): Promise<OpenedPrompt> {
  const document = await readPromptFile({ path: file, text }, { reader, files });
  const { partials, problems } = await collectPartials(document, partialLoader(file, workspaceFolder, reader));
  return {
    name: document.name,
    source: sourceOf(document),
    ...(document.model ? { model: document.model.value } : {}),
    models: document.models.map(({ value }) => value),
    parameters: runParameters(document),
    ...defined({ toolSettings: document.toolSettings }),
    inputs: inputFields(document, partials).map(({ name }) => name),
    testData: document.testData,
    evaluators: document.evaluators,
    keys: document.keyRanges,
    evals: document.evals,
    problems: [...document.problems, ...problems],
    render: (vars) => {
      const rendered = renderPrompt(document, { inputs: vars, partials });
      return { ...rendered, messages: messagesToSend(document, rendered) };
    },
  };
}

function sourceOf({ template }: PromptDocument): string {
  if (template.kind !== 'placeholders') return template.source;
  return template.messages.map(({ role, source }) => `${role}:\n${source}`).join('\n\n');
}
