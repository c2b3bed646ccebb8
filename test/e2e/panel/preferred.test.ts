import assert from 'node:assert/strict';
import axe from 'axe-core';
import { themes } from '../../../scripts/panelHarness.ts';
import { nextFrames, type OpenMatrix, PanelBrowser } from './panelBrowser.ts';

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** Opens the figures by keyboard alone. */
async function showPreferred({ page }: OpenMatrix): Promise<void> {
  await page.getByRole('button', { name: 'Show What Is Liked Better' }).focus();
  await page.keyboard.press('Enter');
  await nextFrames(page);
}

describe('what is liked better, in the matrix', () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  for (const theme of themes)
    it(`has no serious fault by axe in ${theme}`, async () => {
      const matrix = await browser.openMatrix({ theme, state: 'preferred' });
      await showPreferred(matrix);
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

  it('stands pair by pair, with the ranking and the leaning of the judge in sentences', async () => {
    const matrix = await browser.openMatrix({ state: 'preferred' });
    await showPreferred(matrix);
    const section = matrix.page.getByRole('region', { name: 'Liked better: Is friendlier' });
    const rows = await section.getByRole('row').allInnerTexts();
    assert.equal(rows.length, 4, rows.join('\n'));
    assert.match(
      rows[2] ?? '',
      /luna\s+beside google\/gemini-3\.8-flash\s+\d+\s+\d+\s+\d+\s+\d+\s+\d+\.\d% \(.* is liked better/,
    );
    const notes = (await section.getByRole('listitem').allInnerTexts()).join('\n');
    assert.match(notes, /^Best first: 1\. \S+ {1,2}2\. \S+ {1,2}3\. google\/gemini-3\.8-flash$/m);
    assert.match(notes, /cannot be told apart yet/);
    assert.match(notes, /google\/gemini-3\.8-flash is behind /);
    assert.match(notes, /favours what stands first \(of two equal answers/);
    await matrix.close();
  });

  it('fits into a narrow panel', async () => {
    const matrix = await browser.openMatrix({ state: 'preferred', width: 420, height: 700 });
    await showPreferred(matrix);
    const overflow = await matrix.page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    assert.equal(overflow, 0);
    await matrix.close();
  });
});
