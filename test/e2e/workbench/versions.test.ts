import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { gitIn } from '../../support/gitFolder.ts';
import { type Desk, openDesk } from '../../support/workbench.ts';

const column = (desk: Desk, name: string) => desk.panel.getByRole('region', { name, exact: true });

async function tick(desk: Desk, ...labels: readonly string[]): Promise<void> {
  await desk.command('Polyprompt: Choose Versions and Settings');
  const list = desk.page.locator('.quick-input-list .monaco-list-row');
  await list.first().waitFor();
  for (const label of labels) await list.filter({ hasText: label }).first().click();
  await desk.page.locator('.quick-input-widget .quick-input-action a', { hasText: 'OK' }).click();
}

async function hasEnded(desk: Desk): Promise<void> {
  await desk.panel.getByText(/^Total /).waitFor();
  await desk.panel.getByRole('button', { name: 'Stop' }).first().waitFor({ state: 'hidden' });
}

describe('columns for versions of a prompt in the workbench', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk({ folder: 'examples', viewport: { width: 1600, height: 1000 } });
    gitIn(desk.folder, ['init', '--quiet', '-b', 'main']);
    gitIn(desk.folder, ['add', '.']);
    gitIn(desk.folder, ['commit', '--quiet', '-m', 'Sort tickets']);
    appendFileSync(path.join(desk.folder, 'desk.prompt'), '\nSay it in one sentence.\n');
    await desk.page.reload();
    await desk.page.locator('.monaco-workbench .part.statusbar').waitFor();
    await desk.openFile('desk.prompt');
  });
  after(() => desk.close());

  it('ask the prompt as it stands and as it was committed, under each setting', async () => {
    await tick(desk, 'HEAD', 'temperature: 1');
    await desk.openFile('desk.prompt');
    await desk.page.keyboard.press('Control+Enter');
    await hasEnded(desk);
    const [model = ''] = await desk.panel.locator('.column h2').allInnerTexts();
    for (const words of [' @ HEAD', ' · temperature: 1', ' @ HEAD · temperature: 1'])
      await column(desk, `${model}${words}`).waitFor();
    assert.equal(await column(desk, `${model} @ HEAD`).locator('.badge').first().innerText(), 'HEAD');
  });
});
