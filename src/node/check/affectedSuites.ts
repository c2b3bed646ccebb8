import path from 'node:path';
import { suiteFormatOf } from '../../core/dataset/readSuite.ts';
import type { Suite } from '../../core/dataset/suite.ts';
import { readPromptPath } from '../../core/prompt/promptPath.ts';
import { readProjectSuite } from '../../core/routing/readProjectSuite.ts';
import type { ChangedFile } from '../git/changedFiles.ts';
import type { FileVersion } from '../git/fileVersion.ts';
import type { GitRepository } from '../git/gitRepository.ts';
import { slashedPath } from '../slashedPath.ts';
import { suiteFilesFrom } from '../suiteFiles.ts';
import { findWorkspaceFolder } from '../workspaceFiles.ts';
import { FileUses } from './fileUses.ts';
import { KnownUses } from './knownUses.ts';

/** Two versions of the files of a repository and what they do not have in common. */
export interface VersionsToCompare {
  readonly repository: GitRepository;
  readonly head: FileVersion;
  readonly base: FileVersion;
  readonly changed: readonly ChangedFile[];
  /** The workspace folder of a file; the nearest one that looks like one unless given. */
  folderOf?(file: string): string | undefined;
}

/** A suite that reads a changed file. */
export interface AffectedSuite {
  /** From the top of the repository. */
  readonly path: string;
  readonly workspaceFolder: string;
  /** What its runs are called: its path in the workspace folder. */
  readonly name: string;
  readonly changed: readonly ChangedFile[];
  readonly head: Suite;
  /** Undefined for a suite that is new. */
  readonly base: Suite | undefined;
}

export interface AffectedFiles {
  readonly suites: readonly AffectedSuite[];
  /** Changed prompts that no suite reads, from the top of the repository. */
  readonly uncovered: readonly string[];
}

/**
 * Follows prompt, partials, suites, datasets and schemas by reading every suite of the newer version and seeing which files it asks
 * for. Nothing is guessed from names: what a suite reads is what it depends on.
 */
export async function affectedSuites(versions: VersionsToCompare): Promise<AffectedFiles> {
  const { repository, head, changed } = versions;
  const suites: AffectedSuite[] = [];
  const covered = new Set<string>();
  const known = new KnownUses(head, repository);
  for (const file of changed.length === 0 ? [] : suitePathsOf(head)) {
    const workspaceFolder = folderOf(versions, file);
    const knownUses = known.of(file, workspaceFolder);
    if (knownUses && changesIn(versions, knownUses).length === 0) continue;
    const { suite, uses } = await readAt(versions, head, file);
    known.keep(file, workspaceFolder, uses);
    const own = changesIn(versions, uses);
    if (own.length === 0 || isNoSuite(suite)) continue;
    for (const change of own) covered.add(change.path);
    const base = await readBefore(versions, file);
    const name = slashedPath(workspaceFolder, path.join(repository.root, file));
    suites.push({ path: file, workspaceFolder, name, changed: own, head: suite, base });
  }
  known.save();
  return {
    suites,
    uncovered: changed.filter((change) => isPrompt(change) && !covered.has(change.path)).map(({ path: file }) => file),
  };
}

function changesIn({ repository, changed }: VersionsToCompare, uses: FileUses): readonly ChangedFile[] {
  const reads = (file: string) => uses.includes(path.join(repository.root, file));
  return changed.filter((change) => reads(change.path) || (change.from !== undefined && reads(change.from)));
}

function suitePathsOf({ paths }: FileVersion): readonly string[] {
  return [...paths]
    .filter((file) => !/(?:^|\/)(?:node_modules|\.polyprompt)\//.test(file))
    .filter((file) => !['data', undefined].includes(suiteFormatOf(file)))
    .sort();
}

/** A prompt that names no cases; one that cannot be read may be a suite. */
function isNoSuite({ file, cases, problems }: Suite): boolean {
  const format = suiteFormatOf(file);
  if (format !== 'github' && format !== 'bound') return false;
  return cases.length === 0 && !problems.some(({ severity }) => severity === 'error');
}

function isPrompt({ path: file, status }: ChangedFile): boolean {
  const { format } = readPromptPath(file);
  const isText = format === 'text' && !/\.prompt\.txt$/i.test(file);
  return status !== 'deleted' && format !== undefined && !isText && !path.posix.basename(file).startsWith('_');
}

async function readBefore(versions: VersionsToCompare, file: string): Promise<Suite | undefined> {
  const { base, changed } = versions;
  const before = changed.find((change) => change.path === file)?.from ?? file;
  return base.paths.has(before) ? (await readAt(versions, base, before)).suite : undefined;
}

async function readAt(versions: VersionsToCompare, version: FileVersion, file: string) {
  const workspaceFolder = folderOf(versions, file);
  const uses = new FileUses(workspaceFolder);
  const reader = uses.record(version.readerFor(workspaceFolder));
  const absolute = path.join(versions.repository.root, file);
  const suite = await readProjectSuite(absolute, suiteFilesFrom(reader, workspaceFolder));
  return { suite, uses };
}

function folderOf({ repository, folderOf: given }: VersionsToCompare, file: string): string {
  const absolute = path.join(repository.root, file);
  return given?.(absolute) ?? findWorkspaceFolder(absolute);
}
