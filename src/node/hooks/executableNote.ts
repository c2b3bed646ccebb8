import type { GitRepository } from '../git/gitRepository.ts';
import { shownPath } from './hookReport.ts';

/**
 * A note for hooks that are committed from a system without executable bits: Git would add them without the bit, and other systems would
 * skip them. Undefined where Git keeps the bit by itself, or has it already.
 */
export async function executableNote(repository: GitRepository, files: readonly string[]): Promise<string | undefined> {
  const { output } = await repository.try(['config', '--type=bool', '--get', 'core.fileMode']);
  if (output.toString('utf8').trim() !== 'false') return undefined;
  const paths = files.map((file) => `:(top,literal)${repository.nameOf(file)}`);
  const listed = (await repository.read(['ls-files', '--stage', '-z', '--', ...paths])).toString('utf8').split('\0');
  const isKept = (file: string) =>
    listed.some((line) => line.startsWith('100755 ') && line.endsWith(`\t${repository.nameOf(file)}`));
  const open = files.filter((file) => !isKept(file)).map((file) => shownPath(file, repository.root));
  if (open.length === 0) return undefined;
  const names = open.map((name) => (/[^\w./-]/.test(name) ? `"${name}"` : name));
  return `This clone keeps no executable bit (core.fileMode is false), and without it Linux and macOS pass over a hook: add it with git add --chmod=+x ${names.join(' ')}`;
}
