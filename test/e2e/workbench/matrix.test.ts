import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LoopbackServer, startLoopbackServer } from '../../support/loopbackServer.ts';
import { type Desk, openDesk } from '../../support/workbench.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..');

const figures = async (desk: Desk) =>
  (await desk.panel.locator('.run-figures').innerText()).replaceAll(/[\u00a0\s]+/g, ' ');
const ended = async (desk: Desk) => Number(/^(\d+) of 180/.exec(await figures(desk))?.[1] ?? Number.NaN);

/** Holds answers back while it is shut, so that a run lasts as long as a test needs it. */
class Gate {
  passed = Promise.resolve();
  open = () => {};

  shut(): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.passed = promise;
    this.open = resolve;
  }
}

/** The suite of the examples, its last model one whose answers can be held back. */
function copyExamples(scratch: string): string {
  const folder = path.join(scratch, 'examples');
  cpSync(path.join(root, 'examples'), folder, { recursive: true });
  const suite = path.join(folder, 'triage.eval.yaml');
  writeFileSync(suite, readFileSync(suite, 'utf8').replace('simulated/unreliable', 'local/held'));
  return path.relative(root, folder);
}

async function closeResults({ page }: Desk): Promise<void> {
  const tab = page.getByRole('tab', { name: /triage\.eval\.yaml - Results/ });
  await tab.click();
  await page.keyboard.press('Control+W');
  await tab.waitFor({ state: 'detached' });
}

describe('the matrix in the workbench', () => {
  const gate = new Gate();
  let scratch = '';
  let server: LoopbackServer;
  let desk: Desk;
  before(async () => {
    server = await startLoopbackServer();
    server.otherwise(() => ({ answer: { text: 'damaged' }, heldUntil: gate.passed }));
    scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-matrix-'));
    desk = await openDesk({
      folder: copyExamples(scratch),
      settings: {
        'polyprompt.endpoints': { local: `${server.url}/v1` },
        'polyprompt.models': { 'local/held': { input: 0.1, output: 0.4 } },
      },
      viewport: { width: 1600, height: 900 },
    });
    await desk.openFile('triage.eval.yaml');
  });
  after(async () => {
    gate.open();
    await desk.close();
    await server.close();
    rmSync(scratch, { recursive: true });
  });

  it('opens beside the suite when it is asked for, and says what a run would take', async () => {
    await desk.command('Polyprompt: Show Eval Results');
    await desk.panel.getByText('Evaluate triage.eval.yaml').waitFor();
    await desk.panel
      .getByText(/at most \$[\d.]+/)
      .first()
      .waitFor();
  });

  it('fills while the suite runs', async () => {
    gate.shut();
    await desk.panel.getByRole('button', { name: 'Run', exact: true }).last().click();
    await desk.panel.getByText('60 cases × 3 models').waitFor();
    await desk.panel.locator('.cell.pass').first().waitFor();
    assert.ok((await ended(desk)) <= 120);
  });

  it('goes on when the panel is closed, and shows all of it when it is opened again (fault 80)', async () => {
    await closeResults(desk);
    gate.open();
    await desk.command('Polyprompt: Show Eval Results');
    await desk.panel.locator('.run-figures', { hasText: /^run / }).waitFor({ timeout: 60_000 });
    assert.equal(await desk.panel.locator(':is(.queued, .running)').count(), 0);
    assert.match(
      await figures(desk),
      /^run \d+:\d\d\s?(?:AM|PM)?, [\d.]+ s, ~\$[\d.]+ \(expected (?:at most|about) \$[\d.]+\)$/,
    );
  });

  it('opens a row with its answers and failed checks, and goes to the line of the case', async () => {
    await desk.panel.locator('.cell.fail').first().click();
    await desk.panel
      .getByText(/Does not contain/)
      .first()
      .waitFor();
    await desk.panel.getByRole('button', { name: 'Open Case in Editor' }).click();
    await desk.page
      .getByRole('tab', { name: /tickets\.jsonl/ })
      .first()
      .waitFor();
    const number = await desk.panel.locator('.line.open .number').innerText();
    await desk.page.getByRole('button', { name: new RegExp(`Ln ${number}, Col 1`) }).waitFor();
  });

  it('asks one case again, and keeps the other rows', async () => {
    gate.shut();
    await desk.panel.getByRole('button', { name: 'Rerun Case on All Models' }).click();
    await desk.panel.locator('.line.open .cell.running').first().waitFor();
    gate.open();
    await desk.panel.locator('.line.open .cell:is(.pass, .fail, .refused, .truncated)').nth(2).waitFor();
    // Its sums are told again with its end.
    await desk.panel.locator('.run-figures', { hasText: /^run / }).waitFor();
    await desk.panel.getByText('60 cases × 3 models').waitFor();
  });

  it('comes back with its run after the window was reloaded (fault 47)', async () => {
    const totals = await desk.panel.locator('.totals').innerText();
    await desk.reload(/"openCase":"[^"]/);
    await desk.panel
      .locator('.totals')
      .getByText(/\d+ of \d+/)
      .first()
      .waitFor({ timeout: 40_000 });
    assert.equal(await desk.panel.locator('.totals').innerText(), totals);
    await desk.panel
      .getByText(/Does not contain/)
      .first()
      .waitFor();
  });

  it('is the place where a run from the history opens', async () => {
    await desk.command('Polyprompt: Show Runs');
    await closeResults(desk);
    await desk.page
      .getByRole('treeitem', { name: /triage\.eval\.yaml/ })
      .first()
      .click();
    await desk.panel.getByText('60 cases × 3 models').waitFor();
  });

  it('asked nobody', () => {
    assert.deepEqual(desk.workbench.blocked, []);
  });
});
