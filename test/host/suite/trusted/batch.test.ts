import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { readSuite } from '../../../../src/core/dataset/readSuite.ts';
import { planSuite } from '../../../../src/core/plan/planSuite.ts';
import { promptVersionOf } from '../../../../src/core/plan/promptVersion.ts';
import { loadCatalog } from '../../../../src/core/pricing/catalog.ts';
import { createRegistry } from '../../../../src/core/providers/registry.ts';
import { outcomeOf } from '../../../../src/core/results/outcome.ts';
import { BatchKeeper } from '../../../../src/node/batch/batchKeeper.ts';
import { nodeEnvironment } from '../../../../src/node/nodeEnvironment.ts';
import { newRunId } from '../../../../src/node/records/journal.ts';
import { RunSession } from '../../../../src/node/runs/runSession.ts';
import { workspaceSuiteFiles } from '../../../../src/node/suites/workspaceSuiteFiles.ts';
import { type BatchServer, startBatchServer } from '../../../support/batchServer.ts';
import { eventually } from '../../../support/eventually.ts';
import { closeAll, storedRuns, workspaceFolder } from '../workspace.ts';

const name = 'evals/chairs.eval.yaml';
const file = path.join(workspaceFolder(), name);

describe('a batch that was submitted elsewhere', () => {
  let server: BatchServer;
  before(async () => {
    server = await startBatchServer();
    writeFileSync(
      file,
      'prompts: ["Say {{word}}"]\nproviders: [openai/gpt-5.6-luna]\ntests:\n  - vars: {word: lamp}\n    assert: [{type: icontains, value: lamp}]\n  - vars: {word: chair}\n    assert: [{type: icontains, value: chair}]\n',
    );
    await setEndpoints({ openai: `${server.url}/v1` });
  });
  after(async () => {
    rmSync(file, { force: true });
    await setEndpoints(undefined);
    await server.close();
    await closeAll();
  });

  it('is collected and graded by one command', async () => {
    const runId = await submit();
    await vscode.commands.executeCommand('polyprompt.collectBatch', vscode.Uri.file(file));
    const state = await eventually('the results to be there', () =>
      storedRuns().find((run) => run.runId === runId && run.status === 'done'),
    );
    assert.deepEqual(Object.values(state.cells).map(outcomeOf), ['pass', 'pass']);
  });

  async function submit(): Promise<string> {
    const suite = await readSuite(file, workspaceSuiteFiles(workspaceFolder()));
    const runId = newRunId(Date.now(), Math.random);
    const { plan } = planSuite(suite, { runId, name, promptVersion: promptVersionOf(suite) });
    const context = {
      registry: createRegistry({ endpoints: { openai: { baseUrl: `${server.url}/v1` } } }),
      environment: nodeEnvironment({ lookUpKey: async () => undefined }),
      catalog: loadCatalog(),
      storage: path.join(workspaceFolder(), '.polyprompt'),
    };
    const batch = BatchKeeper.forNewRun({ ...context, signal: new AbortController().signal });
    const fail = (error: unknown) => assert.fail(String(error));
    const session = RunSession.start({ ...context, batch, lanes: { start: 4, max: 4 }, onStorageFailure: fail }, plan);
    await session.ended();
    return runId;
  }
});

async function setEndpoints(endpoints: Readonly<Record<string, string>> | undefined): Promise<void> {
  await vscode.workspace
    .getConfiguration()
    .update('polyprompt.endpoints', endpoints, vscode.ConfigurationTarget.Global);
}
