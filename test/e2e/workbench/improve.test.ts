import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../../support/eventually.ts';
import { type Desk, openDesk } from '../../support/workbench.ts';

const button = (desk: Desk, text: string) => desk.panel.locator('vscode-button', { hasText: text }).first();

describe('improving a prompt with simulated models in the workbench', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk({ folder: 'examples', viewport: { width: 1600, height: 1000 } });
  });
  after(() => desk.close());

  it('says what it would do before it asks anybody, finds a planted fault, and proves the edit', async () => {
    await desk.openFile('inbox.eval.yaml');
    await desk.command('Polyprompt: Improve Prompt...');
    await desk.panel.getByText(/held out for the proof/).waitFor();
    await button(desk, 'Start').click();
    await desk.panel.getByRole('region', { name: 'Result' }).waitFor({ timeout: 90_000 });
    const result = await desk.panel.getByRole('region', { name: 'Result' }).innerText();
    assert.match(result, /points more on \d+ held-out rows that took no part in the search/);
  });

  it('writes the edit into the prompt as it stands, in one step that can be undone', async () => {
    const file = path.join(desk.folder, 'inbox.prompt');
    const before = readFileSync(file, 'utf8');
    await button(desk, 'Accept').click();
    await desk.page.locator('.tab[data-resource-name="inbox.prompt"]').first().waitFor();
    await desk.page.locator('.tab[data-resource-name="inbox.prompt"]').first().click();
    await desk.page.keyboard.press('Control+S');
    await eventually('the edit on disk', () => readFileSync(file, 'utf8') !== before || undefined);
    await desk.page.locator('.editor-instance .view-lines').first().click();
    await desk.page.keyboard.press('Control+Z');
    await desk.page.keyboard.press('Control+S');
    await eventually('the prompt as it was', () => readFileSync(file, 'utf8') === before || undefined);
  });

  it('says of a good prompt that nothing better was found', async () => {
    await desk.openFile('reviews.eval.yaml');
    await desk.command('Polyprompt: Improve Prompt...');
    await desk.panel.getByRole('heading', { name: 'Improve reviews.prompt' }).waitFor();
    await button(desk, 'Start').click();
    await desk.panel.getByText(/^Nothing better found/).waitFor({ timeout: 90_000 });
  });

  it('ports a prompt to another model, and says how it does there', async () => {
    await desk.openFile('reviews.prompt');
    await desk.command('Polyprompt: Port Prompt to Model...');
    await desk.page.locator('.quick-input-widget input[type="text"]').first().fill('simulated/thorough');
    await desk.page
      .locator('.quick-input-list .monaco-list-row', { hasText: /^simulated\/thorough/ })
      .first()
      .click();
    await desk.page.locator('.quick-input-widget .quick-input-action a', { hasText: 'OK' }).click();
    await desk.panel.getByRole('heading', { name: 'Port reviews.prompt to simulated/thorough' }).waitFor();
    await button(desk, 'Start').click();
    const result = desk.panel.getByRole('region', { name: 'Result' });
    await result.waitFor({ timeout: 90_000 });
    assert.match(await result.innerText(), /passes \d+% on simulated\/thorough and \d+% on simulated\/terse/);
  });

  it('lists improvements among the runs, and opens one again on its page', async () => {
    await desk.command('Polyprompt: Show Runs');
    const item = desk.page.locator('.monaco-list-row', { hasText: 'Improve inbox.prompt' }).first();
    await item.click();
    await desk.panel.getByRole('heading', { name: 'Improve inbox.prompt' }).waitFor();
    await desk.panel
      .getByText(/points more on \d+ held-out rows/)
      .first()
      .waitFor();
  });
});
