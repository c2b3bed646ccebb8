import { glob } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { FileText, OpenedPrompt, SuiteFiles } from '../core/dataset/suiteFiles.ts';
import type { PromptDocument } from '../core/prompt/document.ts';
import { messagesToSend } from '../core/prompt/messagesToSend.ts';
import { collectPartials } from '../core/prompt/partials.ts';
import { readPrompt } from '../core/prompt/readPrompt.ts';
import { renderPrompt } from '../core/prompt/render.ts';
import { runParameters } from '../core/prompt/runParameters.ts';
import { partialLoader, readInside } from './workspaceFiles.ts';

const maxFileBytes = 200_000_000;
const maxPromptBytes = 20_000_000;
const maxFiles = 10_000;

/** The text of a file as it stands in an editor, by absolute path; undefined for what is read from disk. */
export type UnsavedText = (file: string) => string | undefined;

/** A suite's files in a workspace folder; paths are relative to it, or absolute and inside of it. */
export function workspaceSuiteFiles(workspaceFolder: string, unsaved: UnsavedText = () => undefined): SuiteFiles {
  const read = async (file: string, maxBytes: number): Promise<FileText | undefined> => {
    const resolved = path.resolve(workspaceFolder, file);
    const found = await readInside(resolved, { workspaceFolder, maxBytes });
    if (!found || 'refused' in found) return found;
    const typed = unsaved(resolved);
    if (typed !== undefined) return { text: typed };
    return decode(found.content);
  };
  return {
    read: (file) => read(file, maxFileBytes),
    glob: (pattern) => findFiles(workspaceFolder, pattern),
    pause: () => setImmediate(),
    openPrompt: async (file) => {
      const found = await read(file, maxPromptBytes);
      if (!found || 'refused' in found) return found;
      return openPrompt(path.resolve(workspaceFolder, file), found.text, workspaceFolder);
    },
  };
}

function decode(content: Buffer): FileText {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content) };
  } catch {
    return { refused: 'it is not UTF-8: save it with that encoding.' };
  }
}

async function findFiles(workspaceFolder: string, pattern: string): Promise<readonly string[]> {
  const relative = path.isAbsolute(pattern) ? path.relative(workspaceFolder, pattern) : path.normalize(pattern);
  if (relative.split(path.sep)[0] === '..' || path.isAbsolute(relative)) return [];
  const found: string[] = [];
  for await (const entry of glob(relative, { cwd: workspaceFolder, withFileTypes: true })) {
    if (entry.isFile()) found.push(path.relative(workspaceFolder, path.join(entry.parentPath, entry.name)));
    if (found.length >= maxFiles) break;
  }
  return found.map((file) => file.replaceAll('\\', '/')).sort();
}

async function openPrompt(file: string, text: string, workspaceFolder: string): Promise<OpenedPrompt> {
  const document = readPrompt({ path: file, text });
  const { partials, problems } = await collectPartials(document, partialLoader(file, workspaceFolder));
  return {
    name: document.name,
    source: sourceOf(document),
    ...(document.model ? { model: document.model.value } : {}),
    models: document.models.map(({ value }) => value),
    parameters: runParameters(document),
    testData: document.testData,
    evaluators: document.evaluators,
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
