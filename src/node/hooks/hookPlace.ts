import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { isJsonObject, type JsonValue } from '../../core/json.ts';
import { isInside } from '../files/workspaceFiles.ts';
import type { GitRepository } from '../git/gitRepository.ts';

export type HookManager = 'git' | 'husky' | 'lefthook' | 'pre-commit';

/** A file that can say what a commit runs. */
export interface HookPlace {
  readonly manager: HookManager;
  /** Absolute path of a file that need not exist. */
  readonly file: string;
  /** True when others get the file with the repository, so that it may hold no path of this machine. */
  readonly isCommitted: boolean;
  /** Whole sentences that a person has to know about this place. */
  readonly notes: readonly string[];
}

const lefthookFiles = ['', '.', '.config/'].flatMap((start) =>
  ['yml', 'yaml', 'toml', 'json'].map((extension) => `${start}lefthook.${extension}`),
);

/** Every place of a repository where our hook may stand. Commits look at the first one, so the hook belongs there. */
export async function findHookPlaces(repository: GitRepository): Promise<readonly [HookPlace, ...HookPlace[]]> {
  const folder = await hooksFolder(repository);
  const plain = await plainPlace(repository, folder);
  const unused = gitPlace(path.join(repository.commonFolder, 'hooks'));
  const managed = [
    huskyPlace(repository.root, folder),
    lefthookPlace(repository.root, folder),
    frameworkPlace(repository, folder),
  ].filter((place) => place !== undefined);
  const [first = plain, ...others] = managed;
  const places = [...others, plain, unused];
  return [first, ...places.filter(({ file }, index) => isFirst(places, file, index) && file !== first.file)];
}

/**
 * The folder in which Git looks for hooks: the one that `core.hooksPath` names, the shared one of linked working trees, or a submodule's.
 */
async function hooksFolder(repository: GitRepository): Promise<string> {
  const said = (await repository.read(['rev-parse', '--git-path', 'hooks'])).toString('utf8');
  const folder = path.resolve(repository.root, said.replace(/\r?\n$/, ''));
  return existsSync(folder) ? realpathSync.native(folder) : folder;
}

function gitPlace(folder: string): HookPlace {
  return { manager: 'git', file: path.join(folder, 'pre-commit'), isCommitted: false, notes: [] };
}

async function plainPlace(repository: GitRepository, folder: string): Promise<HookPlace> {
  const place = gitPlace(folder);
  if (isInside(folder, repository.gitFolder) || isInside(folder, repository.commonFolder)) return place;
  if (!isInside(folder, repository.root)) {
    const notes = [`core.hooksPath names ${folder}: the hook runs in every repository that uses this folder.`];
    return { ...place, notes };
  }
  const isIgnored = (await repository.try(['check-ignore', '--quiet', '--', place.file])).code === 0;
  return isIgnored ? place : { ...place, isCommitted: true };
}

function huskyPlace(root: string, folder: string): HookPlace | undefined {
  const active = [folder, path.dirname(folder)].find((candidate) => path.basename(candidate) === '.husky');
  if (active === undefined && !(existsSync(path.join(root, '.husky')) && usesHusky(root))) return undefined;
  return {
    manager: 'husky',
    file: path.join(active ?? path.join(root, '.husky'), 'pre-commit'),
    isCommitted: true,
    notes: active === undefined ? ['Husky is not active in this clone yet: run npx husky once.'] : [],
  };
}

function usesHusky(root: string): boolean {
  const manifest = readManifest(path.join(root, 'package.json'));
  if (!isJsonObject(manifest)) return false;
  const { scripts, dependencies, devDependencies } = manifest;
  if ([dependencies, devDependencies].some((packages) => isJsonObject(packages) && 'husky' in packages)) return true;
  return isJsonObject(scripts) && /\bhusky\b/.test(String(scripts['prepare'] ?? ''));
}

function readManifest(file: string): JsonValue | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(readFileSync(file)));
  } catch {
    return undefined;
  }
}

function lefthookPlace(root: string, folder: string): HookPlace | undefined {
  const file = lefthookFiles.map((name) => path.join(root, name)).find((candidate) => existsSync(candidate));
  if (file === undefined) return undefined;
  const notes = mentions(folder, /lefthook/i)
    ? []
    : ['Lefthook is not active in this clone yet: run lefthook install once.'];
  return { manager: 'lefthook', file, isCommitted: true, notes };
}

/**
 * The place of the pre-commit framework. It installs itself only into Git's own folder, so with another folder it counts only if a hook
 * there runs it.
 */
function frameworkPlace({ root, commonFolder }: GitRepository, folder: string): HookPlace | undefined {
  const file = path.join(root, '.pre-commit-config.yaml');
  const isActive = mentions(folder, /\bhook-impl\b|\bpre-commit run\b/);
  if (!existsSync(file) || !(isActive || isInside(folder, commonFolder))) return undefined;
  const notes = isActive
    ? []
    : ['The pre-commit framework is not active in this clone yet: run pre-commit install once.'];
  return { manager: 'pre-commit', file, isCommitted: true, notes };
}

function mentions(folder: string, name: RegExp): boolean {
  const file = path.join(folder, 'pre-commit');
  return existsSync(file) && name.test(readFileSync(file, 'latin1'));
}

function isFirst(places: readonly HookPlace[], file: string, index: number): boolean {
  return places.findIndex((place) => place.file === file) === index;
}
