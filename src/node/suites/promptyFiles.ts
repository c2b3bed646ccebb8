import path from 'node:path';
import type { PromptFile, PromptReferences } from '../../core/prompt/document.ts';
import { folderOf, joinedPath } from '../../core/prompt/promptyBase.ts';
import { referencedFiles } from '../../core/prompt/promptyReferences.ts';
import { decodeText } from '../files/decodeText.ts';
import type { FileReader } from '../files/fileReader.ts';

const maxBytes = 20_000_000;
/** Limit of files that one prompt may lead to, through the prompts that it is based on. */
const mostFiles = 100;

/** Reads the files that a `.prompty` names, and those named by the prompts that it is based on. Prompts of other formats name no files. */
export async function withReferences(file: PromptFile, reader: Pick<FileReader, 'read'>): Promise<PromptFile> {
  if (!/\.prompty$/i.test(file.path)) return file;
  const found = new Map<string, ReturnType<NonNullable<PromptReferences['file']>>>();
  const pending = [...referencedFiles(file.text)];
  for (let name = pending.shift(); name !== undefined && found.size < mostFiles; name = pending.shift()) {
    if (found.has(name)) continue;
    const read = await reader.read(path.resolve(path.dirname(file.path), name), maxBytes);
    const decoded = read && 'content' in read ? decodeText(read.content) : read;
    found.set(name, decoded && 'text' in decoded ? decoded.text : decoded);
    if (!decoded || 'refused' in decoded || !/\.prompty$/i.test(name)) continue;
    const folder = folderOf(name);
    pending.push(...referencedFiles(decoded.text).map((inner) => joinedPath(folder, inner)));
  }
  return { ...file, references: { ...file.references, file: (name) => found.get(name) } };
}
