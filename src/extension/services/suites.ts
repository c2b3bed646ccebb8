import * as path from 'node:path';
import * as vscode from 'vscode';
import { suiteFormatOf } from '../../core/dataset/readSuite.ts';
import type { Suite } from '../../core/dataset/suite.ts';
import type { SuiteFiles } from '../../core/dataset/suiteFiles.ts';
import { toPolypromptError } from '../../core/errors.ts';
import { readTierRef } from '../../core/models/tierRef.ts';
import { promptVersionOf } from '../../core/plan/promptVersion.ts';
import { type PersonalSearch, personalSearches } from '../../core/privacy/personalProblems.ts';
import { readProjectSuite, withGraders } from '../../core/routing/readProjectSuite.ts';
import { withTierModels } from '../../core/routing/suiteTiers.ts';
import { type BoundData, boundData } from '../editor/boundData.ts';
import { settings } from '../editor/contributions.ts';
import { Debouncer } from '../editor/debounce.ts';
import { Disposables } from '../editor/disposables.ts';
import { editorFiles } from '../editor/editorFiles.ts';
import { defaultGraders } from './editorSettings.ts';
import { type TierModels, withoutTiers } from './tierModels.ts';

/** A suite as it is in the editor, saved or not. */
export interface OpenSuite {
  readonly uri: vscode.Uri;
  /** Its path in its workspace folder, which is the name of its runs. */
  readonly name: string;
  readonly suite: Suite;
  /** A short hash of the prompts' text. */
  readonly promptVersion: string;
  /** Every file that was read for it or looked for, by path. */
  readonly files: ReadonlySet<string>;
  /** True when some of its models are named by tier. */
  readonly hasTiers: boolean;
  /** Replaces tiers by the models that they stand for now. */
  expand(models: readonly string[]): readonly string[];
}

const suitePattern =
  '**/{*.eval.yaml,*.eval.yml,promptfooconfig*.yaml,promptfooconfig*.yml,promptfooconfig*.json,*.prompt.yml,*.prompt.yaml,*.prompt,*.prompty,*.prompt.txt}';
const excluded = '**/{node_modules,.polyprompt}/**';
const mostSuites = 1000;
const quietMs = 200;
/** Pattern of the files that suites are made of. */
const watched = '**/*.{yaml,yml,json,jsonl,ndjson,csv,tsv,prompt,prompty,txt,md,js,cjs,mjs}';

/**
 * The suites of the workspace. They are found when somebody asks for them, read once, and read again when one of their files has changed.
 */
export class Suites implements vscode.Disposable {
  readonly #tierModels: Pick<TierModels, 'knowledge'>;
  readonly #held = new Disposables();
  readonly #changed = this.#held.add(new vscode.EventEmitter<vscode.Uri>());
  readonly #debouncer = this.#held.add(new Debouncer(quietMs));
  readonly #read = new Map<string, Promise<OpenSuite>>();
  /** The result of the last reading that has ended, whatever changed since. */
  readonly #known = new Map<string, OpenSuite>();
  #found: Promise<readonly vscode.Uri[]> | undefined;
  /** Data files that a setting binds to a prompt. */
  #bound: Promise<ReadonlyMap<string, BoundData>> | undefined;
  #watcher: vscode.FileSystemWatcher | undefined;
  /** Fires when a suite reads differently than before, or may do so. */
  readonly onDidChange = this.#changed.event;

