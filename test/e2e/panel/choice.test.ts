import assert from 'node:assert/strict';
import axe from 'axe-core';
import { themes } from '../../../scripts/panelHarness.ts';
import type { ChoiceView, ShownPair } from '../../../src/core/judges/choiceView.ts';
import { nextFrames, type OpenMatrix, PanelBrowser } from './panelBrowser.ts';

const pair: ShownPair = {
  item: 'pair 0',
  criterion: 'Is friendlier',
  description: 'A refund for a lamp',
  vars: [{ name: 'ticket', value: 'The lamp came broken, I want my money back.' }],
  left: 'I am **sorry** about the lamp. The refund takes *five* days.',
  right: 'Refunds take five days.',
};
const first: ChoiceView = { pair, at: 1, judged: 0, total: 40 };
const second: ChoiceView = {
  pair: { ...pair, item: 'pair 1', own: 'right' },
  at: 2,
  judged: 1,
  total: 40,
  last: {
    choice: 'left',
    left: 'anthropic/claude-haiku-4-5',
    right: 'openai/gpt-5.6-luna',
    judges: [
      { judge: 'openai/gpt-5-mini', liked: 'openai/gpt-5.6-luna' },
      { judge: 'google/gemini-3.8-flash', liked: null },
    ],
  },
};

async function show(matrix: OpenMatrix, choice: ChoiceView | null, seq = 2): Promise<void> {
  await matrix.send({ type: 'choice', seq, choice });
  await nextFrames(matrix.page);
}

async function pressed(matrix: OpenMatrix, ...keys: readonly string[]) {
  const before = (await matrix.posted()).length;
  for (const key of keys) await matrix.page.keyboard.press(key);
  return (await matrix.posted()).slice(before);
}

describe('a choice between answers', () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  it('begins with a button of the results', async () => {
    const matrix = await browser.openMatrix({ state: 'done' });
    await matrix.page.getByRole('button', { name: 'Choose Between Answers' }).click();
    assert.deepEqual((await matrix.posted()).at(-1), { type: 'choose' });
    await matrix.close();
  });

  it('has no name of a model in text, attributes or the accessibility tree before the choice', async () => {
    const matrix = await browser.openMatrix({ state: 'preferred' });
    const { page } = matrix;
    const names = /gpt-5|claude|gemini|openai|anthropic|google/i;
    assert.match(await page.locator('polyprompt-matrix').innerHTML(), names);
    await show(matrix, first);
    assert.doesNotMatch(await page.locator('polyprompt-matrix').evaluate((panel) => panel.outerHTML), names);
    assert.doesNotMatch(await page.locator('body').ariaSnapshot(), names);
    assert.match(await page.getByRole('region', { name: 'Left answer' }).innerText(), /about the lamp/);
    assert.match(await page.getByRole('region', { name: 'Right answer' }).innerText(), /^Refunds take/);
    await matrix.close();
  });

  it('is made by keys alone, each about the pair that is shown', async () => {
    const matrix = await browser.openMatrix({ state: 'done' });
    await show(matrix, first);
    const made = (choice: string) => ({ type: 'choice-made', item: 'pair 0', choice });
    assert.deepEqual(await pressed(matrix, 'ArrowLeft', '1', 'ArrowRight', '2', '3', '4'), [
      made('left'),
      made('left'),
      made('right'),
      made('right'),
      made('tie'),
      made('both-bad'),
    ]);
    assert.deepEqual(await pressed(matrix, 'ArrowDown', 'k', 'Backspace', 'Escape'), [
      { type: 'choice-move', step: 1 },
      { type: 'choice-move', step: -1 },
      { type: 'choice-undo' },
      { type: 'leave-choice' },
    ]);
    await matrix.close();
  });

  it('tells afterwards who gave which answer and what judges say, and how far it is', async () => {
    const matrix = await browser.openMatrix({ state: 'done' });
    await show(matrix, first);
    await show(matrix, second, 3);
    const { page } = matrix;
    assert.equal(
      (await page.locator('.review-last').innerText()).replaceAll(/\s+/g, ' ').trim(),
      'Saved: left. anthropic/claude-haiku-4-5 stood left, openai/gpt-5.6-luna right. openai/gpt-5-mini likes openai/gpt-5.6-luna better. google/gemini-3.8-flash sees no difference.',
    );
    await page.getByRole('status').filter({ hasText: 'Saved: left, 1 of 40.' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Right Is Better (2)' }).getAttribute('aria-pressed'), 'true');
    await matrix.close();
  });

  it('ends, and gives the results back', async () => {
    const matrix = await browser.openMatrix({ state: 'done' });
    await show(matrix, { pair: null, at: 40, judged: 40, total: 40 });
    assert.match(await matrix.page.locator('.review-end').innerText(), /You have chosen at all 40 pairs/);
    await show(matrix, null, 3);
    assert.equal(await matrix.page.getByRole('grid').count(), 1);
    await matrix.close();
  });

  it('puts the answers below each other in a narrow panel', async () => {
    const matrix = await browser.openMatrix({ state: 'done', width: 420, height: 800 });
    await show(matrix, first);
    const [left, right] = await Promise.all(
      ['Left answer', 'Right answer'].map((name) => matrix.page.getByRole('region', { name }).boundingBox()),
    );
    assert.ok(left && right && right.y >= left.y + left.height, JSON.stringify([left, right]));
    const overflow = await matrix.page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    assert.equal(overflow, 0);
    await matrix.close();
  });

  for (const theme of themes)
    it(`has no serious fault by axe in ${theme}`, async () => {
      const matrix = await browser.openMatrix({ theme, state: 'done' });
      await show(matrix, second);
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
