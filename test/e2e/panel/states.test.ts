import assert from 'node:assert/strict';
import { PanelBrowser } from './panelBrowser.ts';
import { done, models, panelStates, runEnded, runStarted, snapshotOf } from './panelStates.ts';

/** What a reader must find in each state. */
const expected: Readonly<Record<string, readonly string[]>> = {
  empty: ['Compare models on triage.prompt', 'gpt-5.6-luna', '$0.20 in · $1.25 out per 1M', 'est. $0.004-0.011'],
  'empty-needs-key': ['no API key', 'Try It with Simulated Models'],
  untrusted: ['This workspace is not trusted', 'Manage Trust'],
  waiting: [
    'Waiting for first token · ',
    'Google limits the number of requests',
    'Retrying in 4 s (attempt 2 of 5)',
    'Stop',
  ],
  done: [
    '0.41 s to first token · 1.9 s · 263 tok/s',
    '412 tokens in (300 cached) · 399 out (212 reasoning)',
    '~$0.0011',
    'price unknown',
    'tokens unknown',
    'served by gemini-3.8-flash-lite',
    'like base',
    'Odd one out: terse',
    'Total at least ~$0.0031',
  ],
  endings: [
    'OpenAI does not accept the API key.',
    'Set API Key',
    'This much had arrived:',
    'refused',
    'Cut off',
    'Stopped before the first token.',
  ],
  structured: ['"label": "damaged"', 'Calls set_label', '"items": ['],
  markdown: ['**damaged**', 'U+202E'],
  routed: [
    'served by anthropic/claude-haiku-4-5 (moved on: rate-limit) after openai/gpt-5.6-luna failed',
    'asks anthropic/claude-haiku-4-5 (escalated: check)',
    'short',
  ],
};

