import assert from 'node:assert/strict';
import axe from 'axe-core';
import { themes } from '../../../scripts/panelHarness.ts';
import type { PersonMark } from '../../../src/core/people/personMark.ts';
import { matrixScenes } from './matrixStates.ts';
import { nextFrames, type OpenMatrix, PanelBrowser } from './panelBrowser.ts';

const luna = 'openai/gpt-5.6-luna';
const haiku = 'anthropic/claude-haiku-4.5';

async function tellPeople(matrix: OpenMatrix, people: readonly PersonMark[]): Promise<void> {
  const row = matrixScenes()['done']?.rows['case-0'];
  if (!row) throw new Error('the scene has a first case');
  await matrix.send({ type: 'row', seq: 3, row: { ...row, people } });
  await nextFrames(matrix.page);
}

async function openFirst({ page }: OpenMatrix): Promise<void> {
  await page.locator('[data-line="0"][data-column="1"]').click();
  await nextFrames(page);
}

describe('verdicts of people in the matrix', () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  it('are given by keys alone, one answer after the other and on to the next row', async () => {
    const matrix = await browser.openMatrix({ state: 'done' });
    await openFirst(matrix);
    const before = (await matrix.posted()).length;
    for (const key of ['p', 'f', '3', '1']) {
      await matrix.page.keyboard.press(key);
      await nextFrames(matrix.page);
    }
    const posted = (await matrix.posted()).slice(before);
    const verdicts = posted.filter((one) => one.type === 'judge');
    assert.deepEqual(
      verdicts.map((one) => [one.caseId, one.verdict]),
      [
        ['case-0', 'pass'],
        ['case-0', 'fail'],
        ['case-0', 'unsure'],
        ['case-1', 'pass'],
      ],
    );
    assert.equal(new Set(verdicts.slice(0, 3).map((one) => one.target)).size, 3);
    assert.deepEqual(
      posted.filter(({ type }) => type === 'open-row'),
      [{ type: 'open-row', caseId: 'case-1' }],
    );
    await matrix.close();
  });

  it('leave the filter its key outside the open row', async () => {
    const matrix = await browser.openMatrix({ state: 'done' });
    await openFirst(matrix);
    await matrix.page.locator('[data-line="1"][data-column="1"]').focus();
    const before = (await matrix.posted()).length;
    await matrix.page.keyboard.press('f');
    await nextFrames(matrix.page);
    assert.deepEqual(
      (await matrix.posted()).slice(before).filter(({ type }) => type === 'judge'),
      [],
    );
    await matrix.close();
  });

  it('stand at the answer with names and notes, and the own one can be taken back', async () => {
    const matrix = await browser.openMatrix({ state: 'done' });
    await openFirst(matrix);
    await tellPeople(matrix, [
      { target: luna, repeat: 0, by: 'Ann', verdict: 'fail', note: 'too long', isOwn: true },
      { target: luna, repeat: 0, by: 'Bob', verdict: 'pass' },
    ]);
    const line = matrix.page.getByRole('group', { name: /^Verdicts of people on .*gpt-5.6-luna$/ });
    assert.match(await line.innerText(), /Ann: fail, too long\s+Bob: pass/);
    const fail = line.getByRole('button', { name: 'Fail (f)' });
    assert.equal(await fail.getAttribute('aria-pressed'), 'true');
    await fail.click();
    const answer = { caseId: 'case-0', target: luna, repeat: 0 };
    assert.deepEqual((await matrix.posted()).at(-1), { type: 'judge', verdict: null, ...answer });
    await line.getByRole('button', { name: 'Note (n)' }).click();
    assert.deepEqual((await matrix.posted()).at(-1), { type: 'note', ...answer });
    const others = matrix.page.getByRole('group', { name: /^Verdicts of people on .*claude-haiku/ });
    assert.equal(await others.getByRole('button', { name: 'Note (n)' }).count(), 0, haiku);
    await matrix.close();
  });

  it('ask by one criterion after the other where checks do, by keys or from a list', async () => {
    const matrix = await browser.openMatrix({ state: 'done' });
    await openFirst(matrix);
    const row = matrixScenes()['done']?.rows['case-0'];
    if (!row) throw new Error('the scene has a first case');
    const people = [{ target: luna, repeat: 0, by: 'Ann', verdict: 'pass', criterion: 'polite', isOwn: true } as const];
    await matrix.send({ type: 'row', seq: 3, row: { ...row, subjects: ['polite', 'short'], people } });
    await nextFrames(matrix.page);
    const choice = matrix.page.getByRole('combobox', { name: /^What the verdict on .*gpt-5.6-luna is about$/ });
    assert.deepEqual(await choice.locator('option').allInnerTexts(), ['polite', 'short', 'The whole answer']);
    const line = matrix.page.getByRole('group', { name: /^Verdicts of people on .*gpt-5.6-luna$/ });
    assert.match(await line.innerText(), /Ann: pass by “polite”/);
    await choice.selectOption('short');
    await nextFrames(matrix.page);
    await line.getByRole('button', { name: 'Fail (f)' }).click();
    const last = (await matrix.posted()).at(-1);
    assert.deepEqual(last, {
      type: 'judge',
      caseId: 'case-0',
      target: luna,
      repeat: 0,
      criterion: 'short',
      verdict: 'fail',
    });
    await matrix.close();
  });

  for (const theme of themes)
    it(`have no serious fault by axe in ${theme}`, async () => {
      const matrix = await browser.openMatrix({ theme, state: 'done' });
      await openFirst(matrix);
      await tellPeople(matrix, [{ target: luna, repeat: 0, by: 'Ann', verdict: 'fail', isOwn: true }]);
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
