import assert from 'node:assert/strict';
import { actionLabels } from '../../../src/core/errors.ts';
import { eventually } from '../../support/eventually.ts';
import { fonts } from './fonts.ts';
import { nextFrames, PanelBrowser } from './panelBrowser.ts';
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
    '1.9 s · 263 tok/s',
    '0.41 s to first token',
    '412 tokens in (300 cached)',
    '399 out (212 reasoning)',
    '~$0.0011',
    'price unknown',
    'tokens unknown',
    'served by gemini-3.8-flash-lite',
    '% alike',
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
  rounds: [
    '1 Calls find_order',
    '1 error',
    '0.64 s · ~$0.0003',
    '2.6 s · 3 rounds',
    '1,461 tokens in',
    'You',
    'And in euros?',
    'Result from a rule',
    'No result yet',
    'Waiting for the result of refund',
    'Order 4711: mug',
  ],
  repeated: [
    '2 of 3 agree on urgency',
    'HEAD',
    'temperature: 1',
    '2 of 3 answered',
    '3 of 3 are the same',
    'x3',
    '2 versions',
  ],
  awaiting: [
    'find_order waits for its result from you.',
    'required',
    'Error, to give one instead',
    'refund waits for its result from you.',
    'Result, as JSON or text',
    'Give Result',
    'Give Error',
    'Keep as Mock',
    'End Here',
    'waits for you',
  ],
  checked: ['Case 12 of 60', 'pass', 'fail', 'It does not hold "damaged".', 'All 2 checks passed', '1 check passed'],
  followed: ['And in euros?', 'That is 22.60 euros.', 'Ask All', 'Keep as Case'],
  routed: [
    'served by anthropic/claude-haiku-4-5 (moved on: rate-limit) after openai/gpt-5.6-luna failed',
    'asks anthropic/claude-haiku-4-5 (escalated: check)',
    'short',
  ],
};

