import path from 'node:path';
import { suiteFormatOf } from '../../core/dataset/readSuite.ts';
import type { Suite } from '../../core/dataset/suite.ts';
import type { GoneSuite } from '../../core/gate/gateResult.ts';
import { matchCases } from '../../core/gate/matchCases.ts';
import { caseName } from '../../core/plan/caseName.ts';
import { readPromptPath } from '../../core/prompt/promptPath.ts';
import { type DefaultGraders, readProjectSuite, withGraders } from '../../core/routing/readProjectSuite.ts';
import { slashedPath } from '../files/slashedPath.ts';
import { findWorkspaceFolder } from '../files/workspaceFiles.ts';
import type { ChangedFile } from '../git/changedFiles.ts';
import type { FileVersion } from '../git/fileVersion.ts';
import type { GitRepository } from '../git/gitRepository.ts';
import { suiteFilesFrom } from '../suites/workspaceSuiteFiles.ts';
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
  /** The models that grade where neither a suite nor `polyprompt.yaml` names any, in both versions. */
  readonly graders?: DefaultGraders;
}

/** A suite that reads a changed file. */
export interface AffectedSuite {
  /** Path from the top of the repository. */
  readonly path: string;
  readonly workspaceFolder: string;
  /** The name that its runs have: its path in the workspace folder. */
  readonly name: string;
  readonly changed: readonly ChangedFile[];
  readonly head: Suite;
  /** The suite in the older version; undefined for a suite that is new. */
  readonly base: Suite | undefined;
  /** The path and name of the suite in the older version, where these were different. */
  readonly before?: { readonly path: string; readonly name: string };
}

export interface AffectedFiles {
  readonly suites: readonly AffectedSuite[];
  /** Suites that were removed and not replaced by another one. */
  readonly gone: readonly GoneSuite[];
  /** Changed prompts that no suite reads, as paths from the top of the repository. */
  readonly uncovered: readonly string[];
}

/**
 * Finds the suites that a change affects. It reads every suite of the newer version and records which files each asks for, so that nothing
 * is guessed from names: a suite depends on what it reads.
 */
export async function affectedSuites(versions: VersionsToCompare): Promise<AffectedFiles> {
  const { repository, head, changed } = versions;
  const found: ReadSuite[] = [];
  const covered = new Set<string>();
  const known = new KnownUses(head, repository);
  for (const file of changed.length === 0 ? [] : suitePathsIn(head)) {
    const workspaceFolder = folderOf(versions, file);
    const knownUses = known.of(file, workspaceFolder);
    if (knownUses && changesIn(versions, knownUses).length === 0) continue;
    const { suite, uses } = await readAt(versions, head, file);
    known.keep(file, workspaceFolder, uses);
    const own = changesIn(versions, uses);
    if (own.length === 0) continue;
    if (!isNoSuite(suite)) for (const change of own) covered.add(change.path);
    found.push({ path: file, suite, uses, changed: own });
  }
  known.save();
  const { suites, left } = await withOlderVersions(versions, found);
  const isOpen = (change: ChangedFile) => isPrompt(change) && !covered.has(change.path);
  const isLeft = (change: ChangedFile) => isPromptText(change) && !covered.has(change.path);
  // A new prompt may be one that was moved from there.
  const added = changed.filter((change) => change.status === 'added' && isOpen(change));
  return {
    suites,
    gone: left.map(({ path: file, suite, changed: own }) => ({
      suite: file,
      cases: suite.cases.map(caseName),
      unchecked: [
        ...new Set([
          ...own.filter(
            (change) => isLeft(change) || (!covered.has(change.path) && isTextOf(versions, file, suite, change)),
          ),
          ...added,
        ]),
      ].map((change) => change.path),
    })),
    uncovered: changed.filter(isOpen).map(({ path: file }) => file),
  };
}

/** A suite of one version, with the changed files that it reads there. */
interface ReadSuite {
  readonly path: string;
  readonly suite: Suite;
  readonly uses: FileUses;
  readonly changed: readonly ChangedFile[];
}

