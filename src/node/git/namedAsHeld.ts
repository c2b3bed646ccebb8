import path from 'node:path';
import { AlikeNames } from '../../core/text/alikeNames.ts';
import { otherName } from '../files/exactNames.ts';
import type { FileReader } from '../files/fileReader.ts';
import type { GitRepository } from './gitRepository.ts';

interface HeldNames {
  readonly repository: Pick<GitRepository, 'root' | 'nameOf'>;
  readonly workspaceFolder: string;
  /** The files that Git knows or would take, as it names them. */
  readonly paths: ReadonlySet<string>;
}

/**
 * The disk by the names that Git has for its files: where the disk does not mind letters, a file may have been renamed there without
 * Git knowing of it, and a commit would hold the name from before.
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
      // Both are there where the disk minds letters.
      return other && !('refused' in other) ? found : otherName(workspaceFolder, file, called);
    },
  };
}
