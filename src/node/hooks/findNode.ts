import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** The Node.js that can run a script later: this process itself, unless it is an editor, else the first one on the PATH. */
export function findNode(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const names = process.platform === 'win32' ? ['node.exe'] : ['node'];
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const candidates = [process.execPath, ...folders.flatMap((folder) => names.map((name) => path.join(folder, name)))];
  return candidates.find((file) => names.includes(path.basename(file)) && canRun(file));
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
