import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { evalReport } from '../../../src/core/results/evalReport.ts';
import { casesByCell } from '../../../src/core/results/matrix/matrixCases.ts';
import { htmlReport } from '../../../src/node/reports/htmlReport.ts';
import { locateBrowser } from '../../../tools/vscode-host/server.ts';
import { Canary, hasCorpus, payloads } from '../../support/hostilePayloads.ts';
import { infestedRun } from './matrixHostileRun.ts';
import { type MadeRun, madeRun } from './matrixRuns.ts';
import { manyRows, mixedRows, usualEnding } from './matrixStates.ts';
import { nextFrames } from './panelBrowser.ts';
import { withPreferences } from './preferenceStates.ts';

const dist = path.resolve(import.meta.dirname, '../../../dist');

function reportOf({ state, cases }: MadeRun): string {
  return htmlReport({ state, report: evalReport(state, casesByCell(state, cases)) }, dist);
}

interface OpenReport {
  readonly page: Page;
  readonly complaints: string[];
  readonly requests: string[];
}

describe('the HTML report', () => {
  let browser: Browser;
  let scratch = '';
  before(async () => {
    scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-report-'));
    const executablePath = locateBrowser();
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  });
  after(async () => {
    await browser.close();
    rmSync(scratch, { recursive: true });
  });

  /** The report as a person opens it who was sent the file. */
  async function open(html: string): Promise<OpenReport> {
    const file = path.join(scratch, 'results.html');
    writeFileSync(file, html);
    const page = await browser.newPage({ viewport: { width: 1200, height: 760 } });
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    await page.locator('.matrix-body .line').first().waitFor();
    return { page, complaints, requests };
  }

  it('shows what is liked better, and goes back to the rows', async () => {
    const { page, complaints } = await open(reportOf(withPreferences(madeRun({ rows: manyRows(60) }, usualEnding))));
    const button = page.getByRole('button', { name: 'Show What Is Liked Better' });
    await button.click();
    await page.getByRole('region', { name: 'Liked better: Is friendlier' }).waitFor();
    await button.click();
    await page.locator('.matrix-body .line').first().waitFor();
    assert.deepEqual(complaints, []);
    await page.close();
  });

  it('counts made-up rows apart at its head and beside every rate', async () => {
    const { page, complaints } = await open(reportOf(madeRun({ rows: mixedRows(60) }, usualEnding)));
    assert.match(await page.locator('.headline').innerText(), /60 cases \(20 synthetic\) × 3 models/);
    const shown = page.locator('.total .origins > [aria-hidden]');
    assert.equal(await shown.count(), 3);
    assert.match(await shown.first().innerText(), /^real \d+\.\d%, synthetic \d+\.\d%$/);
    await page.getByRole('button', { name: 'Totals' }).click();
    const whole = /^real 3\d of 40 \(\d+\.\d%\), synthetic 1\d of 20 \(\d+\.\d%\)$/;
    await shown.filter({ hasText: whole }).first().waitFor();
    assert.deepEqual(complaints, []);
    await page.close();
  });

  it('opens from a file, filters, opens rows and compares, without a request and without a button that does nothing', async () => {
    const { page, complaints, requests } = await open(reportOf(madeRun({ rows: manyRows(200) }, usualEnding)));
    assert.match(await page.locator('.headline').innerText(), /triage\.eval\.yaml\s+200 cases × 3 models/);
    assert.match(await page.locator('.beside').first().innerText(), /points below the best · more than noise/);
    await page.getByLabel('Show by result').selectOption('failed');
    assert.match(await page.locator('.filters .count').innerText(), /^\d+ of 200$/);
    await page.locator('.cell.fail').first().click();
    const detail = page.getByRole('region', { name: 'Answers to case 2' });
    await detail.getByText('Words', { exact: true }).click();
    await detail.locator('ins', { hasText: 'late delivery' }).waitFor();
    await page.keyboard.press('Escape');
    await detail.waitFor({ state: 'detached' });
    for (const name of ['Run', 'Rerun Failed', 'Export results', 'Open Case in Editor'])
      assert.equal(await page.getByRole('button', { name, exact: true }).count(), 0, name);
    assert.deepEqual([complaints, requests.length], [[], 1]);
    await page.close();
  });

  it('is small enough to be sent: 600 cells with their answers', async () => {
    const file = path.join(scratch, 'size.html');
    writeFileSync(file, reportOf(madeRun({ rows: manyRows(200) }, usualEnding)));
    assert.ok(statSync(file).size < 2_000_000, `${statSync(file).size} bytes`);
  });

  it('names no request and no key', () => {
    const { state, cases } = madeRun({ rows: manyRows(2) }, usualEnding);
    const cells = Object.fromEntries(
      Object.entries(state.cells).map(([id, cell]) => [id, { ...cell, requestId: 'request-4711' }]),
    );
    assert.doesNotMatch(reportOf({ state: { ...state, cells }, cases }), /request-4711/);
  });

  it('follows the reader into the dark, and prints every row in light colours', async () => {
    const { page } = await open(reportOf(madeRun({ rows: manyRows(200) }, usualEnding)));
    const background = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    await page.emulateMedia({ colorScheme: 'light' });
    const light = await background();
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.notEqual(await background(), light);
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
    assert.equal(await background(), light);
    await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    assert.equal(await page.locator('.matrix-body .line').count(), 200);
    const [first, second] = await Promise.all(
      [0, 1].map((index) => page.locator('.matrix-body .line').nth(index).boundingBox()),
    );
    assert.ok(first && second && second.y >= first.y + first.height);
    await page.emulateMedia({ colorScheme: 'dark', media: 'screen' });
    await page.evaluate("window.dispatchEvent(new Event('afterprint'))");
    await nextFrames(page);
    assert.ok((await page.locator('.matrix-body .line').count()) < 60);
    await page.close();
  });

  it('leaves hostile answers what they are: text', async function () {
    if (!hasCorpus()) this.skip();
    const canary = new Canary();
    const attacks = payloads(await canary.listen());
    // One report per attack would take minutes; one in four meets every kind.
    for (const { id, payload } of attacks.filter((_, index) => index % 4 === 0)) {
      const { page, complaints } = await open(reportOf(infestedRun(payload)));
      await page.locator('.matrix-body .case').first().click();
      await page.locator('.detail .column').first().waitFor();
      await page.keyboard.press('m');
      await nextFrames(page);
      assert.equal(await page.evaluate('window.struck ?? null'), null, id);
      assert.deepEqual([complaints, canary.requests], [[], []], id);
      await page.close();
    }
    canary.close();
  });
});
