import * as path from 'node:path';
import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { personName } from '../../node/people/personName.ts';
import { settings } from '../editor/contributions.ts';

/** Names of Git by the folder, because a row that streams asks many times a second. */
const namesOfGit = new Map<string, Promise<string | undefined>>();

/** The name in the user's settings, else that of Git's configuration. */
export async function knownName(suite: vscode.Uri): Promise<string | undefined> {
  const set = vscode.workspace.getConfiguration().get<unknown>(settings.verdictName);
  if (typeof set === 'string' && set.trim() !== '') return set.trim();
  const folder = path.dirname(suite.fsPath);
  const known = namesOfGit.get(folder) ?? personName(folder);
  namesOfGit.set(folder, known);
  return known;
}

/** The same; throws `invalid-arguments` where nobody has a name. */
export async function nameFor(suite: vscode.Uri): Promise<string> {
  const name = await knownName(suite);
  if (name !== undefined) return name;
  throw new PolypromptError('invalid-arguments', 'A verdict needs a name or pseudonym, and Git knows none here.', {
    hint: `Set ${settings.verdictName}, or Git's user.name.`,
  });
}
