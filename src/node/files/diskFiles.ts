import { glob, stat } from 'node:fs/promises';
import path from 'node:path';
import { asGitHasIt, withExactNames } from './exactNames.ts';
import type { FileReader } from './fileReader.ts';
import { readInside } from './workspaceFiles.ts';

/** The text of a file as it stands in an editor, by absolute path; undefined for what is read from disk. */
export type UnsavedText = (file: string) => string | undefined;

const maxFiles = 10_000;

export interface DiskFilesOptions {
  readonly unsaved?: UnsavedText | undefined;
  /** The file that a person chose to read. */
  readonly given?: string;
}

/**
 * The files on disk, with what an editor has not saved yet in their place. Made for one reading: files that come later may not be found.
 */
export function diskFiles(workspaceFolder: string, { unsaved, given }: DiskFilesOptions = {}): FileReader {
  const disk: FileReader = {
    read: async (file, maxBytes) => {
      const found = await readInside(file, { workspaceFolder, maxBytes });
      const typed = found && 'content' in found ? unsaved?.(file) : undefined;
      return typed === undefined ? found : { text: typed };
    },
    glob: (pattern) => findFiles(workspaceFolder, pattern),
  };
  return withExactNames(disk, { workspaceFolder, given });
}

async function findFiles(workspaceFolder: string, pattern: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const entry of glob(pattern, { cwd: workspaceFolder, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile() || (entry.isSymbolicLink() && (await leadsToFile(file))))
      found.push(path.relative(workspaceFolder, file));
    if (found.length >= maxFiles) break;
  }
  return found.map((file) => asGitHasIt(file.replaceAll('\\', '/')));
}

async function leadsToFile(link: string): Promise<boolean> {
  const status = await stat(link).catch(() => undefined);
  return status?.isFile() ?? false;
}
