import type { SuiteFiles } from '../../core/dataset/suiteFiles.ts';
import type { PromptDocument, PromptFile, PromptFormat } from '../../core/prompt/document.ts';
import { schemaRegistry, unknownSchemaCode } from '../../core/prompt/picoschema.ts';
import { readPrompt } from '../../core/prompt/readPrompt.ts';
import { openProject } from '../../core/routing/openProject.ts';
import type { FileReader } from '../files/fileReader.ts';
import { withReferences } from './promptyFiles.ts';

export interface PromptSurroundings {
  readonly reader: Pick<FileReader, 'read'>;
  /** The files of the workspace folder in which `polyprompt.yaml` stands. */
  readonly files: SuiteFiles;
}

/** Reads a prompt together with the files that it names and the schemas that the project names. */
export async function readPromptFile(
  file: PromptFile,
  { reader, files }: PromptSurroundings,
  as?: PromptFormat,
): Promise<PromptDocument> {
  const whole = await withReferences(file, reader);
  const document = readPrompt(whole, as);
  if (!document.problems.some(({ code }) => code === unknownSchemaCode)) return document;
  const { schemas } = await openProject(files);
  return schemas.size === 0 ? document : readPrompt({ ...whole, schemas: schemaRegistry(schemas) }, as);
}
