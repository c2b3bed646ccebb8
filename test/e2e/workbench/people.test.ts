import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Desk, openDesk } from '../../support/workbench.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const suite = `prompt: ./say.prompt
models: [simulated/echo]
cases:
  - vars: {word: lamp}
    assert: [{type: contains, value: lamp}, {type: human, value: polite}]
  - vars: {word: chair}
    assert: [{type: human}]
`;

describe('checks by people in the workbench', () => {
  let folder = '';
  let desk: Desk;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-people-'));
    writeFileSync(path.join(folder, 'say.prompt'), 'Say {{word}}, please');
    writeFileSync(path.join(folder, 'say.eval.yaml'), suite);
    desk = await openDesk({
      folder: path.relative(root, folder),
      settings: { 'polyprompt.verdicts.name': 'Ann' },
      viewport: { width: 1600, height: 900 },
    });
    await desk.openFile('say.eval.yaml');
  });
  after(async () => {
    await desk.close();
    rmSync(folder, { recursive: true });
  });

  it('wait for a person, and count as soon as a verdict is given, without asking a model', async () => {
    const { panel, page } = desk;
    await desk.command('Polyprompt: Show Eval Results');
    await panel.getByRole('button', { name: 'Run', exact: true }).last().click();
    await panel.getByText('2 waiting for a person').first().waitFor({ timeout: 60_000 });
    await panel.locator('[data-line="0"][data-column="1"]').click();
    await panel.getByRole('combobox', { name: /^What the verdict on .* is about$/ }).waitFor();
    await page.keyboard.press('p');
    await panel.locator('.cell.pass').first().waitFor({ timeout: 60_000 });
    await panel.getByText('1 waiting for a person').first().waitFor();
    const lines = readFileSync(path.join(desk.folder, '.polyprompt/labels/say.eval.yaml.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const [line] = lines.map((text) => JSON.parse(text));
    assert.deepEqual([lines.length, line.verdict, line.criterion, line.by], [1, 'pass', 'polite', 'Ann']);
  });
});
