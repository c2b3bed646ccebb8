import * as path from 'node:path';
import * as vscode from 'vscode';
import type { CheckSummary } from '../../core/run/check/checkSummary.ts';
import { changeKey } from '../../node/check/changeKey.ts';
import { changedFiles } from '../../node/git/changedFiles.ts';
import { findCommit } from '../../node/git/commits.ts';
import { GitRepository } from '../../node/git/gitRepository.ts';
import { Debouncer } from '../debounce.ts';
import { Disposables } from '../disposables.ts';
import type { OpenSuite } from '../evals/suites.ts';
import type { Services } from '../services.ts';
import { onDidChangeRepositories } from './gitExtension.ts';

/** A suite of which something differs from HEAD, and what is known of the difference. */
export interface PromptChange {
  readonly open: OpenSuite;
  /** Changed files it is made of. */
  readonly files: readonly vscode.Uri[];
  readonly isStaged: boolean;
  /** Names just this state of the change. */
  readonly key: string;
  /** Undefined as long as the evals of this change were not run. */
  readonly found: CheckCounts | undefined;
}

/** What is kept of a check: small enough to be remembered over a reload of the window. */
export interface CheckCounts extends Pick<CheckSummary, 'counts' | 'unchanged'> {
  /** The run that holds its answers; absent when nothing had to be run. */
  readonly runId?: string;
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

  /** Staged ones first; what is staged and was edited since is in it twice. */
  get all(): readonly PromptChange[] {
    return this.#known ?? [];
  }

  /** False before it has looked for the first time. */
  get isKnown(): boolean {
    return this.#known !== undefined;
  }

  /** Looks anew; resolves when what is known is of now. */
  refresh(): Promise<void> {
    if (this.#looking !== undefined) this.#mustLookAgain = true;
    this.#looking ??= this.#lookUntilQuiet().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  /** Keeps what a check of a suite came to, over a reload of the window too. */
  async remember(key: string, found: CheckCounts): Promise<void> {
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
      for (const repository of await openRepositories()) changes.push(...(await this.#changesIn(repository)));
      this.#known = changes;
    } while (this.#mustLookAgain);
    this.#changed.fire();
  }

  /** None where Git cannot say it. */
  async #changesIn(repository: GitRepository): Promise<readonly PromptChange[]> {
    try {
      const commit = await findCommit(repository, 'HEAD');
      const staged = await this.#changesSince(repository, commit, true);
      return [...staged, ...(await this.#changesSince(repository, commit, false))];
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
    const changes: PromptChange[] = [];
    for (const open of await this.#services.suites.all()) {
      const own = changed.filter(({ path: file, from }) =>
        [file, from].some((name) => name !== undefined && open.files.has(path.join(repository.root, name))),
      );
      if (own.length === 0) continue;
      const files = own.map((change) => change.path);
      const key = `${open.name} ${await changeKey(repository, { commit, staged, files })}`;
      changes.push({
        open,
        files: files.map((file) => vscode.Uri.file(path.join(repository.root, file))),
        isStaged: staged,
        key,
        found: this.#memory()[key],
      });
    }
    return changes;
  }

  #memory(): Readonly<Record<string, CheckCounts>> {
    return this.#services.context.workspaceState.get<Record<string, CheckCounts>>(memoryKey) ?? {};
  }
}

/** The repositories that the window's folders belong to; none in a workspace that is not trusted. */
export async function openRepositories(): Promise<readonly GitRepository[]> {
  if (!vscode.workspace.isTrusted) return [];
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const found = await Promise.all(folders.map(({ uri }) => GitRepository.find(uri.fsPath).catch(() => undefined)));
  const byRoot = new Map(found.flatMap((repository) => (repository ? [[repository.root, repository] as const] : [])));
  return [...byRoot.values()];
}
