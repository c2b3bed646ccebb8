import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import { GitRepository, type GitRules } from '../git/gitRepository.ts';
import { installConfiguredHook, uninstallConfiguredHook } from './configuredHook.ts';
import { executableNote } from './executableNote.ts';
import { findHookPlaces, type HookManager, type HookPlace } from './hookPlace.ts';
import { type FileChange, type HookReport, shownPath } from './hookReport.ts';
import type { HookProgram } from './hookScript.ts';
import { blockIn } from './markedBlock.ts';
import { mergeDriverState } from './mergeDriver.ts';
import { earlierHook, installShellHook, uninstallShellHook } from './shellHook.ts';

const managers: Readonly<Record<HookManager, string>> = {
  git: 'Git',
  husky: 'Husky',
  lefthook: 'Lefthook',
  'pre-commit': 'the pre-commit framework',
};

/** The repository around a folder; throws where there is none. */
export async function requireRepository(folder: string, rules: GitRules = {}): Promise<GitRepository> {
  const repository = await GitRepository.find(folder, rules);
  if (repository) return repository;
  throw new PolypromptError('git', `${folder} is in no Git repository.`, {
    hint: 'Make one with git init, or go into one.',
  });
}

/** Makes commits run `polyprompt check --staged`, by whatever program already runs hooks in this repository. */
export async function installHook(repository: GitRepository, program: HookProgram): Promise<HookReport> {
  const [place, ...others] = await findHookPlaces(repository);
  const { file, manager, isCommitted } = place;
  const changes = isShell(place) ? installShellHook(place, program) : installConfiguredHook(place);
  const shown = shownPath(file, repository.root);
  const twice = others.filter(isInstalledIn).map((other) => shownPath(other.file, repository.root));
  return {
    file,
    changes,
    summary:
      changes.length > 0
        ? `The pre-commit hook is installed in ${shown}, run by ${managers[manager]}.`
        : `The pre-commit hook is installed in ${shown} already.`,
    notes: [
      ...(isCommitted
        ? [`${shown} is part of the repository: commit it, and everybody who has polyprompt gets the check.`]
        : []),
      ...place.notes,
      ...(await notesOnMode(repository, place)),
      ...twice.map(
        (other) => `It is in ${other} too: run polyprompt hook uninstall, then install it again, to have it once.`,
      ),
      ...(await mergeDriverOffer(repository)),
    ],
  };
}

/** Takes the hook out of every place that it may stand in. */
export async function uninstallHook(repository: GitRepository): Promise<HookReport> {
  const places = await findHookPlaces(repository);
  const changes: FileChange[] = [];
  const notes: string[] = [];
  for (const place of places) {
    const changed = isShell(place) ? uninstallShellHook(place) : uninstallConfiguredHook(place);
    changes.push(...changed);
    if (changed.length > 0) notes.push(...leftOf(place, repository.root));
  }
  return {
    file: changes[0]?.file ?? places[0].file,
    changes,
    summary:
      changes.length > 0
        ? 'The pre-commit hook is uninstalled.'
        : 'No pre-commit hook of polyprompt is installed here.',
    notes,
  };
}

/** The state of the hook, as lines to read. */
export async function hookStatus(repository: GitRepository): Promise<readonly string[]> {
  const installed = (await findHookPlaces(repository)).filter(isInstalledIn);
  const { isAsked, isConfigured } = await mergeDriverState(repository);
  const hooks = installed.map((place) => {
    const earlier = earlierHook(place.file);
    const before = existsSync(earlier) ? `, after ${shownPath(earlier, repository.root)}` : '';
    return `${shownPath(place.file, repository.root)}, run by ${managers[place.manager]}${before}`;
  });
  const driver = isAsked && isConfigured ? 'installed' : 'not installed';
  const half = isAsked && !isConfigured ? ' in this clone: polyprompt hook install --merge-driver' : '';
  return [
    ...(hooks.length > 0 ? hooks : ['not installed']).map((line) => `pre-commit hook: ${line}`),
    ...installed.flatMap(({ notes }) => notes),
    ...(await Promise.all(installed.map((place) => notesOnMode(repository, place)))).flat(),
    `baseline merge driver: ${driver}${half}`,
  ];
}

/**
 * Husky passes its files to a shell and needs no executable bit. A file that Git runs itself needs it, and so does the hook that was there
 * before.
 */
async function notesOnMode(repository: GitRepository, { manager, isCommitted, file }: HookPlace): Promise<string[]> {
  if (manager !== 'git' || !isCommitted) return [];
  const files = [file, earlierHook(file)].filter((each) => existsSync(each));
  const note = await executableNote(repository, files);
  return note === undefined ? [] : [note];
}

function isShell({ manager }: HookPlace): boolean {
  return manager === 'git' || manager === 'husky';
}

function isInstalledIn({ file }: HookPlace): boolean {
  return existsSync(file) && blockIn(readFileSync(file, 'latin1')) !== undefined;
}

/** A hook that was changed since it was installed may go on running the hook that was kept beside it. */
function leftOf({ file }: HookPlace, root: string): readonly string[] {
  const earlier = earlierHook(file);
  if (!existsSync(earlier)) return [];
  return [
    `${shownPath(file, root)} was changed since, so only our lines are gone; it still runs ${path.basename(earlier)}.`,
  ];
}

async function mergeDriverOffer(repository: GitRepository): Promise<readonly string[]> {
  if (!existsSync(path.join(repository.root, '.polyprompt', 'baselines'))) return [];
  const { isAsked, isConfigured } = await mergeDriverState(repository);
  if (isAsked && isConfigured) return [];
  return ['Baselines are kept here: polyprompt hook install --merge-driver lets Git merge those of two branches.'];
}
