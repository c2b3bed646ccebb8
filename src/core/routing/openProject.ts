import type { SuiteFiles } from '../dataset/suiteFiles.ts';
import { emptyProject, type ProjectFile, projectFileName } from './projectFile.ts';
import { readProjectFile } from './readProjectFile.ts';

/** What `polyprompt.yaml` of a workspace folder says, in whichever version the files are; an empty project without one. */
export async function openProject(files: SuiteFiles): Promise<ProjectFile> {
  const found = await files.read(projectFileName);
  if (!found) return emptyProject;
  if ('refused' in found) {
    const message = `The file "${projectFileName}" is not read: ${found.refused}`;
    const problem = { severity: 'error', code: 'refused-file', message, range: { start: 0, end: 0 } } as const;
    return { ...emptyProject, problems: [{ ...problem, file: projectFileName }] };
  }
  return readProjectFile(projectFileName, found.text, files);
}
