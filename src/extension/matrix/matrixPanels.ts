import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands, matrixType } from '../editor/contributions.ts';
import { OpenPanels } from '../editor/openPanels.ts';
import type { Services } from '../services/services.ts';
import { MatrixPanel } from './matrixPanel.ts';

/** Opens one matrix per suite, beside the editor. They come back when the window is reloaded. */
export function registerMatrixPanels(services: Services): vscode.Disposable {
  const panels = new OpenPanels<MatrixPanel>({
    viewType: matrixType,
    key: 'suite',
    restore: async (suite, panel) => {
      await bringBack(services, suite, undefined);
      return new MatrixPanel(services, suite, panel);
    },
  });
  const open = async (argument: unknown) => {
    const { suite, caseId, runId } = await shownResults(services, argument);
    await bringBack(services, suite, runId);
    const panel = panels.of(suite, () => MatrixPanel.open(services, suite));
    panel.reveal(caseId);
    return panel;
  };
  return vscode.Disposable.from(
    registerCommand(commands.showResults, async (argument: unknown) => void (await open(argument))),
    registerCommand(commands.chooseAnswers, async (argument: unknown) => (await open(argument)).choose()),
    panels,
  );
}

interface ShownResults {
  readonly suite: vscode.Uri;
  readonly caseId?: string;
  readonly runId?: string;
}

/** The argument is the address of a suite, or `{suite, caseId?, runId?}`; without one it is the suite of the active editor. */
async function shownResults(services: Services, argument: unknown): Promise<ShownResults> {
  if (argument instanceof vscode.Uri) return { suite: argument };
  if (isJsonObject(argument) && typeof argument['suite'] === 'string') {
    const { suite, caseId, runId } = argument;
    return {
      suite: vscode.Uri.parse(suite, true),
      ...(typeof caseId === 'string' ? { caseId } : {}),
      ...(typeof runId === 'string' ? { runId } : {}),
    };
  }
  const active = vscode.window.activeTextEditor?.document.uri;
  const using = active && (await services.suites.all()).find((open) => open.files.has(active.fsPath));
  if (using) return { suite: using.uri };
  throw new PolypromptError('invalid-arguments', 'The active editor holds no eval suite.', {
    hint: 'Open an *.eval.yaml, a promptfooconfig.yaml, a .prompt.yml with test data, or one of their data files.',
  });
}

/** The run that was asked for; without one that of this window, else the newest on disk. */
async function bringBack({ evals }: Services, suite: vscode.Uri, runId: string | undefined): Promise<void> {
  if (runId === undefined && evals.sessions.get(suite).current) return;
  const wanted = runId ?? evals.sessions.stored(suite, 1)[0]?.runId;
  if (wanted === undefined || (await evals.reopen(suite, wanted))) return;
  if (runId !== undefined)
    throw new PolypromptError('storage', 'This run is no longer on disk.', { hint: 'Run the suite anew.' });
}
