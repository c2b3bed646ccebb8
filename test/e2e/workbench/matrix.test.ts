import assert from 'node:assert/strict';
import { type Desk, openDesk } from '../../support/workbench.ts';

const figures = async (desk: Desk) =>
  (await desk.panel.locator('.run-figures').innerText()).replaceAll(/[\u00a0\s]+/g, ' ');
const ended = async (desk: Desk) => Number(/^(\d+) of 180/.exec(await figures(desk))?.[1] ?? Number.NaN);

describe('the matrix in the workbench', () => {
  let desk: Desk;
  before(async () => {
    desk = await openDesk({ folder: 'examples', viewport: { width: 1600, height: 900 } });
    await desk.openFile('triage.eval.yaml');
  });
  after(() => desk.close());

  it('opens beside the suite when it is asked for, and says what a run would take', async () => {
    await desk.command('Polyprompt: Show Eval Results');
    await desk.panel.getByText('Evaluate triage.eval.yaml').waitFor();
    await desk.panel
      .getByText(/est\. \$[\d.]+.*simulated/)
      .first()
      .waitFor();
  });

  it('fills while the suite runs', async () => {
    await desk.panel.getByRole('button', { name: 'Run', exact: true }).last().click();
    await desk.panel.getByText('60 cases × 3 models').waitFor();
    await desk.panel.locator('.cell.pass').first().waitFor();
    assert.ok((await ended(desk)) < 180);
  });

  it('goes on when the panel is closed, and shows all of it when it is opened again (fault 80)', async () => {
    assert.ok((await ended(desk)) < 180);
    await desk.page.getByRole('tab', { name: /triage\.eval\.yaml - Results/ }).click();
    await desk.page.keyboard.press('Control+W');
    await desk.page.getByRole('tab', { name: /Results/ }).waitFor({ state: 'detached' });
    await desk.command('Polyprompt: Show Eval Results');
    await desk.panel.locator('.run-figures', { hasText: /^run / }).waitFor({ timeout: 60_000 });
    assert.equal(await desk.panel.locator(':is(.queued, .running)').count(), 0);
    assert.match(await figures(desk), /^run \d\d:\d\d, [\d.]+ s, ~\$[\d.]+ simulated \(estimated \$[\d.]+\)$/);
  });

  it('opens a row with its answers and failed checks, and goes to the line of the case', async () => {
    await desk.panel.locator('.cell.fail').first().click();
    await desk.panel
      .getByText(/Expected the output to contain/)
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
    await desk.panel.getByRole('button', { name: 'Rerun Case on All Models' }).click();
    await desk.panel.locator('.line.open .cell.running, .line.open .cell.queued').first().waitFor();
    await desk.panel
      .locator('.line.open .cell:is(.pass, .fail, .refused, .truncated)')
      .nth(2)
      .waitFor({ timeout: 30_000 });
    await desk.panel.getByText('60 cases × 3 models').waitFor();
  });

  it('comes back with its run after the window was reloaded (fault 47)', async () => {
    const totals = await desk.panel.locator('.totals').innerText();
    await desk.page.reload();
    await desk.page.locator('.monaco-workbench .part.statusbar').waitFor();
    await desk.panel
      .locator('.totals')
      .getByText(/\d+ of \d+/)
      .first()
      .waitFor({ timeout: 40_000 });
    assert.equal(await desk.panel.locator('.totals').innerText(), totals);
    await desk.panel
      .getByText(/Expected the output to contain/)
      .first()
      .waitFor();
  });

  it('is the place where a run from the history opens', async () => {
    await desk.command('Polyprompt: Show Runs');
    await desk.page.getByRole('tab', { name: /triage\.eval\.yaml - Results/ }).click();
    await desk.page.keyboard.press('Control+W');
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
