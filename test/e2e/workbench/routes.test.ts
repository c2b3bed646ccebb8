import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../../support/eventually.ts';
import { type Desk, openDesk } from '../../support/workbench.ts';

const refusedOnce = '---\nmodel: route:safe\n---\nWrite two sentences: why should a lamp shop answer within a day?\n';

describe('routes in the workbench', () => {
  let desk: Desk;
  before(async () => {
    desk = await openDesk({
      folder: 'examples',
      settings: { 'editor.minimap.enabled': false, 'files.autoSave': 'off' },
      viewport: { width: 1600, height: 900 },
    });
    writeFileSync(path.join(desk.folder, 'answer-soon.prompt'), refusedOnce);
  });
  after(() => desk.close());

  const lens = (text: RegExp) => desk.page.locator('.codelens-decoration a', { hasText: text }).first();
  const project = () => readFileSync(path.join(desk.folder, 'polyprompt.yaml'), 'utf8');
  const focused = (): Promise<string | null> =>
    desk.panel.locator('body').evaluate('document.activeElement.getAttribute("aria-label")');

  it('runs a suite on four models, whose answers every route is then tried on', async () => {
    await desk.openFile('routes.eval.yaml');
    await lens(/Run 60 cases × 4 models/).click();
    await lens(/\/240 passed/).waitFor({ timeout: 60_000 });
    await desk.command('Polyprompt: Simulate Routes');
    await desk.panel.locator('svg.pareto').waitFor();
    const targets = await desk.panel.locator('.target-table tbody th').allTextContents();
    for (const name of ['safe', 'cheap', 'fast', 'careful', 'split', 'watched'])
      assert.ok(targets.includes(`route:${name}`), targets.join());
    assert.deepEqual((await desk.panel.locator('.point > text').allTextContents()).toSorted(), targets.toSorted());
  });

  it('is read with the keyboard: arrows go from point to point, T goes to the table', async () => {
    await desk.panel.locator('.routes-title h2').click();
    await desk.page.keyboard.press('ArrowRight');
    const first = await eventually('a point to have the focus', async () => (await focused()) ?? undefined);
    assert.match(first, /passed .*per 1,000 requests/);
    await desk.page.keyboard.press('ArrowRight');
    await eventually('the next point to have the focus', async () => {
      const label = await focused();
      return label !== null && label !== first ? true : undefined;
    });
    await desk.page.keyboard.press('t');
    await desk.panel.locator('.target-table:focus').waitFor();
  });

  it('writes a proposal into polyprompt.yaml as an edit that can be undone', async () => {
    const before = project();
    await desk.panel.getByRole('button', { name: 'Add to polyprompt.yaml' }).first().click();
    const name = desk.page.locator('.quick-input-widget input').first();
    await name.fill('proposed');
    await name.press('Enter');
    const added = desk.page.locator('.editor-instance .view-line', { hasText: 'proposed:' });
    await desk.page
      .getByRole('tab', { name: /polyprompt\.yaml/ })
      .first()
      .waitFor();
    await desk.page.locator('.editor-instance .view-line').first().waitFor();
    await desk.page.keyboard.press('Control+End');
    await added.first().waitFor();
    assert.equal(project(), before);
    await desk.page.keyboard.press('Control+Z');
    await added.first().waitFor({ state: 'detached' });
  });

  it('says above the answer of a route who served and why', async () => {
    await desk.openFile('answer-soon.prompt');
    await desk.page.keyboard.press('Control+Enter');
    const panels = desk.page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
    const column = panels.getByRole('region', { name: 'route:safe', exact: true });
    await column.getByText(/^served by simulated\/terse \(moved on: refusal\) after simulated\/unreliable/).waitFor();
  });

  it('asked nobody', () => {
    assert.deepEqual(desk.workbench.blocked, []);
  });
});
