import assert from 'node:assert/strict';
import path from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { PolypromptError } from '../../../src/core/errors.ts';
import { visiblePieces } from '../../../src/core/text/hiddenCharacters.ts';
import type { HostMessage } from '../../../src/protocol.ts';
import { nextFrames } from './panelBrowser.ts';
import { done, failed, runEnded, runStarted, snapshotOf } from './panelStates.ts';
import { underAttack } from './underAttack.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** A run in which the payload stands wherever foreign text can stand. */
function infested(payload: string, seq: number): HostMessage {
  const [answering, failing] = [`openai/${payload}`, `google/${payload}`];
  const snapshot = snapshotOf([
    runStarted([answering, failing]),
    done(answering, payload, {
      reasoning: payload,
      servedModel: payload,
      toolCalls: [{ id: payload, name: payload, input: { [payload]: payload } }],
      warnings: [{ field: payload, action: 'dropped', message: payload }],
      finishReason: 'other',
      rawFinishReason: payload,
    }),
    failed(failing, new PolypromptError('provider-error', payload, { hint: payload }), payload),
    runEnded,
  ]);
  const fields = [{ name: payload, type: 'string', description: payload, required: true } as const];
  const history = [{ runId: payload, startedAt: 0, label: payload }];
  return {
    ...snapshot,
    seq,
    setup: { ...snapshot.setup, title: payload, estimate: payload, fields, inputs: { [payload]: payload }, history },
  };
}

describe('hostile text in the compare panel', () => {
  const attack = underAttack();

  for (const view of ['plain', 'Markdown', 'diff'] as const) {
    it(`stays text, shown ${view}: nothing runs, nothing is fetched, no link leaves unasked`, async () => {
      const panel = await attack.browser.open({ state: 'done' });
      if (view === 'Markdown') await panel.page.keyboard.press('m');
      if (view === 'diff') await panel.page.keyboard.press('d');
      await panel.page.getByRole('button', { name: 'Show Earlier Runs' }).click();
      for (const [index, { id, payload }] of attack.payloads.entries()) {
        await panel.send(infested(payload, index + 2));
        const state: { struck: unknown; shown: boolean } = await panel.page.evaluate(
          `({ struck: window.struck ?? null, shown: document.querySelectorAll('.column').length === 2 })`,
        );
        assert.deepEqual(state, { struck: null, shown: true }, id);
        if (view === 'plain') assert.equal(await shownAnswer(panel.page), asShown(payload), id);
        if (view === 'Markdown') await clickLinks(panel.page);
      }
      assert.deepEqual([panel.dialogs, panel.strayRequests, attack.canary.requests], [[], [], []]);
      const complaints = panel.complaints.filter((text) => !text.includes('favicon'));
      assert.deepEqual(complaints, []);
      const opened = (await panel.posted()).flatMap((message) => (message.type === 'open-link' ? [message.url] : []));
      assert.ok(
        opened.every((url) => /^(?:https?:\/\/|mailto:)/i.test(url)),
        opened.join('\n'),
      );
      assert.equal(
        view === 'Markdown',
        opened.includes('https://example.com/page') && opened.includes('mailto:a@example.com'),
      );
      const types = new Set((await panel.posted()).map((message) => message.type));
      assert.deepEqual(
        [...types].filter((type) => type !== 'ready' && type !== 'open-link'),
        [],
      );
      await panel.close();
    });
  }

  describe('each wall around Markdown, alone', () => {
    let script: string;
    let page: Page;
    const struck: string[] = [];
    before(async () => {
      const contents = `
        import { markdownToHtml, sanitizeHtml } from './src/webview/panel/markdown.ts';
        window.walls = { markdownToHtml, sanitizeHtml };
      `;
      const bundled = await build({
        stdin: { contents, resolveDir: root },
        bundle: true,
        write: false,
        format: 'iife',
      });
      script = bundled.outputFiles[0]?.text ?? '';
    });
    beforeEach(async () => {
      struck.length = 0;
      page = await attack.browser.newPage();
      page.on('dialog', (dialog) => {
        struck.push(`dialog ${dialog.message()}`);
        void dialog.dismiss();
      });
      // A request that the policy blocks is reported as well; only one that was answered got out.
      page.on('response', (response) => {
        if (!response.url().startsWith('http://walls.test/')) struck.push(response.url());
      });
    });
    afterEach(() => page.close());

    /** Opens a page with nothing but the given policy. */
    async function openWith(policy: string): Promise<void> {
      const meta = policy === '' ? '' : `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
      await page.route('http://walls.test/', (route) =>
        route.fulfill({ contentType: 'text/html', body: `<!DOCTYPE html>${meta}<div id="place"></div>` }),
      );
      await page.goto('http://walls.test/');
    }

    async function insert(expression: string): Promise<void> {
      await page.evaluate(`place.innerHTML = ${expression}`);
      await nextFrames(page);
      if (await page.evaluate('window.struck === 1')) struck.push('script ran');
    }

    it('the renderer lets nothing of the answer become markup', async () => {
      await openWith('');
      await page.evaluate(script);
      for (const { payload } of attack.payloads) await insert(`walls.markdownToHtml(${JSON.stringify(payload)})`);
      assert.deepEqual(struck, []);
    });

    it('the sanitizer takes out whatever a renderer would let through', async () => {
      await openWith('');
      await page.evaluate(script);
      for (const { payload } of attack.payloads) await insert(`walls.sanitizeHtml(${JSON.stringify(payload)})`);
      assert.deepEqual(struck, []);
      assert.equal(
        await page.evaluate("walls.sanitizeHtml('<b class=x onclick=y><a data-href=javascript:1>t</a></b>')"),
        '<a>t</a>',
      );
    });

    it('Trusted Types refuse text where HTML is expected', async () => {
      await openWith("require-trusted-types-for 'script'; trusted-types 'none'");
      for (const { id, payload } of attack.payloads)
        await assert.rejects(insert(JSON.stringify(payload)), /TrustedHTML/, id);
      assert.deepEqual(struck, []);
    });

    it('the content policy runs no script and fetches nothing', async () => {
      await openWith("default-src 'none'; script-src 'nonce-none'; form-action 'none'; base-uri 'none'");
      // No policy keeps a page from leaving itself; that is for the other walls.
      const staying = attack.payloads.filter(({ payload }) => !/http-equiv=.?refresh/i.test(payload));
      for (const { payload } of staying) await insert(JSON.stringify(payload));
      assert.deepEqual([struck, attack.canary.requests], [[], []]);
    });
  });
});

function shownAnswer(page: Page): Promise<string> {
  return page.evaluate("document.querySelector('.column .body > polyprompt-text')?.textContent ?? ''");
}

/** Every character of the text, the ones that would not show as their code. */
function asShown(text: string): string {
  return visiblePieces(text)
    .map((piece) => (piece.kind === 'plain' ? piece.text : piece.code))
    .join('');
}

async function clickLinks(page: Page): Promise<void> {
  await page.evaluate("for (const link of document.querySelectorAll('polyprompt-markdown a')) link.click()");
}
