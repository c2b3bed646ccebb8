import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import { GitObjects } from './gitObjects.ts';
import type { GitRepository } from './gitRepository.ts';

interface TreeEntry {
  /** As git writes it: `100644`, `120000` for a link, `160000` for a submodule. */
  readonly mode: string;
  readonly id: string;
}

const mostLinks = 10;

/** The files of a commit or of the index, by their path from the top of the repository with `/`. */
export class GitTree {
  readonly entries: ReadonlyMap<string, TreeEntry>;
  readonly #objects: GitObjects;

  private constructor(repository: GitRepository, entries: ReadonlyMap<string, TreeEntry>) {
    this.entries = entries;
    this.#objects = new GitObjects(repository);
  }

  /** What would be committed now. Throws `git` while a merge is unfinished. */
  static async ofIndex(repository: GitRepository): Promise<GitTree> {
    const listed = (await repository.read(['ls-files', '--stage', '-z'])).toString('utf8');
    const entries = new Map<string, TreeEntry>();
    for (const [, mode = '', id = '', stage, file = ''] of listed.matchAll(/(\d+) ([0-9a-f]+) (\d)\t([^\0]+)\0/g)) {
      if (stage !== '0')
        throw new PolypromptError('git', `"${file}" has a merge conflict.`, {
          hint: 'Resolve the conflict and stage the file, then try again.',
        });
      entries.set(file, { mode, id });
    }
    return new GitTree(repository, entries);
  }

  static async ofCommit(repository: GitRepository, commit: string): Promise<GitTree> {
    const listed = (await repository.read(['ls-tree', '-r', '-z', '--full-tree', commit])).toString('utf8');
    const entries = new Map<string, TreeEntry>();
    for (const [, mode = '', id = '', file = ''] of listed.matchAll(/(\d+) \w+ ([0-9a-f]+)\t([^\0]+)\0/g))
      entries.set(file, { mode, id });
    return new GitTree(repository, entries);
  }

  /** Mode and id of a file: the same as long as its content is. */
  idOf(file: string): string | undefined {
    const entry = this.entries.get(file);
    return entry && `${entry.mode} ${entry.id}`;
  }

  /** A file's bytes, links followed inside the repository; undefined when there is none, or why it is not read. */
  async read(file: string): Promise<{ readonly content: Buffer } | { readonly refused: string } | undefined> {
    let at = file;
    for (let links = 0; links <= mostLinks; links++) {
      const entry = this.entries.get(at);
      if (!entry) return undefined;
      if (entry.mode === '160000') return { refused: 'it is a submodule.' };
      const content = await this.#objects.read(entry.id);
      if (entry.mode !== '120000') return { content };
      at = path.posix.join(path.posix.dirname(at), content.toString('utf8'));
      if (at.startsWith('../') || path.posix.isAbsolute(at)) return { refused: 'it lies outside of the repository.' };
    }
    return { refused: 'its links lead in a circle.' };
  }

  close(): void {
    this.#objects.close();
  }
}
