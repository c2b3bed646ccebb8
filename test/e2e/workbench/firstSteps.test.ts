import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '../../support/eventually.ts';
import { type LoopbackServer, startLoopbackServer } from '../../support/loopbackServer.ts';
import { type Desk, openDesk, takeFocusedRow } from '../../support/workbench.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..');

describe('the first ten minutes in an empty folder', () => {
  const empty = mkdtempSync(path.join(tmpdir(), 'polyprompt-empty-'));
  let server: LoopbackServer;
  let desk: Desk;

  before(async () => {
    server = await startLoopbackServer();
    desk = await openDesk({ folder: path.relative(root, empty), viewport: { width: 1600, height: 900 } });
  });
  after(async () => {
    await desk.close();
    await server.close();
    rmSync(empty, { recursive: true });
  });

  const input = () => desk.page.locator('.quick-input-widget');
  const answer = async (title: RegExp, text: string) => {
    await input().getByText(title).first().waitFor();
    await input().locator('input').first().fill(text);
    await input().locator('input').first().press('Enter');
  };

  it('begins with a walkthrough whose first button streams four answers', async () => {
    await desk.page.locator('.activitybar').getByRole('tab', { name: 'Polyprompt' }).click();
    await desk.page.getByRole('button', { name: 'Run Sample Prompt' }).first().waitFor();
    await desk.page.getByText('the walkthrough').click();
    const step = desk.page.locator('.getting-started-step', { hasText: 'Compare four answers' });
    await step.getByRole('button', { name: 'Run Sample Prompt' }).click();
    await desk.panel.getByText(/^Total /).waitFor();
    await desk.panel.getByRole('button', { name: 'Stop' }).first().waitFor({ state: 'hidden' });
    assert.deepEqual(readdirSync(desk.folder), []);
  });

  it('ticks the step that was done, and no other', async () => {
    await desk.page.getByRole('tab', { name: /^(Welcome|Walkthrough)/ }).click();
    await desk.page.locator('.getting-started-step.expanded .codicon-getting-started-step-checked').waitFor();
    assert.equal(await desk.page.locator('.getting-started-step .codicon-getting-started-step-checked').count(), 1);
  });

  it('makes a prompt file', async () => {
    await desk.command('Polyprompt: New Prompt File');
    await answer(/The ending says the format/, 'hello.prompt');
    await desk.page.getByRole('tab', { name: /hello\.prompt/ }).waitFor();
    assert.match(readFileSync(path.join(desk.folder, 'hello.prompt'), 'utf8'), /\{\{question\}\}/);
  });

  it('adds an endpoint by a form that asks the server what it speaks', async () => {
    const list = JSON.stringify({ object: 'list', data: [{ id: 'small' }, { id: 'large' }] });
    server.script({ body: list }, ({ path: asked }) => asked === '/v1/models');
    await desk.command('Polyprompt: Add Endpoint...');
    await answer(/1 of 4/, server.url);
    await input()
      .getByText(/2 of 4/)
      .waitFor();
    await takeFocusedRow(desk.page, 'it lists 2 models');
    await answer(/3 of 4/, 'gateway');
    await answer(/4 of 4/, 'x-team: support');
    await input().getByText('It Needs No Key').click();
    const settings = path.join(desk.userData, 'User', 'settings.json');
    const written = await eventually('the settings', () => {
      const text = readFileSync(settings, 'utf8');
      return text.includes('gateway') ? text : undefined;
    });
    const { 'polyprompt.endpoints': endpoints } = JSON.parse(written);
    assert.deepEqual(endpoints, {
      gateway: { baseUrl: `${server.url}/v1`, kind: 'openai-chat', headers: { 'x-team': 'support' } },
    });
    await eventually('the server to be asked with its header', () =>
      server.requests.some(({ headers }) => headers['x-team'] === 'support') ? true : undefined,
    );
    assert.equal(server.requests[0]?.headers['authorization'], undefined);
  });

  it('shows the new endpoint among those that are used', async () => {
    await desk.page.getByRole('treeitem', { name: 'gateway, running' }).waitFor();
  });
});
