import { accessSync, constants } from 'node:fs';
import nodePath from 'node:path';

/** The system that Node.js is looked for on. */
interface Machine {
  readonly platform: NodeJS.Platform;
  readonly execPath: string;
  readonly path: nodePath.PlatformPath;
  canRun(file: string): boolean;
}

const thisMachine: Machine = { platform: process.platform, execPath: process.execPath, path: nodePath, canRun };

/** The Node.js that can run a script later: this process itself, unless it is an editor, else the first one on the PATH. */
export function findNode(env: NodeJS.ProcessEnv = process.env, machine: Machine = thisMachine): string | undefined {
  const { platform, execPath, path } = machine;
  const name = platform === 'win32' ? 'node.exe' : 'node';
  const folders = pathOf(env, platform)
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder));
  const candidates = [execPath, ...folders.map((folder) => path.join(folder, name))];
  return candidates.find((file) => path.basename(file) === name && machine.canRun(file));
}

/** Windows calls it `Path`, and a copy of the environment does not forgive another case. */
function pathOf(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform !== 'win32') return env['PATH'] ?? '';
  const [, value] = Object.entries(env).find(([key]) => key.toUpperCase() === 'PATH') ?? [];
  return value ?? '';
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
