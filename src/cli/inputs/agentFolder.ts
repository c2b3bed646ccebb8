import { realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';

/**
 * The folder in which agents may work: the one named, else the working folder. Throws `invalid-arguments` for the root of a disk and for
 * the home folder, because everything in it can be read by an agent.
 */
export function agentFolder(named: string | undefined): string {
  const folder = path.resolve(named ?? '.');
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new PolypromptError('invalid-arguments', `${folder} is no folder.`, {
      hint: 'Name the project with --folder.',
    });
  const real = realpathSync.native(folder);
  if (real === path.parse(real).root || real === realHome())
    throw new PolypromptError('invalid-arguments', `${folder} is too large a place to let agents work in.`, {
      hint: 'Name the project with --folder.',
    });
  return real;
}

function realHome(): string {
  try {
    return realpathSync.native(homedir());
  } catch {
    return homedir();
  }
}
