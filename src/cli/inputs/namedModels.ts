import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { suiteFormatOf } from '../../core/dataset/readSuite.ts';
import { PolypromptError } from '../../core/errors.ts';
import { normalizeModelName } from '../../core/models/modelName.ts';
import { readPromptPath } from '../../core/prompt/promptPath.ts';
import { readPrompt } from '../../core/prompt/readPrompt.ts';
import { type ProjectFile, projectFileName } from '../../core/routing/projectFile.ts';
import { readProjectSuite } from '../../core/routing/readProjectSuite.ts';
import { stepsOf } from '../../core/routing/route.ts';
import { findWorkspaceFolder } from '../../node/files/workspaceFiles.ts';
import { loadProject } from '../../node/suites/projectFiles.ts';
import { workspaceSuiteFiles } from '../../node/suites/workspaceSuiteFiles.ts';

/** Folders that hold no files of a project's authors. */
const passedOver = new Set(['node_modules', '.git', '.polyprompt']);

/** Every model that these files, or the prompts, suites and `polyprompt.yaml` of these folders name, as `provider/model`. */
export async function modelsNamedIn(paths: readonly string[]): Promise<ReadonlySet<string>> {
  const named = await Promise.all(paths.flatMap(filesIn).map(modelsIn));
  return new Set(named.flat().map(normalizeModelName));
}

function filesIn(start: string): readonly string[] {
  const found = statSync(start, { throwIfNoEntry: false });
  if (!found)
    throw new PolypromptError('invalid-arguments', `${start} is not there.`, { hint: 'Name a file or a folder.' });
  if (!found.isDirectory()) return [start];
  return readdirSync(start, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(start, entry.name);
    if (entry.isDirectory()) return passedOver.has(entry.name) ? [] : filesIn(file);
    return entry.isFile() ? [file] : [];
  });
}

async function modelsIn(file: string): Promise<readonly string[]> {
  if (path.basename(file) === projectFileName) return modelsOfProject(await loadProject(path.dirname(file)));
  const suite = suiteFormatOf(file);
  const ofSuite = suite === 'eval' || suite === 'promptfoo' || suite === 'github' ? await modelsOfSuite(file) : [];
  return [...ofSuite, ...modelsOfPrompt(file)];
}

function modelsOfProject({ routes, tiers, judge, embedder }: ProjectFile): readonly string[] {
  const steps = [...routes.values()].flatMap(stepsOf).map(({ target }) => target);
  return [...steps, ...[...tiers.values()].flat(), judge, embedder].filter((model) => model !== undefined);
}

async function modelsOfSuite(file: string): Promise<readonly string[]> {
  const { targets } = await readProjectSuite(
    file,
    workspaceSuiteFiles(findWorkspaceFolder(path.resolve(file)), { given: path.resolve(file) }),
  );
  return targets.map(({ model }) => model);
}

function modelsOfPrompt(file: string): readonly string[] {
  const { format } = readPromptPath(file);
  if (format === undefined || format === 'text') return [];
  const document = readPrompt({ path: file, text: readFileSync(file, 'utf8') });
  return [...(document.model ? [document.model] : []), ...document.models].map(({ value }) => value);
}
