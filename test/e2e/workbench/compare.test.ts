import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../../support/eventually.ts';
import { type LoopbackServer, startLoopbackServer } from '../../support/loopbackServer.ts';
import { type Desk, openDesk } from '../../support/workbench.ts';

const answers: Readonly<Record<string, string>> = {
  'gpt-5.6-luna': 'Hello Ada, it is good to see you.',
  'claude-haiku-4-5': 'Hello Ada, it is lovely to see you.',
  'gemini-3.8-flash': 'Good morning, Ada.',
};

const column = (desk: Desk, name: string) => desk.panel.getByRole('region', { name, exact: true });
const answer = (desk: Desk, name: string) => desk.panel.getByRole('region', { name: `${name}: answer` });

describe('comparing models in the workbench', () => {
  let server: LoopbackServer;
  let desk: Desk;

  before(async () => {
    server = await startLoopbackServer();
    server.otherwise((request) => ({ answer: { text: answers[request.model] ?? 'Hello.' }, chunkDelayMs: 5 }));
    const endpoints = { openai: `${server.url}/v1`, anthropic: server.url, google: server.url };
    desk = await openDesk({
      folder: 'test/e2e/workspace',
      settings: { 'polyprompt.endpoints': endpoints },
      viewport: { width: 1600, height: 900 },
    });
    await desk.openFile('hello.prompt');
  });
  after(async () => {
    await desk.close();
    await server.close();
  });

  it('streams three models side by side at one key, and leaves the focus in the editor', async () => {
    await desk.page.keyboard.press('Control+Enter');
    for (const [model, text] of Object.entries(answers)) await answer(desk, model).getByText(text).waitFor();
    await desk.panel.getByText(/^Total/).waitFor();
    await desk.page.keyboard.type('x');
    await desk.page.keyboard.press('Control+Z');
    assert.equal(server.requests.length, 3);
  });

  it('shows time, tokens and cost under every answer', async () => {
    const footer = column(desk, 'gpt-5.6-luna');
    await footer.getByText(/s to first token/).waitFor();
    await footer.getByText(/\d+ tokens in/).waitFor();
    await footer
      .getByText(/~?\$[\d.]+/)
      .first()
      .waitFor();
  });

  it('marks words that differ from the base, and how alike the answers are', async () => {
    await desk.panel.getByText('Words', { exact: true }).click();
    const changed = answer(desk, 'claude-haiku-4-5');
    await changed.locator('ins', { hasText: 'lovely' }).waitFor();
    await changed.locator('del', { hasText: 'good' }).waitFor();
    await column(desk, 'claude-haiku-4-5')
      .getByText(/\d+% alike/)
      .waitFor();
    await desk.panel.getByText('Off', { exact: true }).click();
  });

  it("puts two answers into the editor's own diff editor", async () => {
    await column(desk, 'claude-haiku-4-5')
      .getByRole('button', { name: /More actions/ })
      .click();
    await desk.panel
      .getByRole('menuitem', { name: /Diff Editor/ })
      .first()
      .click();
    await desk.page.getByRole('tab', { name: /↔/ }).waitFor();
    await desk.page.locator('.monaco-diff-editor').first().waitFor();
    await desk.page.keyboard.press('Control+W');
  });

  it('stops one column and lets the others finish', async () => {
    server.script(
      { answer: { text: 'never ending story' }, chunkDelayMs: 30, hangs: true },
      (request) => request.model === 'gemini-3.8-flash',
    );
    await desk.panel.getByRole('button', { name: 'Run', exact: true }).click();
    await answer(desk, 'gemini-3.8-flash').getByText(/never/).waitFor();
    await column(desk, 'gemini-3.8-flash').getByRole('button', { name: /Stop/ }).click();
    await column(desk, 'gemini-3.8-flash')
      .getByText(/Stopped/i)
      .first()
      .waitFor();
    for (const model of ['gpt-5.6-luna', 'claude-haiku-4-5'])
      await answer(desk, model)
        .getByText(answers[model] ?? '')
        .waitFor();
    await eventually('the request to be cut', () => server.requests.find((request) => request.wasCut));
  });

  it('finds the run again after the window was reloaded (fault 47)', async () => {
    await desk.reload(/hello\.prompt - Compare/);
    await answer(desk, 'gpt-5.6-luna')
      .getByText(answers['gpt-5.6-luna'] ?? '')
      .waitFor({ timeout: 40_000 });
    assert.equal(server.requests.length, 6);
  });

  it('lists the runs of the prompt and reopens one', async () => {
    await desk.panel.getByRole('button', { name: /Earlier Runs/ }).click();
    const runs = desk.panel.getByRole('button', { name: /3 models/ });
    await runs.first().waitFor();
    assert.ok((await runs.count()) >= 2);
    await runs.last().click();
    await answer(desk, 'gemini-3.8-flash').getByText('Good morning, Ada.').waitFor();
  });

  it('keeps the runs in the folder, out of git', () => {
    assert.equal(
      readFileSync(path.join(desk.folder, '.polyprompt', '.gitignore'), 'utf8'),
      'runs/\ncache/\n.gitignore\n',
    );
  });

  it('asked nobody but our own server', () => {
    assert.deepEqual(desk.workbench.blocked, []);
  });
});
