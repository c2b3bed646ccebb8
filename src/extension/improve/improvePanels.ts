import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { defined } from '../../core/jsonRead.ts';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands, improveType } from '../editor/contributions.ts';
import { createPanel } from '../editor/numberedPanel.ts';
import { OpenPanels } from '../editor/openPanels.ts';
import { pickModels } from '../services/pickModels.ts';
import type { Services } from '../services/services.ts';
import { suiteOf } from '../services/suiteOf.ts';
import { ImprovePanel } from './improvePanel.ts';

/** `Improve Prompt...` and `Port Prompt to Model...`: one page for each suite, which shows its last improvement again. */
export function registerImprovePanels(services: Services): vscode.Disposable {
  const panels = new OpenPanels<ImprovePanel>({
    viewType: improveType,
    key: 'suite',
    restore: (suite, panel) => {
      const [newest] = services.improvements.stored(suite, 1);
      if (newest && !services.improvements.get(suite).current) services.improvements.reopen(suite, newest.runId);
      return new ImprovePanel(services, suite, panel);
    },
  });
  const panelOf = (suite: vscode.Uri) =>
    panels.of(suite, () => {
      const { context } = services;
      return new ImprovePanel(
        services,
        suite,
        createPanel({ context, viewType: improveType, about: suite, what: 'Improve' }),
      );
    });
  return vscode.Disposable.from(
    registerCommand(commands.improvePrompt, async (argument) => {
      const stored = storedIn(argument);
      if (!stored)
        return panelOf((await suiteOf(services, argument)).uri).ask(defined({ judge: textIn(argument, 'judge') }));
      if (!services.improvements.reopen(stored.suite, stored.runId))
        throw new PolypromptError('storage', 'This run is no longer on disk.', { hint: 'Improve the prompt anew.' });
      panelOf(stored.suite).show();
    }),
    registerCommand(commands.portPrompt, async (argument) => {
      const { uri } = await suiteOf(services, argument);
      const to = textIn(argument, 'to') ?? (await chooseModel(services, uri));
      if (to !== undefined) panelOf(uri).ask({ to });
    }),
    panels,
  );
}

/** The model that a person chose; undefined where they chose none. */
async function chooseModel(services: Services, suite: vscode.Uri): Promise<string | undefined> {
  const chosen = (await pickModels(services, { title: 'Port to Model', chosen: [], prompt: suite })) ?? [];
  const [model, ...others] = chosen;
  if (others.length === 0) return model;
  throw new PolypromptError('invalid-arguments', `A prompt is ported to one model; ${chosen.length} were chosen.`, {
    hint: 'Choose one, and port it to the others after that.',
  });
}

/** The stored run that the command was called with. */
function storedIn(argument: unknown): { readonly suite: vscode.Uri; readonly runId: string } | undefined {
  if (!isJsonObject(argument)) return undefined;
  const { suite, runId } = argument;
  return typeof suite === 'string' && typeof runId === 'string'
    ? { suite: vscode.Uri.parse(suite, true), runId }
    : undefined;
}

function textIn(argument: unknown, key: 'to' | 'judge'): string | undefined {
  const value = isJsonObject(argument) ? argument[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}
