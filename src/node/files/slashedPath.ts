import path, { type PlatformPath } from 'node:path';

/**
 * A file as seen from a folder, with `/` on every system: as Git names it, and as it stands in runs, baselines and reports that
 * another system may read.
 */
export function slashedPath(folder: string, file: string, { relative, sep }: PlatformPath = path): string {
  return relative(folder, file).split(sep).join('/');
}
