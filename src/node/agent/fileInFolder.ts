import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import { inOneLine } from '../../core/text/inOneLine.ts';
import { slashedPath } from '../files/slashedPath.ts';
import { isInside } from '../files/workspaceFiles.ts';

export interface FileInFolder {
  /** The path from the folder, with `/`. */
  readonly file: string;
  /** The absolute path. */
  readonly place: string;
}

/**
 * A file that an agent has named. Throws `invalid-arguments` for one that is not there or lies outside of the folder, also by a link; the
 * message does not say where a link leads, nor whether something is there.
 */
export function fileInFolder(folder: string, named: string): FileInFolder {
  const place = path.resolve(folder, named);
  const isPlain = !named.includes('\0') && !/^[a-z][a-z0-9+.-]+:/i.test(named) && isInside(place, folder);
  const real = isPlain ? realPathOf(place) : undefined;
  const root = realPathOf(folder);
  if (real === undefined || root === undefined || !isInside(real, root) || !isFile(real))
    throw new PolypromptError(
      'invalid-arguments',
      `The folder has no file ${inOneLine(JSON.stringify(shown(named)))}.`,
      {
        hint: 'Name a file by its path from the folder: list_prompts gives them.',
      },
    );
  return { file: slashedPath(folder, place), place };
}

function realPathOf(file: string): string | undefined {
  try {
    return realpathSync.native(file);
  } catch {
    return undefined;
  }
}

function isFile(real: string): boolean {
  return statSync(real, { throwIfNoEntry: false })?.isFile() ?? false;
}

function shown(named: string): string {
  return named.length > 100 ? `${named.slice(0, 100)}…` : named;
}
