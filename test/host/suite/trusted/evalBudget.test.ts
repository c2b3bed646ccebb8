import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually.ts';
import { closeAll, runToEnd, serverUrl, storedRuns, workspaceFolder } from '../workspace.ts';

const suite = vscode.Uri.file(path.join(workspaceFolder(), 'evals', 'priced.eval.yaml'));
const statusesOf = (state: ReturnType<typeof storedRuns>[number]) =>
  Object.values(state.cells)
    .map((cell) => cell.status)
    .sort();

/** A model of the loopback server whose every answer costs a few cents; a limit that two of them reach. */
async function useSettings(maxPerRun: number | null): Promise<void> {
  const settings = {
    'polyprompt.endpoints': { priced: `${serverUrl}/v1` },
    'polyprompt.models': { 'priced/model': { input: 1000, output: 1000 } },
    'polyprompt.budget.confirmAbove': 1000,
    'polyprompt.budget.maxPerRun': maxPerRun,
  };
  for (const [name, value] of Object.entries(settings))
    await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
}

describe('a budget', () => {
  after(async () => {
    await useSettings(null);
    await closeAll();
  });

  it('stops a run before it is passed, keeps what was paid for, and buys only the rest when it is raised', async () => {
    await useSettings(null);
    const whole = await runToEnd('polyprompt.runSuiteWithoutCache', suite);
    const costs = Object.values(whole.cells).map((cell) => cell.cost?.amount ?? 0);
    assert.ok(costs.every((cost) => cost > 0));
    // How long an answer gets is not known before: what is under way is reserved at its highest price.
    await useSettings(Math.max(...costs) / 10);
    const stopped = await runToEnd('polyprompt.runSuiteWithoutCache', suite);
    assert.equal(stopped.status, 'budget');
    assert.ok(statusesOf(stopped).includes('queued'));
    const bought = statusesOf(stopped).filter((status) => status === 'done').length;
    await vscode.commands.executeCommand('polyprompt.resumeRun', {
      suite: suite.toString(),
      runId: stopped.runId,
      maxCost: 1000,
    });
    const resumed = await eventually('the resumed run to end', () =>
      storedRuns().find(({ runId, status }) => runId === stopped.runId && status === 'done'),
    );
    assert.deepEqual(statusesOf(resumed), ['done', 'done', 'done', 'done']);
    assert.ok(bought < 4);
  });
});

describe('a run that is stopped', () => {
  after(closeAll);

  it('keeps what it has, and ends at once', async () => {
    await useSettings(null);
    const before = new Set(storedRuns().map(({ runId }) => runId));
    const running = vscode.commands.executeCommand('polyprompt.runSuiteWithoutCache', suite);
    await running;
    await vscode.commands.executeCommand('polyprompt.stopRun');
    const state = await eventually('the run to end', () =>
      storedRuns().find(({ runId, endedAt }) => !before.has(runId) && endedAt !== undefined),
    );
    assert.ok(statusesOf(state).every((status) => status === 'done' || status === 'cancelled'));
  });
});
