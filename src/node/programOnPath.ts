import { accessSync, constants, statSync } from 'node:fs';
import path, { type PlatformPath } from 'node:path';

export interface PathSearch {
  /** The value of the variable PATH. */
  readonly places: string;
  /** The file endings that a program may have, as Windows lists them in PATHEXT; none on other systems. */
  readonly endings: readonly string[];
  isProgram(file: string): boolean;
  readonly style?: PlatformPath;
}

/**
 * Finds a program by its name in the absolute entries of the PATH; undefined where there is none. The working folder and entries relative
 * to it do not count, because a repository that somebody has just cloned may hold a program of that name.
 */
export function programOnPath(
  name: string,
  { places, endings, isProgram, style = path }: PathSearch,
): string | undefined {
  const folders = foldersOnPath(places, style);
  const names = endings.length === 0 ? [name] : endings.map((ending) => `${name}${ending.toLowerCase()}`);
  return folders.flatMap((folder) => names.map((each) => style.join(folder, each))).find(isProgram);
}

/** The absolute entries of a PATH, without the quotes that Windows may put around them. */
export function foldersOnPath(places: string, style: PlatformPath = path): readonly string[] {
  return places
    .split(style.delimiter)
    .map((folder) => folder.replace(/^"(.*)"$/, '$1'))
    .filter((folder) => style.isAbsolute(folder));
}

/** The search with the PATH of this process. A `.cmd` or `.bat` file does not count, because only a shell can start it. */
export function searchHere(environment: NodeJS.ProcessEnv = process.env): PathSearch {
  const isWindows = process.platform === 'win32';
  const name = isWindows ? Object.keys(environment).find((key) => key.toUpperCase() === 'PATH') : 'PATH';
  return {
    places: (name === undefined ? undefined : environment[name]) ?? '',
    endings: isWindows ? ['.exe', '.com'] : [],
    isProgram,
  };
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
