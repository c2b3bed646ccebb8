import assert from 'node:assert/strict';
import axe from 'axe-core';
import { themes } from '../../../scripts/panelHarness.ts';
import { importScenes } from './importScenes.ts';
import { PanelBrowser } from './panelBrowser.ts';

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

describe('the page between a file and the repository', () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  for (const theme of themes)
    it(`shows every scene in ${theme} within its policy and without a serious fault by axe`, async () => {
      for (const state of Object.keys(importScenes())) {
        const { page, complaints, close } = await browser.openImport({ theme, state });
        assert.deepEqual(complaints, []);
        for (const summary of await page.locator('summary').all()) await summary.click();
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
    for (const state of Object.keys(importScenes())) {
      const { page, close } = await browser.openImport({ state, width: 320, height: 700 });
      const wider =
        'document.querySelector("polyprompt-cases").scrollWidth - document.querySelector("polyprompt-cases").clientWidth';
      assert.equal(await page.evaluate(wider), 0, state);
      await close();
    }
  });

  it('writes nothing while something is undecided, and is decided with the keyboard alone', async () => {
    const { page, posted, close } = await browser.openImport({ state: 'undecided' });
    assert.equal(await page.locator('vscode-button', { hasText: 'Write 2 Cases' }).getAttribute('disabled'), '');
    const keep = page.getByRole('group', { name: 'What becomes of all of kind name of a person' });
    await keep.getByRole('button', { name: 'Keep' }).focus();
    await page.keyboard.press('Enter');
    const last = async () => (await posted()).at(-1);
    assert.deepEqual(await last(), {
      type: 'personal',
      wish: { type: 'decide-kind', kind: 'person', choice: 'keep' },
    });
    await page.locator('summary', { hasText: '1 value with its stand-in' }).first().focus();
    await page.keyboard.press('Enter');
    const one = page.getByRole('group', { name: 'What becomes of maria@firm.org' });
    await one.getByRole('button', { name: 'Keep' }).press('Space');
    assert.deepEqual(await last(), {
      type: 'personal',
      wish: { type: 'decide-value', value: 'maria@firm.org', choice: 'keep' },
    });
    await page.getByLabel('Replace this word too').fill('Lampenhaus');
    await page.keyboard.press('Enter');
    assert.deepEqual(await last(), { type: 'personal', wish: { type: 'add-word', word: 'Lampenhaus' } });
    await page.getByRole('button', { name: 'Do not replace the word Lamponia any more' }).press('Enter');
    assert.deepEqual(await last(), { type: 'personal', wish: { type: 'remove-word', word: 'Lamponia' } });
    await page.getByRole('combobox', { name: 'Look for phone numbers of' }).selectOption({ label: 'Germany' });
    assert.deepEqual(await last(), { type: 'personal', wish: { type: 'add-region', region: 'DE' } });
    await page.getByRole('button', { name: 'Do not look for phone numbers of Austria any more' }).press('Enter');
    assert.deepEqual(await last(), { type: 'personal', wish: { type: 'remove-region', region: 'AT' } });
    await close();
  });

  it('writes what was decided, under another name and into another suite', async () => {
    const { page, posted, close } = await browser.openImport({ state: 'decided' });
    const last = async () => (await posted()).at(-1);
    await page.getByLabel('File beside the prompt').fill('real.jsonl');
    await page.keyboard.press('Enter');
    assert.deepEqual(await last(), { type: 'rows', wish: { type: 'set-file', file: 'real.jsonl' } });
    await page.getByLabel('Suite that reads it').selectOption('new');
    assert.deepEqual(await last(), { type: 'rows', wish: { type: 'set-suite', suite: 'new' } });
    await page.getByLabel('Rows to keep of 5,000').fill('120');
    await page.keyboard.press('Enter');
    assert.deepEqual(await last(), { type: 'rows', wish: { type: 'sample', count: 120 } });
    await page.locator('vscode-button', { hasText: 'Write 2 Cases' }).click();
    assert.deepEqual(await last(), { type: 'rows', wish: { type: 'write' } });
    await close();
  });

  it('asks for the columns of a table and for the meaning of ambiguous calls', async () => {
    const table = await browser.openImport({ state: 'table' });
    await table.page.getByLabel('language (may be missing)').selectOption('lang');
    assert.deepEqual((await table.posted()).at(-1), {
      type: 'rows',
      wish: { type: 'map-column', variable: 'language', column: 'lang' },
    });
    await table.close();
    const { page, posted, close } = await browser.openImport({ state: 'ambiguous' });
    await page.getByText('Calls that fit in several ways: 1 is left out until you say how it is meant').waitFor();
    await page.getByRole('radio', { name: 'first: one-two · second: three' }).press('Space');
    assert.deepEqual((await posted()).at(-1), { type: 'rows', wish: { type: 'resolve', call: 0, choice: 1 } });
    await close();
  });

  it('marks what was found in the rows, in words too', async () => {
    const { page, close } = await browser.openImport({ state: 'undecided' });
    const marks = (await page.locator('mark').allTextContents()).map((text) => text.replace(/\s+/g, ' '));
    assert.deepEqual(marks, [
      'Maria Keller (not decided: name of a person)',
      'abcd.efghij@example.com (stand-in of: e-mail address)',
      'BK-20418 (kept: order or customer number)',
    ]);
    await close();
  });

  it('shows how far reading has come, and stops', async () => {
    const { page, posted, close } = await browser.openImport({ state: 'reading' });
    await page.getByText('12,000 records read').waitFor();
    await page.locator('vscode-button', { hasText: 'Stop' }).click();
    assert.deepEqual((await posted()).at(-1), { type: 'rows', wish: { type: 'stop' } });
    await close();
  });

  it('keeps nothing of what it shows', async () => {
    const { page, close } = await browser.openImport({ state: 'undecided' });
    assert.doesNotMatch(String(await page.evaluate('JSON.stringify(panelHost.state() ?? null)')), /Maria|firm/);
    await close();
  });
});
