import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readVerdictLines } from '../../../src/core/people/verdictLines.ts';
import { eventually } from '../../support/eventually.ts';
import { type Desk, openDesk } from '../../support/workbench.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..');

describe('a review of answers in the workbench', () => {
  let scratch = '';
  let desk: Desk;
  before(async () => {
    scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-review-'));
    const folder = path.join(scratch, 'examples');
    cpSync(path.join(root, 'examples'), folder, { recursive: true });
    desk = await openDesk({
      folder: path.relative(root, folder),
      settings: { 'polyprompt.verdicts.name': 'Ann' },
      viewport: { width: 1600, height: 900 },
    });
    await desk.openFile('triage.eval.yaml');
    await desk.page
      .locator('.codelens-decoration a', { hasText: /Run 60 cases/ })
      .first()
      .click();
    await desk.page
      .locator('.codelens-decoration a', { hasText: /\/180 passed/ })
      .first()
      .waitFor({ timeout: 60_000 });
    await desk.command('Polyprompt: Show Eval Results');
    await desk.panel.getByRole('row', { name: /Totals/ }).waitFor();
  });
  after(async () => {
    await desk.close();
    rmSync(scratch, { recursive: true });
  });

  const lines = () =>
    readVerdictLines(readFileSync(path.join(desk.folder, '.polyprompt', 'labels', 'triage.eval.yaml.jsonl'), 'utf8'))
      .lines;
  const heading = (text: string) => desk.panel.getByRole('heading', { name: text }).waitFor();

  it('keeps each verdict with why the answer was shown, and goes on by itself', async () => {
    await desk.panel.getByRole('button', { name: 'Review Answers' }).click();
    await heading('Answer 1 of 60');
    assert.doesNotMatch(
      await desk.panel.locator('polyprompt-matrix').innerHTML(),
      /simulated|terse|thorough|unreliable/,
    );
    await desk.page.keyboard.press('p');
    await heading('Answer 2 of 60');
    await desk.page.keyboard.press('f');
    await heading('Answer 3 of 60');
    await desk.panel.getByText(/^Saved: fail\. It was of simulated\//).waitFor();
    const kept = lines();
    assert.deepEqual(
      kept.map(({ verdict, by }) => [verdict, by]),
      [
        ['pass', 'Ann'],
        ['fail', 'Ann'],
      ],
    );
    for (const { heap, chance } of kept) assert.equal(heap === 'random', chance !== undefined, `${heap} ${chance}`);
  });

  it('takes the last verdict back, and goes on where it was left', async () => {
    await desk.page.keyboard.press('Backspace');
    await heading('Answer 2 of 60');
    await eventually('the verdict to be taken back', () => (lines().at(-1)?.verdict === null ? true : undefined));
    await desk.page.keyboard.press('Escape');
    await desk.panel.getByRole('grid').waitFor();
    await desk.panel.getByRole('button', { name: 'Review Answers' }).click();
    await heading('Answer 2 of 60');
    await desk.panel.getByText('1 judged').waitFor();
  });

  it('takes all sixty answers by keyboard alone', async () => {
    for (let at = 2; at <= 60; at++) {
      await heading(`Answer ${at} of 60`);
      await desk.page.keyboard.press(at % 3 === 0 ? '2' : '1');
    }
    await desk.panel.getByText('All 60 answers of this review are judged.').waitFor();
  });

  it('goes on to further answers when all of them are judged', async () => {
    await desk.page.keyboard.press('Escape');
    await desk.panel.getByRole('grid').waitFor();
    await desk.panel.getByRole('button', { name: 'Review Answers' }).click();
    await desk.panel.getByRole('heading', { name: /^Answer \d+ of (?!60$)\d+$/ }).waitFor();
  });
});
