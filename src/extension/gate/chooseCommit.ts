import * as vscode from 'vscode';
import type { GitRepository } from '../../node/git/gitRepository.ts';
import { askText } from '../editor/askText.ts';

const mostNames = '200';

/** The branch, tag or commit that was chosen, by its name; undefined when the user chose none. */
export async function chooseCommit(repository: GitRepository): Promise<string | undefined> {
  const listed = await repository.read([
    'for-each-ref',
    `--count=${mostNames}`,
    '--sort=-committerdate',
    '--format=%(refname:short)%09%(subject)',
    'refs/heads',
    'refs/remotes',
    'refs/tags',
  ]);
  const items: vscode.QuickPickItem[] = listed
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [label = '', description = ''] = line.split('\t');
      return { label, description };
    });
  const another: vscode.QuickPickItem = { label: '$(edit) Another commit...', alwaysShow: true };
  const chosen = await vscode.window.showQuickPick([...items, another], {
    title: 'Compare with',
    placeHolder: 'Compared is what changed since this branch left the chosen one',
    matchOnDescription: true,
  });
  if (chosen !== another) return chosen?.label;
  return askText({ prompt: 'Id or name of a commit', placeHolder: 'HEAD~3' });
}
