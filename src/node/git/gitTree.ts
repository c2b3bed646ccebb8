import { PolypromptError } from '../../core/errors.ts';
import { AlikeNames } from '../../core/text/alikeNames.ts';
import { type FollowedPath, followLinks } from './followLinks.ts';
import { GitObjects } from './gitObjects.ts';
import type { GitRepository } from './gitRepository.ts';

interface TreeEntry {
  /** The mode as git writes it: `100644` for a file, `120000` for a link, `160000` for a submodule. */
  readonly mode: string;
  readonly id: string;
}

/** The files of a commit or of the index, by their path from the top of the repository with `/`. */
export class GitTree {
  readonly entries: ReadonlyMap<string, TreeEntry>;
  readonly #objects: GitObjects;
  readonly #alike: AlikeNames;
  readonly #root: string;
  readonly #hasLinks: boolean;

  private constructor(repository: GitRepository, entries: ReadonlyMap<string, TreeEntry>) {
    this.entries = entries;
    this.#alike = new AlikeNames(entries);
    this.#root = repository.root;
    this.#hasLinks = [...entries.values()].some(isLink);
    this.#objects = new GitObjects(repository);
  }

  /** The files that would be committed now. Throws `git` while a merge is unfinished. */
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

  /** Where a path leads. Links to files and to folders are followed inside the repository. */
  async follow(file: string): Promise<FollowedPath> {
    if (!this.#hasLinks) return { file, links: [] };
    return followLinks(file, { root: this.#root, linkAt: (name) => this.#linkAt(name) });
  }

  /** The bytes of a file that is no link, or the reason why it is not read; undefined when there is no such file. */
  async read(file: string): Promise<{ readonly content: Buffer } | { readonly refused: string } | undefined> {
    const entry = this.entries.get(file);
    if (!entry) return undefined;
    if (entry.mode === '160000') return { refused: 'it is a submodule.' };
    return { content: await this.#objects.read(entry.id) };
  }

  /** The file whose path differs from this one only in capitals or in its Unicode form; undefined where a file has this very path. */
  calledInstead(file: string): string | undefined {
    return this.#alike.instead(file);
  }

  async #linkAt(file: string): Promise<string | undefined> {
    const entry = this.entries.get(file);
    return entry && isLink(entry) ? (await this.#objects.read(entry.id)).toString('utf8') : undefined;
  }

  close(): void {
    this.#objects.close();
  }
}

function isLink({ mode }: TreeEntry): boolean {
  return mode === '120000';
}
