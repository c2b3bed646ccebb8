import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { nextFrames, type OpenMatrix, PanelBrowser } from './panelBrowser.ts';

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f\s]+/g, ' ').trim();
const textsOf = async (page: Page, selector: string) => (await page.locator(selector).allInnerTexts()).map(plain);
const columnNamed = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** The row of the first case that got worse, by the cell that says so. */
async function openWorse(matrix: OpenMatrix): Promise<void> {
  await matrix.page.locator('.cell.regressed').first().click();
  await matrix.page.locator('.detail .column').first().waitFor();
  await nextFrames(matrix.page);
}

describe('the matrix of two versions of a prompt, in a browser', () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  it('has for each model a column as it was and one as it is, and says so above them', async () => {
    const { page, close } = await browser.openMatrix({ state: 'versions', width: 1600 });
    assert.deepEqual(await textsOf(page, '.names .target'), [
      'gpt-5.6-luna @ HEAD',
      'gpt-5.6-luna',
      'claude-haiku-4-5 @ HEAD',
      'claude-haiku-4-5',
      'gemini-3.8-flash @ HEAD',
      'gemini-3.8-flash',
    ]);
    assert.equal(plain(await page.locator('.size').innerText()), '30 cases × 3 models, compared with HEAD');
    await close();
  });

  it('says in the totals what got worse and better, and whether that is more than noise', async () => {
    const { page, close } = await browser.openMatrix({ state: 'versions', width: 1600 });
    assert.deepEqual(await textsOf(page, '.beside > [aria-hidden]'), [
      '6 worse, 0 better · inside the noise',
      '0 worse, 0 better',
      '0 worse, 1 better · inside the noise',
    ]);
    const whole = plain(await page.locator('.beside .visually-hidden').first().innerText());
    assert.match(whole, /^6 worse, 0 better\. gpt-5\.6-luna: the changed prompt passes 20\.0 points less than HEAD/);
    await close();
  });

  it('shows what got worse alone, and what got better', async () => {
    const { page, close } = await browser.openMatrix({ state: 'versions', width: 1600 });
    const filter = page.getByLabel('Show by result');
    await filter.selectOption('worse');
    await nextFrames(page);
    assert.equal(plain(await page.locator('.filters .count').innerText()), '6 of 30');
    assert.deepEqual(await textsOf(page, '.cell.regressed .figure'), Array(6).fill('worse · label'));
    await filter.selectOption('better');
    await nextFrames(page);
    assert.equal(plain(await page.locator('.filters .count').innerText()), '1 of 30');
    assert.deepEqual(await textsOf(page, '.cell.fixed .figure'), ['better']);
    await close();
  });

  it('compares each answer with its own older one at once, word by word', async () => {
    const matrix = await browser.openMatrix({ state: 'versions', width: 1600 });
    const { page } = matrix;
    await openWorse(matrix);
    assert.deepEqual(await textsOf(page, '.detail .column:has(.badge) h2'), [
      'gpt-5.6-luna @ HEAD',
      'claude-haiku-4-5 @ HEAD',
      'gemini-3.8-flash @ HEAD',
    ]);
    const worse = columnNamed(page, 'gpt-5.6-luna');
    assert.equal(plain((await worse.locator('del').allInnerTexts()).join(' ')), 'damaged');
    assert.equal(plain((await worse.locator('ins').allInnerTexts()).join(' ')), 'late delivery');
    await columnNamed(page, 'gemini-3.8-flash').getByText('The same as gemini-3.8-flash @ HEAD.').waitFor();
    await matrix.close();
  });

  it('keeps the way to compare that the reader has chosen there', async () => {
    const matrix = await browser.openMatrix({ state: 'versions', width: 1600 });
    const { page } = matrix;
    await openWorse(matrix);
    await page.getByText('Off', { exact: true }).click();
    const kept = () => page.evaluate("JSON.parse(sessionStorage.getItem('state') ?? '{}').versionDiff");
    await eventually('the choice to be kept', async () => ((await kept()) === 'off' ? true : undefined));
    await page.reload();
    await page.locator('.detail .column').first().waitFor();
    assert.equal(await page.locator('.detail :is(del, ins)').count(), 0);
    await matrix.close();
  });

  it('brings the answers of the chosen cell into sight, its older one beside it', async () => {
    const matrix = await browser.openMatrix({ state: 'versions', width: 640 });
    const { page } = matrix;
    await page.getByRole('row', { name: /^1 / }).getByRole('gridcell').last().click();
    const columns = page.locator('.detail .columns');
    await columns.waitFor();
    await eventually('the last answers to be in sight', async () => {
      const [view, older, newer] = await Promise.all(
        [columns, columnNamed(page, 'gemini-3.8-flash @ HEAD'), columnNamed(page, 'gemini-3.8-flash')].map((part) =>
          part.boundingBox(),
        ),
      );
      if (!view || !older || !newer) return undefined;
      return older.x >= view.x - 1 && newer.x + newer.width <= view.x + view.width + 1 ? true : undefined;
    });
    await matrix.close();
  });

  it('offers no rerun of what the suite no longer asks', async () => {
    const matrix = await browser.openMatrix({ state: 'versions', width: 1600 });
    const { page } = matrix;
    await openWorse(matrix);
    const itemsOf = async (name: string) => {
      await page.getByRole('button', { name: `More actions for ${name}`, exact: true }).click();
      const items = await textsOf(page, '[role="menuitem"]');
      await page.keyboard.press('Escape');
      return items;
    };
    assert.deepEqual(
      (await itemsOf('gpt-5.6-luna @ HEAD')).map((item) => item.replace(/ [a-z]$/, '')),
      ['Open in Diff Editor with gpt-5.6-luna', 'Copy Answer', 'View Request'],
    );
    assert.ok((await itemsOf('gpt-5.6-luna')).some((item) => item.startsWith('Rerun This Case')));
    await matrix.close();
  });

  it('stacks the answers in 300 pixels, and still shows the difference', async () => {
    const matrix = await browser.openMatrix({ state: 'versions', width: 300 });
    const { page } = matrix;
    await openWorse(matrix);
    const [older, newer] = await Promise.all(
      ['gpt-5.6-luna @ HEAD', 'gpt-5.6-luna'].map((name) => columnNamed(page, name).boundingBox()),
    );
    assert.ok(older && newer && newer.y >= older.y + older.height && newer.x + newer.width <= 300);
    assert.equal(plain((await columnNamed(page, 'gpt-5.6-luna').locator('del').allInnerTexts()).join(' ')), 'damaged');
    await matrix.close();
  });
});
