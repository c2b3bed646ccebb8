import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../../support/eventually.ts';
import { type Desk, openDesk } from '../../support/workbench.ts';

const column = (desk: Desk, name: string) => desk.panel.getByRole('region', { name, exact: true });
const form = (desk: Desk, name: string) => desk.panel.getByRole('region', { name: `Result of find_order for ${name}` });
const button = (desk: Desk, name: string, label: string) =>
  form(desk, name).locator('vscode-button', { hasText: label });

/** The prompt as it stands in the editor, line by line, as far as it is in sight. */
const editorText = async (desk: Desk) =>
  (await desk.page.locator('.editor-instance .view-lines').first().innerText()).replaceAll('\u00a0', ' ');

describe('answering the calls of simulated models in the workbench', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk({ folder: 'test/e2e/tools', viewport: { width: 1600, height: 1000 } });
    await desk.openFile('order.prompt');
    await desk.page.keyboard.press('Control+Enter');
  });
  after(() => desk.close());

  it('waits for the result of a call that no rule answers, in each column for its own', async () => {
    for (const name of ['terse', 'thorough']) await form(desk, name).getByLabel('status').waitFor();
    assert.equal(await desk.panel.locator('#follow-up').isDisabled(), true);
  });

  it('goes on with a result by hand, and shows who gave it', async () => {
    await form(desk, 'terse').getByLabel('status').selectOption('late');
    await form(desk, 'terse').getByLabel('total').fill('24.5');
    await button(desk, 'terse', 'Give Result').click();
    await column(desk, 'terse').getByText('3 rounds').waitFor();
    const step = column(desk, 'terse').locator('details.step').first();
    await step.locator('summary').click();
    await step.getByText('Result given by hand').waitFor();
    await step.getByText('"total": 24.5').waitFor();
  });

  it('runs the JavaScript of a rule in the sandbox', async () => {
    const step = column(desk, 'terse').locator('details.step').nth(1);
    await step.locator('summary').click();
    await step.getByText(/Result from a script/).waitFor();
    await step.getByText('"sent": true').waitFor();
  });

  it('writes a result into the prompt on request, in a step that can be undone', async () => {
    await form(desk, 'thorough').getByLabel('status').selectOption('lost');
    await form(desk, 'thorough').getByLabel('total').fill('7');
    await button(desk, 'thorough', 'Keep as Mock').click();
    await column(desk, 'thorough').getByText('3 rounds').waitFor();
    await eventually('the rule in the editor', async () =>
      /- tool: find_order\s+args:\s+orderId: A-1004/.test(await editorText(desk)) ? true : undefined,
    );
    await desk.page.locator('.editor-instance .view-lines').first().click();
    await desk.page.keyboard.press('Control+Z');
    await eventually('the rule to be gone', async () =>
      (await editorText(desk)).includes('orderId: A-1004') ? undefined : true,
    );
  });

  it('asks both columns further, each in its own conversation', async () => {
    const question = desk.panel.getByRole('textbox', { name: 'Ask all further' });
    await question.fill('Say it in French.');
    await question.press('Enter');
    for (const name of ['terse', 'thorough'])
      await column(desk, name).locator('.user-turn', { hasText: 'Say it in French' }).waitFor();
    for (const name of ['terse', 'thorough']) await column(desk, name).getByText('rounds').waitFor();
    assert.equal(await question.inputValue(), '');
  });

  it('keeps what was said, and the results that were given, as a case', async () => {
    await desk.panel.getByRole('button', { name: 'Keep as Case' }).click();
    await desk.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Create' }).click();
    const cases = path.join(desk.folder, 'order.cases.jsonl');
    await eventually('the file of cases', () => (existsSync(cases) ? true : undefined));
    await desk.page.locator('.tab.active', { hasText: 'order.cases.jsonl' }).first().click();
    await desk.page.keyboard.press('Control+S');
    const text = await eventually('the case on disk', () => readFileSync(cases, 'utf8').trim() || undefined);
    const kept = JSON.parse(text);
    assert.deepEqual(kept.turns, ['Say it in French.']);
    const result = { status: 'late', total: 24.5 };
    assert.deepEqual(kept.toolResults, [{ tool: 'find_order', args: { orderId: 'A-1004' }, result }]);
  });
});
