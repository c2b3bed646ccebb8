import path from 'node:path';
import { AlikeNames } from '../../core/text/alikeNames.ts';
import { otherName } from '../files/exactNames.ts';
import type { FileReader } from '../files/fileReader.ts';
import type { GitRepository } from './gitRepository.ts';

interface HeldNames {
  readonly repository: Pick<GitRepository, 'root' | 'nameOf'>;
  readonly workspaceFolder: string;
  /** The files that Git knows or would add, by the names that Git has for them. */
  readonly paths: ReadonlySet<string>;
}

/**
 * Reads the disk by the names that Git has for its files. Where the disk ignores capitals, a file may have been renamed without Git
 * noticing, and a commit would hold the older name.
 */
export function namedAsHeld(disk: FileReader, { repository, workspaceFolder, paths }: HeldNames): FileReader {
  const alike = new AlikeNames(paths);
  return {
    ...disk,
    async read(file, maxBytes) {
      const name = repository.nameOf(file);
      const found = await disk.read(file, maxBytes);
      if (!found) return undefined;
      if ('refused' in found) {
        const isHeld = found.called !== undefined && paths.has(name);
        return isHeld ? disk.read(found.called, maxBytes) : found;
      }
      const held = alike.instead(name);
      if (held === undefined) return found;
      const called = path.join(repository.root, held);
      const other = await disk.read(called, maxBytes);
      // Where the disk minds capitals, both files may exist.
      return other && !('refused' in other) ? found : otherName(workspaceFolder, file, called);
    },
  };
}