/**
 * Pairs each suite with its older version: the same file, the file that Git says it was renamed from, or a removed suite with the same
 * cases.
 */
async function withOlderVersions(versions: VersionsToCompare, found: readonly ReadSuite[]) {
  const suites: AffectedSuite[] = [];
  const added: ReadSuite[] = [];
  const isTaken = new Set<string>();
  const lost: ReadSuite[] = [];
  for (const read of found) {
    const before = pathBefore(versions, read.path);
    const base = before === undefined ? undefined : await readBefore(versions, before);
    if (before !== undefined) isTaken.add(before);
    if (isPartOf(versions, found, read) && !hasCases(read) && !hasCases(base)) continue;
    if (!isNoSuite(read.suite)) {
      if (base && !isNoSuite(base.suite)) suites.push(affected(versions, read, base));
      else added.push(read);
    } else if (base && !isNoSuite(base.suite)) lost.push(base);
  }
  const gone = await goneSuites(versions, isTaken);
  const open = new Set([...lost, ...gone]);
  for (const read of added) {
    const before = mostAlike(read, [...open]);
    if (before) open.delete(before);
    suites.push(affected(versions, read, before));
  }
  // A file that still exists is a suite that has lost its cases.
  const emptied = lost.filter((base) => open.has(base));
  for (const base of emptied) {
    const read = found.find(({ path: file }) => pathBefore(versions, file) === base.path);
    if (read) suites.push(affected(versions, read, base));
  }
  suites.sort((left, right) => (left.path < right.path ? -1 : 1));
  return { suites, left: gone.filter((base) => open.has(base)) };
}

/** A prompt without cases of its own that another suite reads. Whatever is wrong with it is reported there. */
function isPartOf({ repository }: VersionsToCompare, found: readonly ReadSuite[], { path: file }: ReadSuite): boolean {
  if (!['github', 'bound'].includes(suiteFormatOf(file) ?? '')) return false;
  const absolute = path.join(repository.root, file);
  return found.some((other) => other.path !== file && other.uses.includes(absolute));
}

function hasCases(read: ReadSuite | undefined): boolean {
  return read !== undefined && read.suite.cases.length > 0;
}

function affected(versions: VersionsToCompare, read: ReadSuite, base: ReadSuite | undefined): AffectedSuite {
  const nameOf = (file: string) => nameIn(versions, file);
  const isMoved = base !== undefined && base.path !== read.path;
  return {
    path: read.path,
    workspaceFolder: folderOf(versions, read.path),
    name: nameOf(read.path),
    changed: read.changed,
    head: read.suite,
    base: base?.suite,
    ...(isMoved ? { before: { path: base.path, name: nameOf(base.path) } } : {}),
  };
}

function nameIn(versions: VersionsToCompare, file: string): string {
  return slashedPath(folderOf(versions, file), path.join(versions.repository.root, file));
}

/** Suites of the older version whose path is gone in the newer one, and from which no other suite was renamed. */
async function goneSuites(versions: VersionsToCompare, isTaken: ReadonlySet<string>): Promise<readonly ReadSuite[]> {
  const gone: ReadSuite[] = [];
  for (const file of suitePathsIn(versions.base)) {
    if (versions.head.paths.has(file) || isTaken.has(file)) continue;
    const read = await readBefore(versions, file);
    if (!isNoSuite(read.suite) && read.suite.cases.length > 0) gone.push(read);
  }
  return gone;
}

/**
 * The suite that shares most of its cases with this one, else one that shares its name or a prompt; undefined where none shares anything.
 */
function mostAlike(read: ReadSuite, others: readonly ReadSuite[]): ReadSuite | undefined {
  const alike = others.map((other) => ({ other, weight: likeness(read, other) }));
  const [best] = alike.filter(({ weight }) => weight > 0).sort((left, right) => right.weight - left.weight);
  return best?.other;
}