describe('the compare panel in a browser', () => {
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
    [550, 600],
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
    const panel = await browser.open({ state: 'done', width: 300 });
    const boxes = await Promise.all((await panel.page.locator('.column').all()).map((column) => column.boundingBox()));
    const tops = boxes.map((box) => box?.y ?? 0);
    assert.deepEqual(
      tops,
      [...tops].sort((a, b) => a - b),
    );
    assert.ok(new Set(boxes.map((box) => box?.x)).size === 1);
    await panel.close();
  });

  for (const font of fonts)
    for (const width of [550, 800, 1600])
      it(`keeps the room of the figures from the start at ${width} px in a ${font.name} font, so that nothing jumps`, async () => {
        const waiting = await browser.open({ state: 'waiting', width, font });
        const before = await waiting.page.locator('.body').first().boundingBox();
        await waiting.close();
        const finished = await browser.open({ state: 'done', width, font });
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

  for (const font of fonts)
    for (const width of [550, 900, 1200, 1600])
      it(`keeps the figures of all columns in one line at ${width} px in a ${font.name} font`, async () => {
        const panel = await browser.open({ state: 'done', width, font });
        const lines: readonly (readonly number[])[] = await panel.page.evaluate(
          "[...document.querySelectorAll('.figures')].map((figures) => [figures, ...figures.querySelectorAll('.figure-pair, .figures-last')].map((line) => line.getBoundingClientRect().top))",
        );
        assert.equal(lines.length, 5);
        assert.equal(new Set(lines.map(String)).size, 1, lines.join('\n'));
        await panel.close();
      });

  for (const font of fonts)
    it(`shows every line of the figures whole in a ${font.name} font`, async () => {
      const panel = await browser.open({ state: 'done', width: 900, font });
      const cut: readonly string[] = await panel.page.evaluate(
        "[...document.querySelectorAll('.figures')].filter((box) => box.scrollHeight > box.clientHeight).map((box) => box.innerText)",
      );
      assert.deepEqual(cut, []);
      await panel.close();
    });

  it('shrinks columns to 150 px before anything scrolls', async () => {
    const panel = await browser.open({ state: 'done', width: 760 });
    const scrolls = "(({scrollWidth, clientWidth}) => scrollWidth > clientWidth)(document.querySelector('.columns'))";
    assert.equal(await panel.page.evaluate(scrolls), false);
    await panel.page.setViewportSize({ width: 700, height: 700 });
    assert.equal(await panel.page.evaluate(scrolls), true);
    const box = await panel.page.locator('.column').first().boundingBox();
    assert.ok(box && box.width >= 149 && box.width < 152, `${box?.width}`);
    await panel.close();
  });

  it('leaves two answers most of the height of a panel of 550 x 600', async () => {
    const panel = await browser.open({ state: 'markdown', width: 550, height: 600 });
    const bodies = await Promise.all((await panel.page.locator('.body').all()).map((body) => body.boundingBox()));
    assert.ok(
      bodies.every((box) => box && box.height > 280 && box.x + box.width <= 550),
      JSON.stringify(bodies),
    );
    await panel.close();
  });

  for (const font of fonts)
    it(`keeps the button of an error within a narrow column in a ${font.name} font`, async () => {
      const panel = await browser.open({ state: 'endings', width: 760, font });
      const column = panel.page.locator('.column', { has: panel.page.locator('.notice-button') }).first();
      const longest = Object.values(actionLabels).toSorted((left, right) => right.length - left.length)[0] ?? '';
      await panel.page.evaluate(`document.querySelector('.notice-button').textContent = ${JSON.stringify(longest)}`);
      await nextFrames(panel.page);
      const [outer, button] = [await column.boundingBox(), await column.locator('.notice-button').boundingBox()];
      assert.ok(outer && button && button.x + button.width <= outer.x + outer.width, JSON.stringify({ outer, button }));
      await panel.close();
    });

  it('goes to an answer out of sight, hidden or not, and shows one alone', async () => {
    const panel = await browser.open({ state: 'done', width: 550 });
    const chips = panel.page.getByRole('navigation', { name: 'Models' });
    assert.match(await chips.getByRole('button', { name: 'terse' }).innerText(), /0\.24 s · \$0/);
    await chips.getByRole('button', { name: 'terse' }).click();
    const body = panel.page.getByRole('region', { name: 'terse: answer' });
    const focused = "document.activeElement.getAttribute('aria-label') === 'terse: answer' || undefined";
    await eventually('the answer to have the focus', () => panel.page.evaluate<true | undefined>(focused));
    const box = await body.boundingBox();
    assert.ok(box && box.x + box.width <= 551, JSON.stringify(box));
    const columns = () => panel.page.locator('.column').count();
    await chips.getByRole('button', { name: 'claude-haiku-4-5' }).click({ modifiers: ['Alt'] });
    await nextFrames(panel.page);
    assert.equal(await columns(), 1);
    await chips.getByRole('button', { name: 'terse' }).click();
    await nextFrames(panel.page);
    assert.equal(await columns(), 2);
    await chips.getByRole('button', { name: 'terse' }).click({ modifiers: ['Alt'] });
    await chips.getByRole('button', { name: 'terse' }).click({ modifiers: ['Alt'] });
    await nextFrames(panel.page);
    assert.equal(await columns(), 5);
    await panel.close();
  });

  it('folds the inputs to one line for a run, and leaves them open for a reader who unfolds them', async () => {
    const panel = await browser.open({ state: 'done' });
    const line = panel.page.getByRole('button', { name: /^Inputs/ });
    assert.match(await line.innerText(), /My parcel arrived broken/);
    assert.equal(await panel.page.getByLabel('ticket').isVisible(), false);
    await line.click();
    await nextFrames(panel.page);
    assert.equal(await panel.page.getByLabel('ticket').isVisible(), true);
    await eventually('the arrangement to be kept', () =>
      panel.page.evaluate<true | undefined>('panelHost.state()?.inputsShown || undefined'),
    );
    await panel.page.reload();
    await panel.page.locator('.toolbar').waitFor();
    assert.equal(await panel.page.getByLabel('ticket').isVisible(), true);
    await panel.close();
  });

  it('marks nothing in a text that is not like the base, until it is asked to', async () => {
    const panel = await browser.open({ state: 'done' });
    await panel.page.getByText('Words', { exact: true }).click();
    const terse = panel.page.getByRole('region', { name: 'terse: answer' });
    await terse.getByText('Too different from the base to mark').waitFor();
    assert.equal(await terse.locator('ins, del').count(), 0);
    await terse.getByRole('button', { name: 'Mark Anyway' }).click();
    await terse.locator('ins').first().waitFor();
    await panel.close();
  });

  it('lays out what is written from right to left that way, and scrolls a wide table in its own box', async () => {
    const panel = await browser.open({ state: '' });
    const cells = Array.from({ length: 12 }, (_, index) => `column${index}`).join(' | ');
    const table = `| ${cells} |\n|${'---|'.repeat(12)}\n| ${cells} |`;
    const run = [
      runStarted([models[0], models[1]]),
      done(models[0], 'وصلت الطرود مكسورة.'),
      done(models[1], `מה שלומך?\n\n${table}`),
      runEnded,
    ];
    await panel.send(snapshotOf(run));
    const directionOf = (selector: string) =>
      panel.page.evaluate(`getComputedStyle(document.querySelector('${selector}')).direction`);
    assert.equal(await directionOf('.text-block'), 'rtl');
    await panel.page.getByRole('button', { name: 'Show as Markdown' }).click();
    const box = panel.page.locator('.table-box');
    await box.waitFor();
    const scrolls = (selector: string) =>
      panel.page.evaluate(
        `[...document.querySelectorAll('${selector}')].some(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)`,
      );
    assert.deepEqual(
      [await scrolls('.table-box'), await scrolls('.body'), await directionOf('.body p')],
      [true, false, 'rtl'],
    );
    const header = await panel.page.locator('th').first().boundingBox();
    assert.ok(header && header.height < 40, JSON.stringify(header));
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
