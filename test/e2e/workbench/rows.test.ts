import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readVerdictLines } from '../../../src/core/people/verdictLines.ts';
import { type Desk, openDesk, takeFocusedRow } from '../../support/workbench.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const column = (desk: Desk, name: string) => desk.panel.getByRole('region', { name, exact: true });

describe('running a case of a suite in the compare panel', () => {
  let scratch = '';
  let desk: Desk;

  before(async () => {
    scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-rows-'));
    cpSync(path.join(root, 'test/e2e/rows'), scratch, { recursive: true });
    desk = await openDesk({
      folder: path.relative(root, scratch),
      settings: { 'polyprompt.verdicts.name': 'Ann' },
      viewport: { width: 1600, height: 900 },
    });
    await desk.openFile('label.prompt');
    await desk.command('Polyprompt: Show Compare Panel');
  });
  after(async () => {
    await desk.close();
    rmSync(scratch, { recursive: true });
  });

  it('picks a case, whose variables become the inputs', async () => {
    await desk.panel.getByRole('button', { name: 'Cases (3)' }).click();
    // The first case has the focus, so that Enter alone takes it.
    await takeFocusedRow(desk.page, 'a broken lamp');
    await desk.panel.getByRole('button', { name: 'Case 1 of 3' }).waitFor();
    assert.equal(await desk.panel.getByLabel('ticket').inputValue(), 'The lamp arrived broken.');
  });

  it('checks each answer by the checks of the case', async () => {
    await desk.panel.getByRole('button', { name: 'Run', exact: true }).first().click();
    await column(desk, 'terse').locator('.mark.pass').waitFor();
    await column(desk, 'json').locator('.mark.fail').waitFor();
    await column(desk, 'json').locator('.check.fail', { hasText: 'equals' }).waitFor();
  });

  it('takes a verdict on the answer in focus, and keeps it with those of the suite', async () => {
    await desk.panel.getByRole('region', { name: 'json: answer' }).focus();
    await desk.page.keyboard.press('f');
    await column(desk, 'json').getByText('Ann: fail').waitFor();
    const [name = ''] = readdirSync(path.join(desk.folder, '.polyprompt', 'labels')).filter(
      (one) => one !== '.gitattributes',
    );
    assert.match(name, /\.eval\.yaml\.jsonl$/);
    const { lines } = readVerdictLines(readFileSync(path.join(desk.folder, '.polyprompt', 'labels', name), 'utf8'));
    assert.deepEqual(
      lines.map(({ by, verdict }) => [by, verdict]),
      [['Ann', 'fail']],
    );
    await desk.page.keyboard.press('Backspace');
    await column(desk, 'json').getByText('Ann: fail').waitFor({ state: 'detached' });
  });

  it('takes the next case by a key, and asks nothing before it is run', async () => {
    await desk.panel.getByRole('region', { name: 'terse: answer' }).focus();
    await desk.page.keyboard.press('j');
    await desk.panel.getByRole('button', { name: 'Case 2 of 3' }).waitFor();
    await desk.panel.getByText('My parcel is late.').first().waitFor();
    assert.equal(await column(desk, 'terse').locator('.mark.pass').count(), 1);
    await desk.panel.getByRole('button', { name: 'Run', exact: true }).first().click();
    await column(desk, 'terse').getByText('late', { exact: true }).waitFor();
    await column(desk, 'terse').locator('.mark.pass').waitFor();
  });

  it('leaves the case when an input is typed', async () => {
    await desk.panel.getByRole('button', { name: /^Inputs/ }).click();
    await desk.panel.getByLabel('ticket').fill('Where is it?');
    await desk.panel.getByRole('button', { name: 'Cases (3)' }).waitFor();
    await desk.panel.getByRole('button', { name: 'Run', exact: true }).first().click();
    await column(desk, 'terse').locator('.mark').waitFor({ state: 'hidden' });
  });
});
