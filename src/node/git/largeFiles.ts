import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { GitRepository } from './gitRepository.ts';

const pointerStart = 'version https://git-lfs.github.com/spec/v1\n';
const longestPointer = 1024;

/**
 * The file that a Git LFS pointer stands for, from the repository's own store (git-lfs, docs/spec.md); undefined when it is no
 * pointer. Nothing is fetched.
 */
export async function readLargeFile(
  content: Buffer,
  { commonFolder }: Pick<GitRepository, 'commonFolder'>,
): Promise<{ readonly content: Buffer } | { readonly refused: string } | undefined> {
  if (content.length > longestPointer || !content.toString('latin1').startsWith(pointerStart)) return undefined;
  const [, id = ''] = /^oid sha256:([0-9a-f]{64})$/m.exec(content.toString('latin1')) ?? [];
  const file = path.join(commonFolder, 'lfs', 'objects', id.slice(0, 2), id.slice(2, 4), id);
  const stored = id && (await readFile(file).catch(() => undefined));
  return stored ? { content: stored } : { refused: 'Git LFS has not fetched it; run: git lfs fetch' };
}
