import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { planSuite } from '../../../src/core/plan/planSuite.ts';
import { Journal } from '../../../src/node/records/journal.ts';
import { readRun } from '../../../src/node/runs/readRun.ts';
import { workspaceSuiteFiles } from '../../../src/node/suites/workspaceSuiteFiles.ts';
import { eventually } from '../../support/eventually.ts';
import { type LoopbackServer, startLoopbackServer } from '../../support/loopbackServer.ts';
import { type Desk, openDesk } from '../../support/workbench.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const runId = '20260101-000000-00aaaa';

/** What a kill leaves behind: a plan of six cells, one of them answered, and no end. */
async function cutOffRun(folder: string): Promise<void> {
  const suite = await readSuite(path.join(folder, 'label.eval.yaml'), workspaceSuiteFiles(folder));
  const { plan } = planSuite(suite, { runId, name: 'label.eval.yaml', promptVersion: 'v' });
  const journal = Journal.open(path.join(folder, '.polyprompt'), runId);
  journal.append({ type: 'run-started', at: 1, ...plan });
  const [first] = plan.cells;
  assert.ok(first);
  journal.append({
    type: 'cell-done',
    cell: first.id,
    at: 2,
    target: first.target,
    model: first.target,
    answer: 'damaged',
    toolCalls: [],
    usage: null,
    cost: null,
    servedModel: null,
    requestId: null,
    finishReason: 'stop',
    rawFinishReason: null,
    timing: { totalMs: 5 },
    attempts: 1,
    warnings: [],
  });
  journal.close();
}

describe('an eval that a crash cut off (fault 46)', () => {
  let server: LoopbackServer;
  let desk: Desk;
  let scratch = '';

  before(async () => {
    server = await startLoopbackServer();
    server.otherwise(() => ({ answer: { text: 'refund' } }));
    scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-resume-'));
    const folder = path.join(scratch, 'evals');
    cpSync(path.join(root, 'test/e2e/evals'), folder, { recursive: true });
    writeFileSync(path.join(folder, 'notes.md'), 'Nothing here.\n');
    await cutOffRun(folder);
    desk = await openDesk({
      folder: path.relative(root, folder),
      settings: { 'polyprompt.endpoints': { local: `${server.url}/v1` } },
    });
  });
  after(async () => {
    await desk.close();
    await server.close();
    rmSync(scratch, { recursive: true });
  });

  it('is offered once, says what is kept, and asks only what has no answer yet', async () => {
    // The window of a test has no focus, and shows no toast; its list closes by itself when it is empty.
    const list = desk.page.locator('.notifications-center');
    const offer = list.locator('.notification-list-item', { hasText: 'was cut off: 1 of 6 answers are kept' });
    await eventually(
      'the offer',
      async () => {
        if (!(await list.isVisible())) await desk.page.locator('#status\\.notifications').click();
        return (await offer.count()) || undefined;
      },
      40_000,
    );
    await offer.getByRole('button', { name: 'Resume' }).click();
    const state = await eventually('the run to end', () => {
      const found = readRun(path.join(desk.folder, '.polyprompt'), runId);
      return found?.status === 'done' ? found : undefined;
    });
    assert.equal(server.requests.length, 5);
    const cells = Object.values(state.cells);
    assert.ok(cells.every((cell) => cell.status === 'done' && cell.verdict !== undefined));
    assert.equal(cells[0]?.text, 'damaged');
  });
});
