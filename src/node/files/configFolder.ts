import { homedir } from 'node:os';
import path from 'node:path';

/** The folder of the user's own files, which belong to no repository: `$XDG_CONFIG_HOME/polyprompt`, else in `~/.config`. */
export function configFolder(env: NodeJS.ProcessEnv = process.env): string {
  return path.join(env['XDG_CONFIG_HOME'] || path.join(homedir(), '.config'), 'polyprompt');
}
