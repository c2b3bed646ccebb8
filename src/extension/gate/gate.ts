import * as vscode from 'vscode';
import { registerCommand } from '../commandRegistry.ts';
import { commands } from '../contributions.ts';
import { Disposables } from '../disposables.ts';
import type { Services } from '../services.ts';
import { registerAcceptBaseline } from './acceptBaseline.ts';
import { registerChangeLens } from './changeLens.ts';
import { registerChangesStatus } from './changesStatus.ts';
import { registerChangesView } from './changesView.ts';
import { checkChanges, requireOne } from './checkChanges.ts';
import { chooseCommit } from './chooseCommit.ts';
import { registerInstallHook } from './installHook.ts';
import { openRepositories, PromptChanges } from './promptChanges.ts';

/** What concerns prompts that differ from what is committed: seen, run against it, accepted, and checked before a commit. */
export function registerGate(services: Services): vscode.Disposable {
  const held = new Disposables();
  const changes = held.add(new PromptChanges(services));
  held.add(registerChangesView(changes));
  held.add(registerChangesStatus(changes));
  held.add(registerChangeLens(services, changes));
  held.add(registerAcceptBaseline(services));
  held.add(registerInstallHook(services));
  const fileOf = (argument: unknown) =>
    argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  held.add(
    registerCommand(commands.compareWithHead, async (argument) => {
      const file = fileOf(argument);
      const repository = requireOne(await openRepositories(), file);
      await checkChanges(services, changes, { repository, staged: false, ...(file ? { file } : {}) });
    }),
  );
  held.add(
    registerCommand(commands.compareWithCommit, async (argument) => {
      const file = fileOf(argument);
      const repository = requireOne(await openRepositories(), file);
      const against = await chooseCommit(repository);
      if (against === undefined) return;
      await checkChanges(services, changes, { repository, staged: false, against, ...(file ? { file } : {}) });
    }),
  );
  held.add(
    registerCommand(commands.checkStaged, async () => {
      const repositories = await openRepositories();
      requireOne(repositories);
      for (const repository of repositories) await checkChanges(services, changes, { repository, staged: true });
    }),
  );
  return held;
}
