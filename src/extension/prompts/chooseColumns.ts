import * as path from 'node:path';
import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { readColumnSetting } from '../../core/plan/columnSetting.ts';
import type { GitRepository } from '../../node/git/gitRepository.ts';
import { repositoryOf } from '../../node/git/repositoryOf.ts';
import { askText } from '../editor/askText.ts';
import { promptOf, registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { type ColumnChoice, type ColumnVersion, columnsPerModel, plainColumns } from '../services/columnChoice.ts';
import { linkedFolders, openRepositories } from '../services/openRepositories.ts';
import { mostColumns } from '../services/preparedPrompt.ts';
import { formatOf } from '../services/promptFiles.ts';
import { versionLabel } from '../services/promptVersions.ts';
import type { Services } from '../services/services.ts';

/** What ticking an item means. */
type Meaning =
  | { readonly type: 'version'; readonly version: ColumnVersion }
  | { readonly type: 'setting'; readonly setting: string }
  | { readonly type: 'another-commit' | 'another-file' | 'another-setting' };

interface ColumnItem extends vscode.QuickPickItem {
  readonly meaning?: Meaning;
}

const commonSettings = ['temperature: 0', 'temperature: 1', 'reasoningEffort: low', 'reasoningEffort: high'] as const;

/** `Choose Versions and Settings...`: each model gets a column for each version of the prompt under each setting. */
export function registerChooseColumns(services: Services): vscode.Disposable {
  return registerCommand(commands.chooseColumns, async (argument) => {
    const prompt = promptOf(argument);
    if (!prompt || !formatOf(services.memory, prompt))
      throw new PolypromptError('invalid-prompt', 'Versions and settings are chosen per prompt.', {
        hint: 'Open a prompt file first.',
      });
    const choice = await pickColumns(prompt, services.memory.columns(prompt));
    if (choice) await services.memory.setColumns(prompt, choice);
  });
}

async function pickColumns(prompt: vscode.Uri, before: ColumnChoice): Promise<ColumnChoice | undefined> {
  const repository = await repositoryOfPrompt(prompt);
  const items = itemsFor(before, repository !== undefined);
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Versions and Settings of the Columns',
    placeHolder: `Each model gets a column for each version under each setting, up to ${mostColumns} in all`,
    canPickMany: true,
    matchOnDescription: true,
  });
  return (
    picked &&
    resolveAll(
      prompt,
      picked.flatMap(({ meaning }) => meaning ?? []),
    )
  );
}

async function repositoryOfPrompt(prompt: vscode.Uri): Promise<GitRepository | undefined> {
  const repositories = await openRepositories().catch(() => []);
  return repositoryOf(linkedFolders().real(prompt.fsPath), repositories);
}

function itemsFor({ versions, settings }: ColumnChoice, isInRepository: boolean): ColumnItem[] {
  const head: readonly ColumnVersion[] = isInRepository ? [{ type: 'commit', name: 'HEAD' }] : [];
  const offered = distinct<ColumnVersion>([{ type: 'working' }, ...head, ...versions]);
  const isChosen = (version: ColumnVersion) => versions.some((chosen) => isSame(chosen, version));
  const allSettings = distinct(['', ...commonSettings, ...settings]);
  return [
    separator('Version of the prompt'),
    ...offered.map((version) => ({
      ...versionItem(version),
      picked: isChosen(version),
      meaning: { type: 'version' as const, version },
    })),
    ...(isInRepository ? [another('Another Commit...', 'another-commit')] : []),
    another('Another File...', 'another-file'),
    separator('Setting'),
    ...allSettings.map((setting) => ({
      label: setting === '' ? 'As Written' : setting,
      picked: settings.includes(setting),
      meaning: { type: 'setting' as const, setting },
    })),
    another('Another Setting...', 'another-setting'),
  ];
}

function versionItem(version: ColumnVersion): vscode.QuickPickItem {
  switch (version.type) {
    case 'working':
      return { label: 'As It Stands', description: 'in the editor, saved or not' };
    case 'commit':
      return { label: version.name, description: version.name === 'HEAD' ? 'the last commit' : 'commit' };
    case 'file':
      return {
        label: versionLabel(version),
        description: vscode.workspace.asRelativePath(vscode.Uri.parse(version.uri)),
      };
  }
}

function separator(label: string): ColumnItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function another(label: string, type: 'another-commit' | 'another-file' | 'another-setting'): ColumnItem {
  return { label: `$(add) ${label}`, meaning: { type } };
}

/** The choice that the ticks mean; undefined where a question behind one of them was not answered. */
async function resolveAll(prompt: vscode.Uri, meanings: readonly Meaning[]): Promise<ColumnChoice | undefined> {
  const versions: ColumnVersion[] = [];
  const settings: string[] = [];
  for (const meaning of meanings) {
    const resolved = await resolve(prompt, meaning);
    if (resolved === undefined) return undefined;
    if (typeof resolved === 'string') settings.push(resolved);
    else versions.push(resolved);
  }
  const choice = {
    versions: versions.length > 0 ? distinct(versions) : plainColumns.versions,
    settings: settings.length > 0 ? distinct(settings) : plainColumns.settings,
  };
  if (columnsPerModel(choice) <= mostColumns) return choice;
  throw new PolypromptError('invalid-prompt', `These are ${columnsPerModel(choice)} columns for each model.`, {
    hint: `At most ${mostColumns} stand side by side: choose fewer versions or settings.`,
  });
}

async function resolve(prompt: vscode.Uri, meaning: Meaning): Promise<ColumnVersion | string | undefined> {
  switch (meaning.type) {
    case 'version':
      return meaning.version;
    case 'setting':
      return meaning.setting;
    case 'another-commit': {
      const name = await askText({ prompt: 'Name or id of a commit', placeHolder: 'main, HEAD~3 or a tag' });
      return name === undefined ? undefined : { type: 'commit', name };
    }
    case 'another-file':
      return anotherFile(prompt);
    case 'another-setting':
      return askText({
        prompt: 'Settings as in the head of a prompt',
        placeHolder: 'temperature: 0.3, maxOutputTokens: 200',
        validateInput: (text) => {
          const read = readColumnSetting(text);
          return read.type === 'faulty' ? read.message : undefined;
        },
      });
  }
}

async function anotherFile(prompt: vscode.Uri): Promise<ColumnVersion | undefined> {
  const files = await vscode.workspace.findFiles(
    '**/*.{prompt,prompty,prompt.yml,prompt.yaml,prompt.txt}',
    '**/node_modules/**',
  );
  const others = files.filter((file) => file.toString() !== prompt.toString());
  const items = others.map((uri) => ({
    label: path.posix.basename(uri.path),
    description: vscode.workspace.asRelativePath(uri),
    uri,
  }));
  const picked = await vscode.window.showQuickPick(
    items.toSorted((left, right) => left.description.localeCompare(right.description)),
    { title: 'Another File', placeHolder: 'Its columns get the same inputs', matchOnDescription: true },
  );
  return picked && { type: 'file', uri: picked.uri.toString() };
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** Each value once, in the order of their first places. */
function distinct<Value>(values: readonly Value[]): Value[] {
  return values.filter((value, index) => values.findIndex((other) => isSame(other, value)) === index);
}
