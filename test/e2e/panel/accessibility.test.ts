import assert from 'node:assert/strict';
import axe from 'axe-core';
import { themes } from '../../../scripts/panelHarness.ts';
import { nextFrames, PanelBrowser } from './panelBrowser.ts';
import { delta, done, models, panelStates, runEnded, runStarted, snapshotOf, started } from './panelStates.ts';

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

const [luna, haiku] = models;

describe('the compare panel for everyone', () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  for (const theme of themes) {
    it(`has no serious fault by axe in ${theme} (fault 85)`, async () => {
      for (const state of Object.keys(panelStates())) {
        const panel = await browser.open({ theme, state });
        if (state === 'done') for (const key of ['d', '?']) await panel.page.keyboard.press(key);
        if (state === 'markdown') await panel.page.keyboard.press('m');
        if (state === 'structured') await panel.page.getByRole('button', { name: 'More actions' }).first().click();
        await nextFrames(panel.page);
        assert.deepEqual(panel.complaints, []);
        await panel.page.evaluate(axe.source);
        const violations: readonly Violation[] = await panel.page.evaluate(
          'axe.run(document).then((result) => result.violations)',
        );
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        assert.deepEqual(
          serious.map(({ id, nodes }) => `${state}: ${id} ${nodes[0]?.html} ${nodes[0]?.failureSummary}`),
          [],
        );
        await panel.close();
      }
    });
  }

  it('names every control', async () => {
    const panel = await browser.open({ state: 'done' });
    const { page } = panel;
    await page.getByRole('button', { name: /^Inputs/ }).click();
    for (const name of [
      'Run',
      'Models (5)',
      'Inputs',
      'Show as Markdown',
      'Show Earlier Runs',
      'Show Keys (?)',
      'Rerun terse',
      'More actions for terse',
    ])
      assert.equal(await page.getByRole('button', { name, exact: true }).count(), 1, name);
    for (const name of ['ticket required', 'locale', 'polite'])
      assert.equal(await page.getByLabel(name).count(), 1, name);
    assert.equal(await page.getByRole('radiogroup', { name: 'Diff' }).count(), 1);
    for (const model of models)
      assert.equal(await page.getByRole('region', { name: model.split('/')[1] ?? '', exact: true }).count(), 1);
    await panel.close();
  });

  it('tells a screen reader how a column ended, not every token', async () => {
    const panel = await browser.open();
    await panel.send(snapshotOf([runStarted([luna, haiku]), started(luna), started(haiku)]));
    await panel.page.evaluate(`
      window.heard = [];
      const region = document.querySelector('[role="status"]');
      new MutationObserver(() => window.heard.push(region.textContent)).observe(region, { childList: true, characterData: true, subtree: true });
    `);
    const heard = (): Promise<readonly string[]> => panel.page.evaluate('window.heard');
    await panel.send({ type: 'events', seq: 2, events: [delta(luna, 'The parcel'), delta(luna, ' is broken')] });
    assert.deepEqual(await heard(), []);
    await panel.send({ type: 'events', seq: 3, events: [done(luna, 'The parcel is broken.')] });
    await panel.send({ type: 'events', seq: 4, events: [done(haiku, 'Broken.'), runEnded] });
    await panel.page.getByText('Run finished.').waitFor({ state: 'attached' });
    assert.deepEqual(await heard(), [
      'gpt-5.6-luna finished, 187 tokens, 0.1 cents.',
      'claude-haiku-4-5 finished, 187 tokens, 0.1 cents. Run finished.',
    ]);
    await panel.close();
  });
});