describe('the panel in a browser', () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  it('has an expectation for each of its states', () => {
    assert.deepEqual(Object.keys(expected).sort(), Object.keys(panelStates()).sort());
  });

  for (const [state, texts] of Object.entries(expected)) {
    it(`shows ${state}, without breaking its policy`, async () => {
      const panel = await browser.open({ state });
      const text = await panel.page.locator('main').innerText();
      for (const wanted of texts) assert.ok(text.includes(wanted), `"${wanted}" is missing in:\n${text}`);
      assert.deepEqual([panel.complaints, panel.strayRequests], [[], []]);
      await panel.close();
    });
  }

  for (const [width, height] of [
    [400, 800],
    [300, 600],
    // 1280 x 720 at 200% zoom.
    [640, 360],
  ] as const) {
    it(`fits into ${width} x ${height} without scrolling sideways`, async () => {
      for (const state of Object.keys(expected)) {
        const panel = await browser.open({ state, width, height });
        const overflow = await panel.page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        assert.equal(overflow, 0, state);
        await panel.close();
      }
    });
  }

  it('puts one column below the other in a narrow panel', async () => {
    const panel = await browser.open({ state: 'done', width: 400 });
    const boxes = await Promise.all((await panel.page.locator('.column').all()).map((column) => column.boundingBox()));
    const tops = boxes.map((box) => box?.y ?? 0);
    assert.deepEqual(
      tops,
      [...tops].sort((a, b) => a - b),
    );
    assert.ok(new Set(boxes.map((box) => box?.x)).size === 1);
    await panel.close();
  });

  it('keeps the room of the figures from the start, so that nothing jumps', async () => {
    const waiting = await browser.open({ state: 'waiting' });
    const before = await waiting.page.locator('.body').first().boundingBox();
    await waiting.close();
    const finished = await browser.open({ state: 'done' });
    assert.deepEqual(await finished.page.locator('.body').first().boundingBox(), before);
    await finished.close();
  });

  it('begins the answers at the same height beside those of a route, and marks a fallback', async () => {
    const panel = await browser.open({ state: 'routed' });
    const tops: readonly number[] = await panel.page.evaluate(
      "[...document.querySelectorAll('.body')].map((body) => body.getBoundingClientRect().top)",
    );
    assert.equal(tops.length, 3);
    assert.equal(new Set(tops).size, 1, tops.join(', '));
    assert.equal(await panel.page.locator('.route-line .codicon-warning').count(), 1);
    const badge = panel.page.getByRole('region', { name: 'claude-haiku-4-5', exact: true }).locator('.badge');
    assert.equal(await badge.innerText(), 'short');
    await panel.close();
  });

  for (const width of [900, 1200, 1600])
    it(`keeps the figures of all columns in one line at ${width} px`, async () => {
      const panel = await browser.open({ state: 'done', width });
      const tops: readonly number[] = await panel.page.evaluate(
        "[...document.querySelectorAll('.figures')].map((figures) => figures.getBoundingClientRect().top)",
      );
      assert.equal(tops.length, 5);
      assert.equal(new Set(tops).size, 1, tops.join(', '));
      await panel.close();
    });

  it('shows the base plain and the others with what differs', async () => {
    const panel = await browser.open({ state: 'done' });
    await panel.page.getByText('Words', { exact: true }).click();
    const column = panel.page.getByRole('region', { name: 'claude-haiku-4-5: answer' });
    await column.locator('ins').first().waitFor();
    assert.deepEqual(await column.locator('del').allInnerTexts(), ['damaged']);
    assert.deepEqual(await column.locator('ins').allInnerTexts(), ['broken', ',', ' or email', ' full']);
    assert.equal(await panel.page.getByRole('region', { name: 'gpt-5.6-luna: answer' }).locator('ins, del').count(), 0);
    await panel.page.getByRole('button', { name: 'Hide What Is Equal' }).click();
    await column.locator('.equal-gap').first().waitFor();
    assert.deepEqual(panel.complaints, []);
    await panel.close();
  });

  it('shows Markdown, with images as their address and hidden characters as their code', async () => {
    const panel = await browser.open({ state: 'markdown' });
    await panel.page.getByRole('button', { name: 'Show as Markdown' }).click();
    const answer = panel.page.getByRole('region', { name: 'gpt-5.6-luna: answer' });
    await answer.getByRole('heading', { name: 'Triage' }).waitFor();
    assert.match(await answer.innerText(), /\[image: example\.com\]/);
    assert.match(
      await panel.page.getByRole('region', { name: 'claude-haiku-4-5: answer' }).innerText(),
      /hidden U\+202EoverrideU\+202C and a zeroU\+200Bwidth/,
    );
    await answer.getByRole('link', { name: 'our policy' }).press('Enter');
    assert.deepEqual((await panel.posted()).at(-1), { type: 'open-link', url: 'https://example.com/returns' });
    assert.deepEqual(panel.complaints, []);
    await panel.close();
  });

  it('compares JSON with sorted keys', async () => {
    const panel = await browser.open({ state: 'structured' });
    await panel.page.getByText('JSON', { exact: true }).click();
    const column = panel.page.getByRole('region', { name: 'claude-haiku-4-5: answer' });
    await column.locator('ins').first().waitFor();
    assert.match(await column.innerText(), /^\{\n {2}"label": "damagedbroken",\n {2}"reasons": \[/);
    await panel.close();
  });

  it('shows the first part of a very long answer until all is asked for', async () => {
    const panel = await browser.open({ state: 'done' });
    const [luna] = models;
    await panel.send({
      ...snapshotOf([runStarted([luna]), done(luna, 'line of text\n'.repeat(800_000)), runEnded]),
      seq: 2,
    });
    const length = () => panel.page.evaluate("document.querySelector('.body polyprompt-text').textContent.length");
    assert.equal(await length(), 200_000);
    assert.match(await panel.page.locator('.body').innerText(), /The first 200 kB of 10.4 MB\./);
    await panel.page.getByRole('button', { name: 'Show All' }).click();
    await panel.page.getByRole('button', { name: 'Show All' }).waitFor({ state: 'detached' });
    assert.equal(await length(), 10_400_000);
    await panel.close();
  });

  it('stays usable with a diff of two answers of 10 MB', async () => {
    const panel = await browser.open({ state: 'done' });
    const [luna, haiku] = models;
    const long = 'The quick brown fox jumps over the lazy dog.\n'.repeat(220_000);
    await panel.send({
      ...snapshotOf([
        runStarted([luna, haiku]),
        done(luna, long),
        done(haiku, long.replaceAll('lazy', 'old')),
        runEnded,
      ]),
      seq: 2,
    });
    await panel.page.keyboard.press('d');
    await panel.page.getByText('The first 200 kB. Press o for all, in the diff editor.').waitFor();
    await panel.close();
  });
});
