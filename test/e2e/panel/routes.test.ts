import assert from 'node:assert/strict';
import axe from 'axe-core';
import { themes } from '../../../scripts/panelHarness.ts';
import { nextFrames, PanelBrowser } from './panelBrowser.ts';

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

describe('the page about routes', () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  for (const theme of themes)
    it(`has no serious fault by axe in ${theme}`, async () => {
      for (const state of ['busy', 'ungraded']) {
        const { page, complaints, close } = await browser.openRoutes({ theme, state });
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

  it('shows every model, route and proposal in the chart and in the table, with the same figures', async () => {
    const { page, close } = await browser.openRoutes();
    const labels = await page.locator('.point > text').allTextContents();
    const rows = await page.locator('.target-table tbody th').allTextContents();
    assert.deepEqual(labels.toSorted(), rows.toSorted());
    assert.ok(
      ['fake/small', 'route:careful', 'proposal 1'].every((name) => rows.includes(name)),
      rows.join(),
    );
    await page.getByText('route:missing is left out: fake/nowhere did not run in this eval.').waitFor();
    await close();
  });

  it('compares the ways of telling requests apart where a route does so', async () => {
    const { page, close } = await browser.openRoutes();
    const section = page.getByRole('region', { name: 'Requests told apart' });
    const [first] = await section.locator('thead th').allTextContents();
    const ways = await section.locator('tbody th').allTextContents();
    assert.equal(first, 'told apart by');
    assert.ok(ways.length > 1, ways.join());
    await close();
  });

  it('is walked through by the keyboard: from point to point, and to the table', async () => {
    const { page, close } = await browser.openRoutes();
    const focused = () => page.evaluate<string | null>('document.activeElement.getAttribute("aria-label")');
    await page.keyboard.press('ArrowRight');
    const first = await focused();
    assert.match(first ?? '', /^\S+.*: \d+\.\d% passed \(95%: .*per 1,000 requests, p50 .*answered\./);
    await page.keyboard.press('ArrowRight');
    await nextFrames(page);
    assert.notEqual(await focused(), first);
    await page.keyboard.press('ArrowLeft');
    assert.equal(await focused(), first);
    await page.keyboard.press('t');
    assert.equal(await page.evaluate('document.activeElement.className'), 'target-table');
    await close();
  });

  it('asks for a simulation with outages, and for a route to be written', async () => {
    const { page, posted, send, close } = await browser.openRoutes();
    await page.getByRole('textbox', { name: 'Outages' }).fill('openai=down:10%, fake=errors:5%');
    await page.getByRole('spinbutton', { name: 'Requests' }).fill('500');
    await page.getByRole('spinbutton', { name: 'Requests' }).press('Enter');
    await page.getByRole('button', { name: 'Add to polyprompt.yaml' }).first().click();
    const [, simulate, adopt] = await posted();
    assert.deepEqual(simulate, {
      type: 'simulate',
      outages: ['openai=down:10%', 'fake=errors:5%'],
      keep: 0.95,
      requests: 500,
    });
    assert.equal(adopt?.type, 'adopt');
    assert.ok(await page.getByRole('button', { name: 'Simulating...' }).isDisabled());
    await send({ type: 'problem', problem: 'This is not an outage.' });
    await page.getByRole('alert').getByText('This is not an outage.').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Simulate' }).isEnabled());
    await close();
  });

  it('shows hostile names as text', async () => {
    const { page, complaints, dialogs, strayRequests, close } = await browser.openRoutes({ state: 'hostile' });
    assert.equal(await page.locator('img, script:not([nonce]), svg svg').count(), 0);
    await page.getByText('<script>alert(2)</script>').waitFor();
    assert.deepEqual([complaints, dialogs, strayRequests], [[], [], []]);
    await close();
  });

  it('fits into a narrow panel: only chart and table scroll', async () => {
    const { page, close } = await browser.openRoutes({ width: 360 });
    assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'));
    await close();
  });
});
