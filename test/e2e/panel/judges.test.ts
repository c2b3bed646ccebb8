import assert from 'node:assert/strict';
import axe from 'axe-core';
import { themes } from '../../../scripts/panelHarness.ts';
import { nextFrames, type OpenMatrix, PanelBrowser } from './panelBrowser.ts';

async function showJudges({ page }: OpenMatrix): Promise<void> {
  await page.getByRole('button', { name: 'Show Judges' }).click();
  await nextFrames(page);
}

describe('judges against people in the matrix', () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  it('stand in one table and in sentences, with the answers on which they differ to open', async () => {
    const matrix = await browser.openMatrix({ state: 'judges' });
    await showJudges(matrix);
    const page = matrix.page.getByRole('region', { name: 'Judges', exact: true });
    const rows = page.getByRole('table', { name: 'Judges' }).getByRole('row');
    assert.equal(await rows.count(), 3);
    assert.match(await rows.nth(1).innerText(), /llm-rubric: The label fits by openai\/gpt-5\.6-sol\s+60\s+\d+%/);
    const text = await page.innerText();
    assert.match(text, /Ann and Bob agree on \d+ of \d+ answers that at least two judged/);
    assert.match(text, /These labels were drawn at random\./);
    assert.match(text, /In the gate: /);
    await page.getByRole('button', { name: 'Improve Judge...' }).first().click();
    assert.deepEqual((await matrix.posted()).at(-1), {
      type: 'improve-judge',
      check: 'llm-rubric: The label fits by openai/gpt-5.6-sol',
    });
    await page
      .getByRole('button', { name: /\(people: / })
      .first()
      .click();
    await nextFrames(matrix.page);
    const last = (await matrix.posted()).at(-1);
    assert.equal(last?.type, 'open-row');
    assert.equal(await page.count(), 0);
    await matrix.close();
  });

  for (const theme of themes)
    it(`have no serious fault by axe in ${theme}`, async () => {
      const matrix = await browser.openMatrix({ theme, state: 'judges' });
      await showJudges(matrix);
      assert.deepEqual(matrix.complaints, []);
      await matrix.page.evaluate(axe.source);
      const violations: readonly { readonly id: string; readonly impact: string }[] = await matrix.page.evaluate(
        'axe.run(document).then((result) => result.violations)',
      );
      assert.deepEqual(
        violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id),
        [],
      );
      await matrix.close();
    });
});
