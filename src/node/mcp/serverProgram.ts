import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import { programOnPath, searchHere } from '../programOnPath.ts';

/**
 * The absolute path of a server's program: a name is looked for on the PATH alone, since the folder in which it starts may hold another
 * program of that name; a path is relative to that folder. Throws `mcp-server` where there is none of that name.
 */
export function serverProgram(command: string, folder: string, env: NodeJS.ProcessEnv): string {
  if (/[\\/]/.test(command)) return path.resolve(folder, command);
  const search = searchHere(env);
  const endings = path.extname(command) === '' ? search.endings : [];
  const found = programOnPath(command, { ...search, endings });
  if (found !== undefined) return found;
  throw new PolypromptError('mcp-server', `There is no program "${command}" to start as an MCP server.`, {
    hint: 'Install it, or correct the command. On Windows, what npm installs is started by cmd: [/c, npx, ...].',
  });
}
