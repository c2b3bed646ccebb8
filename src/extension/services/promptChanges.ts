import * as path from 'node:path';
import * as vscode from 'vscode';
import type { GateSummary } from '../../core/gate/gateSummary.ts';
import { changeKey, fileIds } from '../../node/gate/changeKey.ts';
import { type ChangedFile, changedFiles } from '../../node/git/changedFiles.ts';
import { findCommit } from '../../node/git/commits.ts';
import type { GitRepository } from '../../node/git/gitRepository.ts';
import { Debouncer } from '../editor/debounce.ts';
import { Disposables } from '../editor/disposables.ts';
import { onDidChangeRepositories } from './gitExtension.ts';
import { LinkedFiles } from './linkedFiles.ts';
import { linkedFolders, openRepositories } from './openRepositories.ts';
import type { Services } from './services.ts';
import type { OpenSuite } from './suites.ts';

/** A suite of which something differs from HEAD, and what is known of the difference. */
export interface PromptChange {
  readonly open: OpenSuite;
  /** The changed files that belong to the suite, as the window names them. */
  readonly files: readonly vscode.Uri[];
  /** The same files, as Git names them. */
  readonly changed: readonly ChangedFile[];
  /** The top folder of the repository. */
  readonly root: string;
  /** The commit at HEAD; undefined before the first commit. */
  readonly commit: string | undefined;
  readonly isStaged: boolean;
  /** True when the files on disk are in this state. Staged files may have been edited since. */
  readonly isOnDisk: boolean;
  /** A name for exactly this state of the change. */
  readonly key: string;
  /** The result of the evals; undefined as long as they were not run for this change. */
  readonly found: GateCounts | undefined;
}

/** What is kept of a comparison, which is small enough to be remembered over a reload of the window. */
export interface GateCounts extends Pick<GateSummary, 'counts' | 'unchanged' | 'removed' | 'advised'> {
  /** The run that holds its answers; absent when nothing had to be run. */
  readonly runId?: string;
}

interface TouchedSuite {
  readonly open: OpenSuite;
  readonly own: readonly ChangedFile[];
  readonly files: readonly string[];
}

const quietMs = 500;
const remembered = 100;
const memoryKey = 'polyprompt.checks';

/** Knows which suites a change since HEAD touches, staged and in the working copy. Looks again when Git or a file has changed. */
export class PromptChanges implements vscode.Disposable {
  readonly #services: Services;
  readonly #held = new Disposables();
  readonly #changed = this.#held.add(new vscode.EventEmitter<void>());
  readonly #debouncer = this.#held.add(new Debouncer(quietMs));
  #known: readonly PromptChange[] | undefined;
  #looking: Promise<void> | undefined;
  #mustLookAgain = false;
  readonly onDidChange = this.#changed.event;

  constructor(services: Services) {
    this.#services = services;
    const soon = () => this.#debouncer.run('look', () => void this.refresh());
    this.#held.add(onDidChangeRepositories(soon));
    this.#held.add(services.suites.onDidChange(soon));
    this.#held.add(vscode.workspace.onDidSaveTextDocument(soon));
    this.#held.add(vscode.workspace.onDidGrantWorkspaceTrust(soon));
  }

  /** The changes, staged ones first. A suite that was staged and edited since is listed twice. */
  get all(): readonly PromptChange[] {
    return this.#known ?? [];
  }

  /** True once it has looked for changes. */
  get isKnown(): boolean {
    return this.#known !== undefined;
  }

  /** Looks again, and resolves when the changes are those of now. */
  refresh(): Promise<void> {
    if (this.#looking !== undefined) this.#mustLookAgain = true;
    this.#looking ??= this.#lookUntilQuiet().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  /** Stores the result of a comparison, over a reload of the window too. */
  async remember(key: string, found: GateCounts): Promise<void> {
    const entries = Object.entries(this.#memory()).filter(([other]) => other !== key);
    const kept = Object.fromEntries([...entries.slice(-remembered), [key, found]]);
    await this.#services.context.workspaceState.update(memoryKey, kept);
    await this.refresh();
  }

  dispose(): void {
    this.#held.dispose();
  }

  async #lookUntilQuiet(): Promise<void> {
    do {
      this.#mustLookAgain = false;
      const changes: PromptChange[] = [];
      for (const repository of await watchedRepositories()) changes.push(...(await this.#changesIn(repository)));
      this.#known = changes;
    } while (this.#mustLookAgain);
    this.#changed.fire();
  }

  /** The changes of one repository; none where Git cannot tell them. */
  async #changesIn(repository: GitRepository): Promise<readonly PromptChange[]> {
    try {
      const commit = await findCommit(repository, 'HEAD');
      const staged = await this.#changesSince(repository, commit, true);
      const onDisk = await this.#changesSince(repository, commit, false);
      const hasKeyIn = (others: readonly PromptChange[]) => (one: PromptChange) =>
        others.some(({ key }) => key === one.key);
      return [
        ...staged.map((change) => ({ ...change, isOnDisk: hasKeyIn(onDisk)(change) })),
        ...onDisk.filter((change) => !hasKeyIn(staged)(change)),
      ];
    } catch {
      return [];
    }
  }

  async #changesSince(
    repository: GitRepository,
    commit: string | undefined,
    staged: boolean,
  ): Promise<readonly PromptChange[]> {
    const changed = await changedFiles(repository, commit, staged ? 'staged' : 'working copy');
    if (changed.length === 0) return [];
    const { root } = repository;
    const links = linkedFolders();
    const inWindow = (file: string) => links.named(path.join(root, file));
    const reading = new LinkedFiles(repository);
    const touched: TouchedSuite[] = [];
    for (const open of await this.#services.suites.all()) {
      const reads = await reading.of(open);
      const own = changed.filter(({ path: file, from }) =>
        [file, from].some((name) => name !== undefined && reads.has(inWindow(name))),
      );
      if (own.length > 0) touched.push({ open, own, files: own.map((change) => change.path) });
    }
    const ids = await fileIds(repository, { staged, files: [...new Set(touched.flatMap(({ files }) => files))] });
    return touched.map(({ open, own, files }) => {
      const key = `${open.name} ${changeKey(commit, files, ids)}`;
      return {
        open,
        files: files.map((file) => vscode.Uri.file(inWindow(file))),
        changed: own,
        root,
        commit,
        isStaged: staged,
        isOnDisk: !staged,
        key,
        found: this.#memory()[key],
      };
    });
  }

  #memory(): Readonly<Record<string, GateCounts>> {
    return this.#services.context.workspaceState.get<Record<string, GateCounts>>(memoryKey) ?? {};
  }
}

/** The repositories to watch; none where the editor is told to leave Git alone, or where there is no git. */
async function watchedRepositories(): Promise<readonly GitRepository[]> {
  if (!vscode.workspace.getConfiguration('git').get('enabled', true)) return [];
  return openRepositories().catch(() => []);
}
