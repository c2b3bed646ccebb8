import assert from 'node:assert/strict';
import type { CompareMessage } from '../../../src/protocol.ts';
import { nextFrames, type OpenPanel, PanelBrowser } from './panelBrowser.ts';
import { models } from './panelStates.ts';

const [luna] = models;
const older = `${luna} @ HEAD · temperature: 1`;

function columnOf(panel: OpenPanel, label: string) {
  return panel.page.getByRole('region', { name: label, exact: true });
}

async function lastPosted(panel: OpenPanel): Promise<CompareMessage | undefined> {
  return (await panel.posted()).at(-1);
}

describe('columns that are asked several times, in versions and settings', () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  it('say what is stable, and show any of their answers', async () => {
    const panel = await browser.open({ state: 'repeated' });
    const column = columnOf(panel, 'gpt-5.6-luna');
    assert.equal(await column.locator('.stability').innerText(), '2 of 3 agree on urgency');
    assert.equal(await columnOf(panel, 'claude-haiku-4-5').locator('.stability').innerText(), '3 of 3 are the same');
    assert.match(await column.locator('.body').innerText(), /"high"/);
    await column.getByText('3', { exact: true }).click();
    await nextFrames(panel.page);
    assert.match(await column.locator('.body').innerText(), /"medium"/);
    await panel.close();
  });

  it('show another answer by its number, and copy the one that is shown', async () => {
    const panel = await browser.open({ state: 'repeated' });
    const column = columnOf(panel, 'gpt-5.6-luna');
    await column.locator('.body').focus();
    await panel.page.keyboard.press('3');
    await nextFrames(panel.page);
    assert.match(await column.locator('.body').innerText(), /"medium"/);
    await column.getByRole('button', { name: 'More actions for gpt-5.6-luna' }).click();
    await panel.page.getByRole('menuitem', { name: 'Copy Answer' }).click();
    assert.deepEqual(await lastPosted(panel), { type: 'copy-answer', target: luna, repeat: 2 });
    await panel.close();
  });

  it('name their version and setting, and count as running while one of their answers is on its way', async () => {
    const panel = await browser.open({ state: 'repeated' });
    const column = columnOf(panel, 'gpt-5.6-luna @ HEAD · temperature: 1');
    assert.deepEqual(await column.locator('.badge').allInnerTexts(), ['HEAD', 'temperature: 1']);
    assert.equal(await column.locator('.stability').innerText(), '2 of 3 answered');
    await column.getByRole('button', { name: /^Stop / }).click();
    assert.deepEqual(await lastPosted(panel), { type: 'stop-target', target: older });
    await panel.close();
  });

  it('are asked more often, in other versions and settings, from the toolbar', async () => {
    const panel = await browser.open({ state: 'done' });
    await panel.page.getByRole('button', { name: 'x1: each model is asked once' }).click();
    await panel.page.getByRole('menuitem', { name: 'Ask 3 Times' }).click();
    assert.deepEqual(await lastPosted(panel), { type: 'set-repeats', repeats: 3 });
    await panel.page.getByRole('button', { name: 'Versions and settings' }).click();
    assert.deepEqual(await lastPosted(panel), { type: 'choose-columns' });
    await panel.close();
  });

  it('may give results to calls that were the answer', async () => {
    const panel = await browser.open({ state: 'structured' });
    await columnOf(panel, 'gemini-3.8-flash').locator('vscode-button', { hasText: 'Give Results' }).click();
    assert.deepEqual(await lastPosted(panel), { type: 'take-up-calls', target: models[2] });
    assert.equal(
      await columnOf(panel, 'gpt-5.6-luna').locator('vscode-button', { hasText: 'Give Results' }).count(),
      0,
    );
    await panel.close();
  });
});