  constructor(tierModels: Pick<TierModels, 'knowledge'>) {
    this.#tierModels = tierModels;
    this.#held.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#touched(document.uri, quietMs);
      }),
    );
    this.#held.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#touched(uri, 0)));
    this.#held.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.#forget()));
    this.#held.add(
      vscode.workspace.onDidChangeConfiguration(
        (event) =>
          (event.affectsConfiguration(settings.evals) || event.affectsConfiguration(settings.personalData)) &&
          this.#forget(),
      ),
    );
  }

  /** The suite in a file. Never rejects for what is wrong in the file: that is in `suite.problems`. */
  read(uri: vscode.Uri): Promise<OpenSuite> {
    const key = uri.toString();
    const reading = this.#read.get(key) ?? this.#readAnew(uri);
    this.#read.set(key, reading);
    return reading;
  }

  /** The result of the last reading, at once; undefined before there was one. */
  known(uri: vscode.Uri): OpenSuite | undefined {
    return this.#known.get(uri.toString());
  }

  /** Every suite of the workspace that has a case. */
  async all(): Promise<readonly OpenSuite[]> {
    this.#found ??= this.#find();
    const suites: OpenSuite[] = [];
    for (const uri of await this.#found) {
      const open = await this.read(uri);
      if (open.suite.cases.length > 0 || !isPrompt(uri)) suites.push(open);
    }
    return suites;
  }

  /** The suites, among those read so far, that have a case in this file. */
  withCasesIn(file: vscode.Uri): readonly OpenSuite[] {
    return [...this.#known.values()].filter((open) => open.files.has(file.fsPath));
  }

  /** We have written a file ourselves: the suites that read it or look for it are read again when somebody asks for them next. */
  fileWritten(file: vscode.Uri): void {
    this.#touched(file, 0);
  }

  /** Keys, prices or endpoints have changed, so a suite that names a tier may have other models now. */
  modelsChanged(): void {
    for (const [key, open] of this.#known) {
      if (!open.hasTiers) continue;
      this.#read.delete(key);
      this.#changed.fire(open.uri);
    }
  }

  dispose(): void {
    this.#held.dispose();
    this.#read.clear();
    this.#known.clear();
  }

  async #find(): Promise<readonly vscode.Uri[]> {
    this.#watcher ??= this.#watch();
    const found = await vscode.workspace.findFiles(suitePattern, excluded, mostSuites);
    const bound = [...(await this.#bindings()).keys()].map((key) => vscode.Uri.parse(key, true));
    // Partials match the pattern, but they are not prompts of their own.
    const suites = found.filter(({ path }) => suiteFormatOf(path) !== undefined);
    return [...suites, ...bound].sort((left, right) => left.path.localeCompare(right.path));
  }

  #bindings(): Promise<ReadonlyMap<string, BoundData>> {
    this.#bound ??= boundData();
    return this.#bound;
  }

  #watch(): vscode.FileSystemWatcher {
    const watcher = this.#held.add(vscode.workspace.createFileSystemWatcher(watched));
    this.#held.add(watcher.onDidChange((uri) => this.#touched(uri, quietMs)));
    this.#held.add(watcher.onDidCreate((uri) => this.#appeared(uri)));
    this.#held.add(watcher.onDidDelete((uri) => this.#appeared(uri)));
    return watcher;
  }

  async #readAnew(uri: vscode.Uri): Promise<OpenSuite> {
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? vscode.Uri.joinPath(uri, '..');
    const files = new Set([uri.fsPath]);
    const bound = (await this.#bindings()).get(uri.toString());
    const options = {
      personalData: personalSearchFor(uri),
      ...(bound ? { prompt: bound.prompt.fsPath, models: bound.models } : {}),
    };
    const written = await readProjectSuite(
      uri.fsPath,
      recording(folder.fsPath, { given: uri.fsPath, read: files }),
      options,
    ).catch((error: unknown) => brokenSuite(uri, error));
    const knowledge = await this.#tierModels.knowledge(written.tiers ?? new Map());
    const suite = withTierModels(withGraders(written, defaultGraders()), knowledge);
    const open = {
      uri,
      name: vscode.workspace.asRelativePath(uri, false),
      suite,
      promptVersion: promptVersionOf(suite),
      files,
      expand: (models: readonly string[]) => withoutTiers(models, knowledge),
      hasTiers: written.targets.some(({ model }) => readTierRef(model) !== undefined),
    };
    this.#known.set(uri.toString(), open);
    return open;
  }

  #touched(file: vscode.Uri, delay: number): void {
    const isPartial = /\/_[^/]*\.prompt$/.test(file.path);
    for (const [key, open] of this.#known) {
      if (!isPartial && !open.files.has(file.fsPath)) continue;
      this.#read.delete(key);
      if (delay === 0) this.#changed.fire(open.uri);
      else this.#debouncer.run(key, () => this.#changed.fire(open.uri));
    }
  }

  /** A file that was added or removed may be a suite, or a file that a suite was looking for. */
  #appeared(file: vscode.Uri): void {
    if (suiteFormatOf(file.path) !== undefined && suiteFormatOf(file.path) !== 'data') {
      this.#found = undefined;
      this.#known.delete(file.toString());
      this.#read.delete(file.toString());
      this.#changed.fire(file);
    }
    this.#touched(file, quietMs);
    for (const open of this.#known.values())
      if ([...open.files].some((name) => name.includes('*'))) this.#touched(open.uri, quietMs);
  }

  #forget(): void {
    this.#found = undefined;
    this.#bound = undefined;
    this.#read.clear();
    for (const { uri } of this.#known.values()) this.#changed.fire(uri);
    this.#known.clear();
  }
}

/** What the files of cases of a suite are looked through for, as its folder's settings say. */
function personalSearchFor(suite: vscode.Uri): PersonalSearch {
  const set = vscode.workspace.getConfiguration(undefined, suite).get<unknown>(settings.personalData);
  return personalSearches.find((search) => search === set) ?? 'sure';
}

/** A prompt counts as a suite only when it has cases. */
function isPrompt({ path }: vscode.Uri): boolean {
  return ['github', 'bound'].includes(suiteFormatOf(path) ?? '');
}

/** A failure while reading one suite does not affect the others. */
function brokenSuite(uri: vscode.Uri, error: unknown): Suite {
  const message = `This suite cannot be read: ${toPolypromptError(error).message}`;
  const range = { start: 0, end: 0 };
  return {
    name: uri.path.split('/').at(-1) ?? uri.path,
    file: uri.fsPath,
    prompts: [],
    targets: [],
    cases: [],
    derivedMetrics: [],
    repeat: 1,
    problems: [{ severity: 'error', code: 'internal', message, range, file: uri.fsPath }],
  };
}

interface SuiteRecord {
  /** The address of the suite itself. */
  readonly given: string;
  /** The files that are read for the suite. */
  readonly read: Set<string>;
}

function recording(folder: string, { given, read }: SuiteRecord): SuiteFiles {
  const files = editorFiles(folder, given);
  return {
    ...files,
    read: (name) => {
      read.add(path.resolve(folder, name));
      return files.read(name);
    },
    openPrompt: (name) => {
      read.add(path.resolve(folder, name));
      return files.openPrompt(name);
    },
    glob: (pattern) => {
      read.add(pattern);
      return files.glob(pattern);
    },
  };
}
