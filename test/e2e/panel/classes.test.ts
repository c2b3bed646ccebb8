import assert from 'node:assert/strict';
import axe from 'axe-core';
import { themes } from '../../../scripts/panelHarness.ts';
import { nextFrames, type OpenMatrix, PanelBrowser } from './panelBrowser.ts';

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

async function showClasses({ page }: OpenMatrix): Promise<void> {
  await page.getByRole('button', { name: 'Show Classes and Fields' }).click();
  await nextFrames(page);
}

describe('classes and fields in the matrix', () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  for (const theme of themes)
    it(`have no serious fault by axe in ${theme}`, async () => {
      const matrix = await browser.openMatrix({ theme, state: 'classes' });
      await showClasses(matrix);
      assert.deepEqual(matrix.complaints, []);
      await matrix.page.evaluate(axe.source);
      const violations: readonly Violation[] = await matrix.page.evaluate(
        'axe.run(document).then((result) => result.violations)',
      );
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      assert.deepEqual(
        serious.map(({ id, nodes }) => `${id} ${nodes[0]?.html} ${nodes[0]?.failureSummary}`),
        [],
      );
      await matrix.close();
    });

  it('stand below what the suite requires of them', async () => {
    const matrix = await browser.openMatrix({ state: 'classes' });
    const notice = matrix.page.getByRole('status').filter({ hasText: '1 of 2 requirements are not met.' });
    assert.match(await notice.innerText(), /not met: openai\/gpt-5\.6-luna recall\(refund\) >= 95%, it is 81\.8%/);
    await matrix.close();
    const other = await browser.openMatrix({ state: 'done' });
    assert.equal(await other.page.getByText('requirements').count(), 0);
    await other.close();
  });

  it('open the rows of a field of the confusion matrix, by mouse and by keyboard', async () => {
    const matrix = await browser.openMatrix({ state: 'classes' });
    await showClasses(matrix);
    const luna = matrix.page.getByRole('region', { name: 'label of openai/gpt-5.6-luna' });
    const field = luna.getByRole('button', { name: /^\d+ of damaged answered refund$/ });
    const count = Number(await field.innerText());
    assert.ok(count > 0);
    await field.focus();
    await matrix.page.keyboard.press('Enter');
    await nextFrames(matrix.page);
    assert.equal(await matrix.page.locator('.count[role="status"]').innerText(), `${count} of 120`);
    await matrix.page.getByText('damaged answered refund by openai/gpt-5.6-luna').waitFor();
    await matrix.page.getByRole('button', { name: 'Show All' }).click();
    await nextFrames(matrix.page);
    assert.equal(await matrix.page.locator('.count[role="status"]').count(), 0);
    await matrix.close();
  });

  it('say what is right, wrong and missing of each field, with the interval of each figure', async () => {
    const matrix = await browser.openMatrix({ state: 'classes' });
    await showClasses(matrix);
    const order = matrix.page.getByRole('region', { name: 'order of google/gemini-3.8-flash' });
    const total = await order
      .getByRole('row', { name: /^total/ })
      .getByRole('cell')
      .allInnerTexts();
    const [accuracy = '', right, wrong, missing] = total;
    assert.match(accuracy, /^\d+\.\d% \(\d+\.\d to \d+\.\d\)$/);
    assert.equal(wrong, '0');
    assert.ok(Number(missing) > 0 && Number(right) > 0, total.join());
    await matrix.close();
  });

  it('fit into a narrow panel', async () => {
    const matrix = await browser.openMatrix({ state: 'classes', width: 420, height: 700 });
    await showClasses(matrix);
    const overflow = await matrix.page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    assert.equal(overflow, 0);
    await matrix.close();
  });
});
