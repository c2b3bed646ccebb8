import type { ChangedFile } from '../git/changedFiles.ts';
import { emptyTree } from '../git/emptyTree.ts';
import type { VersionsToCompare } from './affectedSuites.ts';

const mostLines = 80;

/** How a file changed, as `git diff` writes it from its first hunk on; null when there is nothing to show. */
export async function diffOf(versions: VersionsToCompare, file: ChangedFile): Promise<string | null> {
  const { repository, base, head } = versions;
  // Without a base Git would compare with the files on disk.
  const from = base.commit ?? (await emptyTree(repository));
  const since = head.commit === undefined ? [from] : [from, head.commit];
  const staged = head.label === 'staged' ? ['--cached'] : [];
  const paths = file.from === undefined ? [file.path] : [file.from, file.path];
  const { output } = await repository.try([
    'diff',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '-M',
    ...staged,
    ...since,
    '--',
    ...paths.map((name) => `:(top,literal)${name}`),
  ]);
  const lines = output.toString('utf8').split('\n');
  const start = lines.findIndex((line) => line.startsWith('@@'));
  if (start < 0) return null;
  const shown = lines
    .slice(start, start + mostLines)
    .join('\n')
    .trimEnd();
  return lines.length > start + mostLines ? `${shown}\n...` : shown;
}
