import path from 'node:path';
import { openProject } from '../../core/routing/openProject.ts';
import { type ProjectFile, projectFileName } from '../../core/routing/projectFile.ts';
import type { UnsavedText } from '../files/diskFiles.ts';
import { workspaceSuiteFiles } from './workspaceSuiteFiles.ts';

/** What `polyprompt.yaml` in the root of a workspace folder says; an empty project where there is none. Never throws. */
export async function loadProject(workspaceFolder: string, unsaved?: UnsavedText): Promise<ProjectFile> {
  return openProject(workspaceSuiteFiles(workspaceFolder, { unsaved }), path.join(workspaceFolder, projectFileName));
}
