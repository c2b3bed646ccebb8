import * as vscode from 'vscode';
import { resultSentence } from '../../core/results/runListing.ts';
import type { RunSession } from '../../node/runs/runSession.ts';
import { commands } from '../editor/contributions.ts';
import type { Services } from '../services/services.ts';
import type { OpenSuite } from '../services/suites.ts';

export const showResultsLabel = 'Show Results';

/**
 * Says how an eval ended that somebody started and waits for. An eval that was stopped, by its limit or by a model that cannot go on, has a
 * message of its own.
 */
export async function tellEnded(services: Services, open: OpenSuite, session: RunSession): Promise<void> {
  await session.ended();
  const { afterEval } = services.settings();
  if (session.state.status !== 'done' || afterEval === 'nothing') return;
  const results = { suite: open.uri.toString(), runId: session.runId };
  if (afterEval === 'message') {
    const sentence = `${resultSentence(session.state)} in ${open.name}.`;
    const chosen = await vscode.window.showInformationMessage(sentence, showResultsLabel);
    if (chosen === undefined) return;
  }
  await vscode.commands.executeCommand(commands.showResults, results);
}
