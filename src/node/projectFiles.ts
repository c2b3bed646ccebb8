import path from 'node:path';
import { emptyProject, type ProjectFile, projectFileName } from '../core/routing/projectFile.ts';
import { readProjectFile } from '../core/routing/readProjectFile.ts';
import type { UnsavedText } from './diskFiles.ts';
import { workspaceSuiteFiles } from './suiteFiles.ts';

/** What `polyprompt.yaml` in the root of a workspace folder says; an empty project where there is none. Never throws. */
export async function loadProject(workspaceFolder: string, unsaved?: UnsavedText): Promise<ProjectFile> {
  const file = path.join(workspaceFolder, projectFileName);
  const files = workspaceSuiteFiles(workspaceFolder, unsaved);
  const found = await files.read(file);
  if (!found) return emptyProject;
  if ('text' in found) return readProjectFile(file, found.text.replace(/^\uFEFF/, ''), files);
  const message = `The file "${projectFileName}" is not read: ${found.refused}`;
  return {
    ...emptyProject,
    problems: [{ severity: 'error', code: 'refused-file', message, range: { start: 0, end: 0 }, file }],
  };
}
