import assert from 'node:assert/strict';
import axe from 'axe-core';
import { themes } from '../../../scripts/panelHarness.ts';
import { improveScenes } from './improveScenes.ts';
import { nextFrames, PanelBrowser } from './panelBrowser.ts';

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

describe('the page of an improvement', () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  for (const theme of themes)
    it(`shows every scene in ${theme} within its policy and without a serious fault by axe`, async () => {
      for (const state of Object.keys(improveScenes())) {
        const { page, complaints, close } = await browser.openImprove({ theme, state });
        assert.deepEqual(complaints, []);
        await page.evaluate(axe.source);
        const violations: readonly Violation[] = await page.evaluate(
          'axe.run(document).then((result) => result.violations)',
        );
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        assert.deepEqual(
          serious.map(({ id, nodes }) => `${state}: ${id} ${nodes[0]?.html} ${nodes[0]?.failureSummary}`),
          [],
        );
        await close();
      }
    });

  it('fits into a narrow panel without scrolling sideways', async () => {
    for (const state of Object.keys(improveScenes())) {
      const { page, close } = await browser.openImprove({ state, width: 320, height: 700 });
      assert.equal(
        await page.evaluate(
          'document.querySelector("polyprompt-improve").scrollWidth - document.querySelector("polyprompt-improve").clientWidth',
        ),
        0,
        state,
      );
      await close();
    }
  });

  it('says what would be done and what it may cost before anything is sent, and starts', async () => {
    const { page, posted, close } = await browser.openImprove({ state: 'asked' });
    const plan = await page.getByRole('region', { name: 'What will be done' }).innerText();
    for (const wanted of [
      '40 held out for the proof',
      'gain of about 20% or more',
      'At most 300 calls',
      'probably about $0.12',
    ])
      assert.ok(plan.includes(wanted), wanted);
    await page.getByRole('spinbutton', { name: 'Calls at most' }).fill('1000');
    await page.getByRole('spinbutton', { name: 'Calls at most' }).press('Enter');
    const options = {
      reflect: 'openai/gpt-5.6-sol',
      target: 'openai/gpt-5.6-luna',
      maxCalls: 1000,
      shorter: false,
      examples: 0,
      batch: false,
    };
    assert.deepEqual((await posted()).at(-1), { type: 'set-options', options });
    await page.getByRole('spinbutton', { name: 'Examples at most' }).fill('9');
    await page.getByRole('spinbutton', { name: 'Examples at most' }).press('Enter');
    const few = { ...options, maxCalls: 300, examples: 4 };
    assert.deepEqual((await posted()).at(-1), { type: 'set-options', options: few });
    await page.getByRole('textbox', { name: 'Aim at' }).fill(' recall(refund) ');
    await page.getByRole('textbox', { name: 'Aim at' }).press('Enter');
    const aimed = { ...few, examples: 0, aim: 'recall(refund)' };
    assert.deepEqual((await posted()).at(-1), { type: 'set-options', options: aimed });
    await page.getByRole('checkbox', { name: 'Held-out rows by batch jobs' }).check();
    assert.deepEqual((await posted()).at(-1), { type: 'set-options', options: { ...few, examples: 0, batch: true } });
    await page.locator('vscode-button', { hasText: 'Start' }).click();
    assert.deepEqual((await posted()).at(-1), { type: 'start' });
    await close();
  });

  it('does not start where it cannot, and says why', async () => {
    const { page, close } = await browser.openImprove({ state: 'refused' });
    await page.getByText('It names several prompts.').waitFor();
    assert.equal(await page.locator('vscode-button', { hasText: 'Start' }).getAttribute('disabled'), '');
    await close();
  });

  it('shows proposals as they fall, with their reason and edit, and stops', async () => {
    const { page, posted, close } = await browser.openImprove({ state: 'running' });
    const states = await page.locator('.proposal > summary .proposal-state').allInnerTexts();
    assert.deepEqual(states, ['dropped', 'dropped', 'trying']);
    await page.locator('.proposal').nth(0).locator('summary').click();
    await page.getByText('It mends none of the rows that were shown.').waitFor();
    assert.match(await page.locator('.proposal').nth(0).locator('ins').innerText(), /Kindly/);
    await page.locator('vscode-button', { hasText: 'Stop' }).click();
    assert.deepEqual((await posted()).at(-1), { type: 'stop' });
    await close();
  });

  it('claims what was proved, names the rows that got worse, and offers the edit', async () => {
    const { page, posted, close } = await browser.openImprove({ state: 'found' });
    const result = page.getByRole('region', { name: 'Result' });
    assert.match(await result.innerText(), /52\.5 points more on 40 held-out rows[\s\S]*seen 3 times/);
    await result.getByRole('button', { name: 'My parcel is late and the lamp is broken' }).click();
    assert.deepEqual((await posted()).at(-1), { type: 'show-case', caseId: 'case-12' });
    for (const [label, type] of [
      ['Accept', 'accept'],
      ['Open in Diff Editor', 'open-diff'],
      ['Take Parts...', 'take-parts'],
    ] as const) {
      await result.locator('.finalist').first().locator('vscode-button', { hasText: label }).first().click();
      assert.deepEqual((await posted()).at(-1), { type, wording: 3 });
    }
    await close();
  });

  it('says quietly that nothing better was found', async () => {
    const { page, close } = await browser.openImprove({ state: 'nothing' });
    assert.match(await page.getByRole('region', { name: 'Result' }).innerText(), /Nothing better found\./);
    assert.equal(await page.locator('vscode-button', { hasText: 'Accept' }).count(), 0);
    await close();
  });

  it('goes on where it was stopped', async () => {
    const { page, posted, close } = await browser.openImprove({ state: 'stopped' });
    await page.locator('vscode-button', { hasText: 'Go On' }).click();
    assert.deepEqual((await posted()).at(-1), { type: 'resume' });
    await nextFrames(page);
    await close();
  });
});
