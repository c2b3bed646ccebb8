import { leadingOnDisk } from '../../node/git/fileVersion.ts';
import type { GitRepository } from '../../node/git/gitRepository.ts';
import { linkedFolders } from './openRepositories.ts';
import type { OpenSuite } from './suites.ts';

/** The files that suites read, the links on the way to them, and the targets of these links, all as the window names them. */
export class LinkedFiles {
  readonly #leadsTo: ReturnType<typeof leadingOnDisk>;
  readonly #folders = linkedFolders();

  constructor(repository: GitRepository) {
    this.#leadsTo = leadingOnDisk(repository);
  }

  async of({ files }: Pick<OpenSuite, 'files'>): Promise<ReadonlySet<string>> {
    const all = new Set(files);
    for (const file of files)
      for (const each of await this.#leadsTo(this.#folders.real(file))) all.add(this.#folders.named(each));
    return all;
  }
}
