import assert from 'node:assert/strict';
import axe from 'axe-core';
import { themes } from '../../../scripts/panelHarness.ts';
import type { ReviewAnswer, ReviewView } from '../../../src/protocol.ts';
import { nextFrames, type OpenMatrix, PanelBrowser } from './panelBrowser.ts';

const answer: ReviewAnswer = {
  item: 'answer 0',
  description: 'A refund for a lamp',
  vars: [
    { name: 'ticket', value: 'The lamp came broken, I want my money back.' },
    { name: 'tone', value: 'kind' },
  ],
  checks: [
    { name: 'llm-rubric', value: 'apologises, and says when the money comes' },
    { name: 'contains', value: 'refund' },
  ],
  text: 'I am **sorry** about the lamp. The refund takes *five* days.',
};
const first: ReviewView = { answer, at: 1, judged: 0, total: 60 };
const last = { verdict: 'fail', target: 'openai/gpt-5.6-luna', outcome: 'fail', reason: 'Names no day.' } as const;
const second: ReviewView = { answer: { ...answer, item: 'answer 1', own: 'fail' }, at: 2, judged: 1, total: 60, last };

async function review(matrix: OpenMatrix, shown: ReviewView | null, seq = 2): Promise<void> {
  await matrix.send({ type: 'review', seq, review: shown });
  await nextFrames(matrix.page);
}

async function pressed(matrix: OpenMatrix, ...keys: readonly string[]) {
  const before = (await matrix.posted()).length;
  for (const key of keys) await matrix.page.keyboard.press(key);
  return (await matrix.posted()).slice(before);
}

describe('a review of answers', () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  it('begins with a button of the results', async () => {
    const matrix = await browser.openMatrix({ state: 'done' });
    await matrix.page.getByRole('button', { name: 'Review Answers' }).click();
    assert.deepEqual((await matrix.posted()).at(-1), { type: 'review' });
    await matrix.close();
  });

  it('names no model and no finding anywhere before the verdict', async () => {
    const matrix = await browser.openMatrix({ state: 'done' });
    const { page } = matrix;
    assert.match(await page.locator('polyprompt-matrix').innerHTML(), /gpt-5\.6-luna/);
    await review(matrix, first);
    const html = await page.locator('polyprompt-matrix').innerHTML();
    assert.doesNotMatch(html, /gpt-5|claude|gemini|\bpass(ed)?<|Names no day/);
    assert.doesNotMatch(await page.locator('body').ariaSnapshot(), /gpt-5|claude|gemini/);
    assert.match(await page.getByRole('region', { name: 'Answer' }).innerText(), /I am .*about the lamp/);
    await matrix.close();
  });

  it('is done by keys alone, each about the answer that is shown', async () => {
    const matrix = await browser.openMatrix({ state: 'done' });
    await review(matrix, first);
    assert.deepEqual(await pressed(matrix, 'p', '2', 'u', 'n', 'ArrowDown', 'k', 'Backspace'), [
      { type: 'review-verdict', item: 'answer 0', verdict: 'pass' },
      { type: 'review-verdict', item: 'answer 0', verdict: 'fail' },
      { type: 'review-verdict', item: 'answer 0', verdict: 'unsure' },
      { type: 'review-move', step: 1 },
      { type: 'review-move', step: -1 },
      { type: 'review-undo' },
    ]);
    await review(matrix, second, 3);
    assert.deepEqual(await pressed(matrix, 'n', 'Escape'), [
      { type: 'review-note', item: 'answer 1' },
      { type: 'leave-review' },
    ]);
    await matrix.close();
  });

  it('tells afterwards who gave the answer and what the suite says, and how far it is', async () => {
    const matrix = await browser.openMatrix({ state: 'done' });
    await review(matrix, first);
    await review(matrix, second, 3);
    const { page } = matrix;
    assert.match(
      await page.locator('.review-last').innerText(),
      /Saved: fail\. It was of openai\/gpt-5\.6-luna, and the suite says fail: Names no day\./,
    );
    await page.getByRole('status').filter({ hasText: 'Saved: fail, 1 of 60.' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Fail (f)' }).getAttribute('aria-pressed'), 'true');
    await matrix.close();
  });

  it('ends, and gives the results back', async () => {
    const matrix = await browser.openMatrix({ state: 'done' });
    await review(matrix, { answer: null, at: 60, judged: 60, total: 60 });
    assert.match(await matrix.page.locator('.review-end').innerText(), /All 60 answers of this review are judged/);
    await review(matrix, null, 3);
    assert.equal(await matrix.page.getByRole('grid').count(), 1);
    await matrix.close();
  });

  for (const theme of themes)
    it(`has no serious fault by axe in ${theme}`, async () => {
      const matrix = await browser.openMatrix({ theme, state: 'done' });
      await review(matrix, second);
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
