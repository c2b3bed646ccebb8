import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../../support/eventually.ts';
import { inboxLog } from '../../support/inboxLog.ts';
import { type Desk, openDesk, takeFocusedRow } from '../../support/workbench.ts';

const button = (desk: Desk, text: string) => desk.panel.locator('vscode-button', { hasText: text }).first();

describe('importing cases in the workbench', () => {
  let desk: Desk;
  const file = (name: string) => path.join(desk.folder, name);

  before(async () => {
    desk = await openDesk({ folder: 'examples', viewport: { width: 1600, height: 1000 } });
    // The list of files may not see what is written later.
    writeFileSync(file('personal.jsonl'), personal);
    writeFileSync(file('inbox-log.jsonl'), inboxLog());
  });
  after(() => desk.close());
  const personal = '{"vars": {"mail": "My name is Maria Keller, mail maria.keller@firm.org"}}\n';

  it('shows what a log holds of a prompt, and writes nothing before it is accepted', async () => {
    const before = readdirSync(desk.folder, { recursive: true }).sort();
    await desk.openFile('inbox-log.jsonl');
    await desk.command('Polyprompt: Import Cases...');
    await desk.page.locator('.quick-input-widget input').first().fill('inbox.prompt');
    await takeFocusedRow(desk.page, 'inbox.prompt');
    await desk.panel.getByText(/Cases: 0 matched exactly, 6 closely/).waitFor();
    await desk.panel.getByText(/Left out: 1 call \(of another prompt/).waitFor();
    await desk.panel.getByText(/Decide first what becomes of: name of a person, order or customer number/).waitFor();
    assert.equal(await button(desk, 'Write 6 Cases').getAttribute('disabled'), '');
    assert.deepEqual(readdirSync(desk.folder, { recursive: true }).sort(), before);
  });

  it('writes stand-ins into a file of cases that a suite reads, and opens it', async () => {
    const choose = (kind: string, name: string) =>
      desk.panel
        .getByRole('group', { name: `What becomes of all of kind ${kind}` })
        .getByRole('button', { name })
        .click();
    await choose('name of a person', 'Replace');
    await choose('order or customer number', 'Keep');
    await desk.panel.getByText(/Nothing is written before you press the button/).waitFor();
    await button(desk, 'Write 6 Cases').click();
    const written = await eventually('the cases', () =>
      existsSync(file('inbox.log.cases.jsonl')) ? readFileSync(file('inbox.log.cases.jsonl'), 'utf8') : undefined,
    );
    assert.doesNotMatch(written, /Keller|firm\.org|7946/);
    assert.match(written, /BK-20418/);
    assert.match(written, /"observed":"delivery"/);
    assert.doesNotMatch(written, /"expected"|"assert"/);
    await desk.page.locator('.tab.active[data-resource-name="inbox.log.cases.jsonl"]').first().waitFor();
    await eventually(
      'the suite that reads them',
      () =>
        /^cases: \[\.\/cases\/inbox\.jsonl, \.\/inbox\.log\.cases\.jsonl\]$/m.test(
          readFileSync(file('inbox.eval.yaml'), 'utf8'),
        ) || undefined,
    );
    const everything = readdirSync(file('.'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !['inbox-log.jsonl', 'personal.jsonl'].includes(entry.name))
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
    assert.equal(
      everything.some((text) => text.includes('maria.keller@firm.org')),
      false,
    );
  });

  it('does not write over a file, and says so on the page', async () => {
    await desk.openFile('inbox-log.jsonl');
    await desk.command('Polyprompt: Import Cases...');
    await desk.page.locator('.quick-input-widget input').first().fill('inbox.prompt');
    await takeFocusedRow(desk.page, 'inbox.prompt');
    const field = desk.panel.getByLabel('File beside the prompt');
    await field.fill('inbox.log.cases.jsonl');
    await field.press('Enter');
    for (const kind of ['name of a person', 'order or customer number'])
      await desk.panel
        .getByRole('group', { name: `What becomes of all of kind ${kind}` })
        .getByRole('button', { name: 'Replace' })
        .click();
    await button(desk, 'Write 6 Cases').click();
    await desk.panel.getByText(/inbox\.log\.cases\.jsonl is there already/).waitFor();
  });

  it('replaces what is personal in a file of cases, in one step that can be undone', async () => {
    const text = () => readFileSync(file('personal.jsonl'), 'utf8');
    await button(desk, 'Close').click();
    await desk.page.locator('.editor-instance .view-lines').first().click();
    await desk.openFile('personal.jsonl');
    await desk.command('Polyprompt: Replace Personal Data...');
    await desk.panel.getByRole('heading', { name: 'Personal data in personal.jsonl' }).waitFor();
    await desk.panel
      .getByRole('group', { name: 'What becomes of all of kind name of a person' })
      .getByRole('button', { name: 'Replace' })
      .click();
    await button(desk, 'Replace in the File').click();
    await desk.page
      .getByText(/2 places replaced\. The file is not saved yet/)
      .first()
      .waitFor();
    await desk.page.locator('.tab[data-resource-name="personal.jsonl"]').first().click();
    await desk.page.locator('.editor-instance .view-lines').first().click();
    await desk.page.keyboard.press('Control+S');
    await eventually('the file without it', () => !/Keller|firm/.test(text()) || undefined);
    assert.match(text(), /^\{"vars": \{"mail": "My name is \w+ \w+, mail [a-z.]+@example\.com"\}\}\n$/);
    await desk.page.keyboard.press('Control+Z');
    await desk.page.keyboard.press('Control+S');
    await eventually('the file as it was', () => text() === personal || undefined);
  });
});
