import * as vscode from 'vscode';
import { describeBatches } from '../../core/batch/batchReport.ts';
import type { RunState } from '../../core/run/state.ts';
import type { BatchProblem } from '../../node/batch/refreshBatches.ts';
import { commands } from '../editor/contributions.ts';

const collect = 'Collect Batch Results';

/** Says how a run's jobs stand and offers the next step; silent where no results are still to come. */
export async function tellBatches(
  suite: vscode.Uri,
  state: RunState,
  problems: readonly BatchProblem[],
): Promise<void> {
  const [problem] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  if (!problem && state.status !== 'submitted') return;
  const chosen = problem
    ? await vscode.window.showWarningMessage(
        `${state.prompt}: ${problem.error.message} ${problem.error.hint}${more}`,
        collect,
      )
    : await vscode.window.showInformationMessage(`${state.prompt}: ${describeBatches(state)}.`, collect);
  if (chosen)
    await vscode.commands.executeCommand(commands.collectBatch, { suite: suite.toString(), runId: state.runId });
}
