import assert from 'node:assert/strict';
import { Canary, hasCorpus, payloads } from '../../support/hostilePayloads.ts';
import { type LoopbackServer, startLoopbackServer } from '../../support/loopbackServer.ts';
import { type Desk, openDesk } from '../../support/workbench.ts';

describe('hostile answers in the workbench', () => {
  const canary = new Canary();
  let server: LoopbackServer;
  let desk: Desk;

  before(async function () {
    if (!hasCorpus()) {
      this.test?.parent?.tests.forEach((test) => {
        test.title += ' (skipped: no conformance data)';
      });
      this.skip();
    }
    const attacks = payloads(await canary.listen());
    server = await startLoopbackServer();
    // Our own first: an open fence in the corpus would turn what follows into code.
    const answer = attacks
      .toReversed()
      .map(({ payload }) => payload)
      .join('\n\n');
    server.otherwise(() => ({ answer: { text: `${answer}\n\nThe end of it.` } }));
    const endpoints = { openai: `${server.url}/v1`, anthropic: server.url, google: server.url };
    desk = await openDesk({ folder: 'test/e2e/workspace', settings: { 'polyprompt.endpoints': endpoints } });
    await desk.openFile('hello.prompt');
    await desk.page.keyboard.press('Control+Enter');
    await desk.panel.getByText('The end of it.').first().waitFor();
  });
  after(async () => {
    canary.close();
    await desk?.close();
    await server?.close();
  });

  const tabs = () => desk.page.getByRole('tab').count();

  for (const view of ['plain', 'Markdown']) {
    it(`shown ${view}, run nothing, fetch nothing and open nothing`, async () => {
      const before = await tabs();
      if (view === 'Markdown') {
        await desk.panel.getByRole('button', { name: 'Show as Markdown' }).click();
        // Only Markdown makes a link of it.
        await desk.panel
          .locator('a', { hasText: /^good$/ })
          .first()
          .waitFor();
      }
      await desk.panel.getByText('The end of it.').first().waitFor();
      const struck = await Promise.all(
        desk.page.frames().map((frame) => frame.evaluate('window.struck').catch(() => undefined)),
      );
      assert.deepEqual(
        struck.filter((mark) => mark !== undefined),
        [],
      );
      assert.deepEqual(canary.requests, []);
      assert.deepEqual(desk.workbench.blocked, []);
      assert.equal(await tabs(), before);
    });
  }

  it('opens a link only after its whole host was shown and the reader said yes', async () => {
    await desk.panel
      .locator('a', { hasText: /^good$/ })
      .first()
      .click();
    const dialog = desk.page.locator('.monaco-dialog-box');
    await dialog.getByText('example.com').first().waitFor();
    await desk.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    assert.deepEqual(desk.workbench.blocked, []);
  });
});