function likeness(newer: ReadSuite, older: ReadSuite): number {
  const toMatch = ({ suite: { cases, prompts } }: ReadSuite) => ({
    cases,
    templates: prompts.map(({ raw }) => raw),
    askedBy: () => undefined,
  });
  const isNamesake = path.basename(newer.path) === path.basename(older.path);
  const filesOf = ({ suite }: ReadSuite) => suite.prompts.flatMap(({ file }) => (file === undefined ? [] : [file]));
  const asksAlike = filesOf(newer).some((file) => filesOf(older).includes(file));
  return matchCases(toMatch(newer), toMatch(older)).size + (isNamesake ? 0.5 : 0) + (asksAlike ? 0.25 : 0);
}

function changesIn({ repository, changed }: VersionsToCompare, uses: FileUses): readonly ChangedFile[] {
  const reads = (file: string) => uses.includes(path.join(repository.root, file));
  return changed.filter((change) => reads(change.path) || (change.from !== undefined && reads(change.from)));
}

function suitePathsIn({ paths }: FileVersion): readonly string[] {
  return [...paths]
    .filter((file) => !/(?:^|\/)(?:node_modules|\.polyprompt)\//.test(file))
    .filter(isSuitePath)
    .sort();
}

function isSuitePath(file: string): boolean {
  return !['data', undefined].includes(suiteFormatOf(file));
}

/** True for a prompt that names no cases. A prompt with errors may be a suite, so the answer is false for it. */
function isNoSuite({ file, cases, problems }: Suite): boolean {
  const format = suiteFormatOf(file);
  if (format !== 'github' && format !== 'bound') return false;
  return cases.length === 0 && !problems.some(({ severity }) => severity === 'error');
}

function isPrompt(change: ChangedFile): boolean {
  return isPromptText(change) && !path.posix.basename(change.path).startsWith('_');
}

/** True for an existing prompt or partial. */
function isPromptText({ path: file, status }: ChangedFile): boolean {
  const { format } = readPromptPath(file);
  const isText = format === 'text' && !/\.prompt\.txt$/i.test(file);
  return status !== 'deleted' && format !== undefined && !isText;
}

/** True for an existing text file that is a prompt of a suite. */
function isTextOf(versions: VersionsToCompare, file: string, { prompts }: Suite, change: ChangedFile): boolean {
  const own = path.join(versions.repository.root, change.path);
  const folder = folderOf(versions, file);
  const isOwn = ({ textFile }: Suite['prompts'][number]) =>
    textFile !== undefined && textFile.path === undefined && path.resolve(folder, textFile.file) === own;
  return change.status !== 'deleted' && prompts.some(isOwn);
}

/** The path that a suite had in the older version, if it had one. */
function pathBefore({ base, changed }: VersionsToCompare, file: string): string | undefined {
  if (base.paths.has(file)) return file;
  const from = changed.find((change) => change.path === file)?.from;
  return from !== undefined && base.paths.has(from) && isSuitePath(from) ? from : undefined;
}

async function readBefore(versions: VersionsToCompare, file: string): Promise<ReadSuite> {
  const { suite, uses } = await readAt(versions, versions.base, file);
  return { path: file, suite, uses, changed: changesIn(versions, uses) };
}

async function readAt(versions: VersionsToCompare, version: FileVersion, file: string) {
  const workspaceFolder = folderOf(versions, file);
  const uses = new FileUses(workspaceFolder);
  const reader = uses.record(version.readerFor(workspaceFolder));
  const absolute = path.join(versions.repository.root, file);
  const suite = await readProjectSuite(absolute, suiteFilesFrom(reader, workspaceFolder));
  return { suite: withGraders(suite, versions.graders ?? {}), uses };
}

function folderOf({ repository, folderOf: given }: VersionsToCompare, file: string): string {
  const absolute = path.join(repository.root, file);
  return given?.(absolute) ?? findWorkspaceFolder(absolute);
}
