import type { SuiteFiles } from '../dataset/suiteFiles.ts';
import { refusalCode } from '../text/otherLetters.ts';
import { emptyProject, type ProjectFile, projectFileName } from './projectFile.ts';
import { readProjectFile } from './readProjectFile.ts';

/**
 * Reads `polyprompt.yaml` of a workspace folder, in whichever version the files are; an empty project without one. `file` is its path in
 * problems. Never throws.
 */
export async function openProject(files: SuiteFiles, file: string = projectFileName): Promise<ProjectFile> {
  const found = await files.read(file);
  if (!found) return emptyProject;
  if ('text' in found) return readProjectFile(file, found.text.replace(/^\uFEFF/, ''), files);
  const message = `The file "${projectFileName}" is not read: ${found.refused}`;
  return {
    ...emptyProject,
    problems: [
      { severity: 'error', code: refusalCode(found, 'refused-file'), message, range: { start: 0, end: 0 }, file },
    ],
  };
}
