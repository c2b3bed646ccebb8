import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readChoiceLines } from '../../../src/core/people/choiceLines.ts';
import { eventually } from '../../support/eventually.ts';
import { type Desk, openDesk } from '../../support/workbench.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const names = /simulated|terse|thorough|unreliable/;

const suite = `prompt: ./triage.prompt
models: [simulated/terse, simulated/thorough]
judge: simulated/thorough
defaultTest:
  assert:
    - {type: prefer, value: Is clearer, against: simulated/terse}
cases:
${[
  'My parcel arrived broken.',
  'Where is my refund?',
  'I cannot log in.',
  'The lamp does not work.',
  'You charged me twice.',
]
  .map((ticket) => `  - vars: {ticket: ${ticket}}\n`)
  .join('')}`;

describe('a choice between answers in the workbench', () => {
  let scratch = '';
  let desk: Desk;
  before(async () => {
    scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-choice-'));
    const folder = path.join(scratch, 'examples');
    cpSync(path.join(root, 'examples'), folder, { recursive: true });
    writeFileSync(path.join(folder, 'liked.eval.yaml'), suite);
    desk = await openDesk({
      folder: path.relative(root, folder),
      settings: { 'polyprompt.verdicts.name': 'Ann' },
      viewport: { width: 1600, height: 900 },
    });
    await desk.openFile('liked.eval.yaml');
    await desk.page
      .locator('.codelens-decoration a', { hasText: /Run 10 cases|Run 5 cases/ })
      .first()
      .click();
    await desk.page
      .locator('.codelens-decoration a', { hasText: /\/10 passed/ })
      .first()
      .waitFor({ timeout: 60_000 });
    await desk.command('Polyprompt: Choose Between Answers');
    await desk.panel.getByRole('heading', { name: 'Pair 1 of 5' }).waitFor();
  });
  after(async () => {
    await desk.close();
    rmSync(scratch, { recursive: true });
  });

  const lines = () =>
    readChoiceLines(readFileSync(path.join(desk.folder, '.polyprompt', 'labels', 'liked.eval.yaml.jsonl'), 'utf8'));

  it('names nobody before the choice, keeps it with its sides, and then says who gave which answer', async () => {
    const { panel, page } = desk;
    assert.doesNotMatch(await panel.locator('polyprompt-matrix').innerHTML(), names);
    await panel.getByRole('region', { name: 'Left answer' }).click();
    await page.keyboard.press('1');
    await panel.getByText(/^Saved: left\. simulated\/.* stood left/).waitFor();
    const [line] = lines();
    assert.deepEqual(
      [line?.choice, line?.by, line?.criterion, line?.seed, line?.targets?.toSorted()],
      ['left', 'Ann', 'Is clearer', 'liked.eval.yaml', ['simulated/terse', 'simulated/thorough']],
    );
  });

  it('takes a choice back, and goes on where it was left', async () => {
    const { panel, page } = desk;
    await page.keyboard.press('ArrowRight');
    await panel.getByRole('heading', { name: 'Pair 3 of 5' }).waitFor();
    await page.keyboard.press('Backspace');
    await panel.getByRole('heading', { name: 'Pair 2 of 5' }).waitFor();
    await eventually('the choice to be taken back', () => (lines().at(-1)?.choice === null ? true : undefined));
    await page.keyboard.press('Escape');
    await panel.getByRole('grid').waitFor();
    await panel.getByRole('button', { name: 'Choose Between Answers' }).click();
    await panel.getByRole('heading', { name: 'Pair 2 of 5' }).waitFor();
  });

  it('stands in the figures beside the judge', async () => {
    const { panel, page } = desk;
    for (const [index, key] of ['2', '3', '4', '1'].entries()) {
      await panel.getByRole('heading', { name: `Pair ${index + 2} of 5` }).waitFor();
      await page.keyboard.press(key);
    }
    await panel.getByText('You have chosen at all 5 pairs.').waitFor();
    await panel.getByRole('button', { name: 'Back to the Results', exact: true }).click();
    await panel.getByRole('button', { name: 'Show What Is Liked Better' }).click();
    const section = panel.getByRole('region', { name: 'Liked better: Is clearer' });
    await section
      .getByText(/^People: simulated\/thorough preferred in \d, simulated\/terse in \d, no difference in 2 of 5/)
      .waitFor();
    await section.getByText(/^simulated\/thorough says what people say in \d of 5 pairs/).waitFor();
  });
});
