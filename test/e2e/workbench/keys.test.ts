import assert from 'node:assert/strict';
import { globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../../support/eventually.ts';
import { type LoopbackServer, startLoopbackServer } from '../../support/loopbackServer.ts';
import { type Desk, openDesk } from '../../support/workbench.ts';

const key = 'sk-CANARY-7f3a9b2c4d5e6f708192';
/** The key as it would look in a file, in any of the usual spellings. */
const spellings = [
  key,
  Buffer.from(key).toString('base64').replace(/=+$/, ''),
  Buffer.from(key).toString('hex'),
  encodeURIComponent(key),
];

/** Reports everything that any frame posts: the workbench talks to its webviews through message ports. */
const recordMessages = `
  const post = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (data, ...rest) {
    try { window.polypromptMessage?.(JSON.stringify(data)); } catch {}
    return post.call(this, data, ...rest);
  };`;

function filesWith(folder: string): string[] {
  return globSync('**/*', { cwd: folder, exclude: (name) => name === 'node_modules' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
    .filter((file) => spellings.some((spelling) => readFileSync(file).includes(spelling)));
}

describe('a key in the editor', () => {
  let server: LoopbackServer;
  let desk: Desk;
  const messages: string[] = [];

  before(async () => {
    server = await startLoopbackServer();
    const settings = {
      'polyprompt.endpoints': { openai: { baseUrl: `${server.url}/v1`, keyRequired: true } },
      'polyprompt.defaultModels': ['openai/gpt-5.6-luna'],
    };
    desk = await openDesk({ folder: 'test/e2e/workspace', settings });
    await desk.page.exposeFunction('polypromptMessage', (message: string) => messages.push(message));
    await desk.workbench.context.addInitScript(recordMessages);
    await desk.page.reload();
    await desk.page.locator('.monaco-workbench .part.statusbar').waitFor();
    await desk.openFile('keyed.prompt');
  });
  after(async () => {
    await desk.close();
    await server.close();
  });

  it('is asked for by name and place, and hidden while it is typed', async () => {
    await desk.command('Polyprompt: Set API Key...');
    const pick = desk.page.locator('.quick-input-widget');
    await pick.locator('input').first().fill('OpenAI');
    await pick.locator('.monaco-list-row', { hasText: server.url }).first().click();
    await pick.getByText(`sent to ${server.url} only`).waitFor();
    const input = pick.locator('input[type=password]');
    await input.fill(key);
    await input.press('Enter');
    // The window of a test has no focus, and shows no toast.
    const list = desk.page.locator('.notifications-center');
    await eventually('the word about the key', async () => {
      if (!(await list.isVisible())) await desk.page.locator('#status\\.notifications').click();
      return (await list.getByText(/^The key for .* is set\. /).count()) > 0 ? true : undefined;
    });
    await desk.command('Notifications: Clear All Notifications');
  });

  it('reaches its own origin', async () => {
    await desk.page.locator('.monaco-editor .view-lines').first().click();
    await desk.page.keyboard.press('Control+Enter');
    await desk.panel.getByText('Say hello to the key holder').first().waitFor();
    assert.equal(server.requests.at(-1)?.headers['authorization'], `Bearer ${key}`);
  });

  it('leaves no trace in the request view', async () => {
    await desk.panel
      .getByRole('button', { name: /More actions/ })
      .first()
      .click();
    await desk.panel.getByRole('menuitem', { name: 'View Request' }).click();
    await desk.page.getByText('$OPENAI_API_KEY').first().waitFor();
  });

  it('leaves no trace in the workspace, the user data, the logs or the messages to the panel', () => {
    assert.ok(
      messages.some((message) => message.includes('Say hello to the key holder')),
      'the panel was listened to',
    );
    assert.deepEqual(
      messages.filter((message) => spellings.some((spelling) => message.includes(spelling))),
      [],
    );
    assert.deepEqual(filesWith(desk.folder), []);
    assert.deepEqual(filesWith(desk.userData), []);
  });
});
