import assert from 'node:assert/strict';
import path from 'node:path';
import { foldAll } from '../../../src/core/run/state.ts';
import { listRunIds, readJournal } from '../../../src/node/records/journal.ts';
import { eventually } from '../../support/eventually.ts';
import { type LoopbackServer, startLoopbackServer } from '../../support/loopbackServer.ts';
import { type Desk, openDesk } from '../../support/workbench.ts';

/** What stands behind a line, in its parts, and whether it is dimmed: text that is drawn, not written. */
interface Behind {
  readonly text: string;
  readonly color: string;
  readonly isDimmed: boolean;
}

const readBehind = `[...document.querySelectorAll('.editor-instance .view-line')].map((line) => ({
  top: line.getBoundingClientRect().top,
  parts: [...line.querySelectorAll('span[class*="ced-"]')].map((span) => {
    const { content, color, opacity } = getComputedStyle(span, '::after');
    return { text: content.replace(/^"|"$/g, ''), color, isDimmed: Number(opacity) < 1 };
  }).filter(({ text }) => text !== 'none' && text !== 'normal'),
})).sort((left, right) => left.top - right.top).map(({ parts }) => parts)`;

const answers: Readonly<Record<string, (prompt: string) => string>> = {
  careful: (prompt) => (/broken/.test(prompt) ? 'damaged' : /parcel/.test(prompt) ? 'late' : 'refund'),
  hasty: (prompt) => (/money/.test(prompt) ? 'refund' : 'damaged'),
};

describe('evals in the workbench', () => {
  let server: LoopbackServer;
  let desk: Desk;

  before(async () => {
    server = await startLoopbackServer();
    server.otherwise((request) => ({
      answer: { text: answers[request.model]?.(JSON.stringify(request.body)) ?? 'refund' },
    }));
    desk = await openDesk({
      folder: 'test/e2e/evals',
      settings: {
        'polyprompt.endpoints': { local: `${server.url}/v1` },
        'polyprompt.models': {
          'local/careful': { input: 2000, output: 8000 },
          'local/hasty': { input: 0.1, output: 0.4 },
        },
        'editor.minimap.enabled': false,
      },
      viewport: { width: 1600, height: 900 },
    });
    await desk.openFile('tickets.jsonl');
  });
  after(async () => {
    await desk.close();
    await server.close();
  });

  const behind = async (line: number): Promise<readonly Behind[]> => {
    const lines: readonly (readonly Behind[])[] = await desk.page.evaluate(readBehind);
    return lines[line] ?? [];
  };
  const textBehind = async (line: number) => (await behind(line)).map(({ text }) => text).join(' ');
  /** When the newest run ended, by its journal; undefined while it is under way. */
  const lastEnd = (): number | undefined => {
    const storage = path.join(desk.folder, '.polyprompt');
    const [newest] = listRunIds(storage);
    return newest === undefined ? undefined : foldAll(readJournal(storage, newest)?.events ?? [])?.endedAt;
  };
  const lens = (text: RegExp) => desk.page.locator('.codelens-decoration a', { hasText: text }).first();

  it('say the price above the cases, and ask before much money is spent', async () => {
    await lens(/Run 3 cases × 2 models · est\. \$/).click();
    const dialog = desk.page.getByRole('dialog');
    await dialog.getByText(/Ask for 6 answers for about \$/).waitFor();
    const text = await dialog.innerText();
    assert.match(text, /local\/careful: est\. \$.* for 3 calls/);
    assert.match(text, /No limit per run is set/);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(server.requests.length, 0);
  });

  it('draw what came of each case behind its line, each model in the colour of its result', async () => {
    await lens(/Run 3 cases/).click();
    await desk.page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).click();
    const second = await eventually('the line of the second case', async () =>
      /1\/2/.test(await textBehind(1)) ? behind(1) : undefined,
    );
    assert.deepEqual(
      second.slice(0, 2).map(({ text }) => text),
      ['✓ careful', '✗ hasty'],
    );
    assert.notEqual(second[0]?.color, second[1]?.color);
    assert.ok(second.every(({ isDimmed }) => !isDimmed));
    await lens(/5\/6 passed/).waitFor();
    assert.equal(server.requests.length, 6);
    await eventually('the line of the first case', async () =>
      /^✓ careful ✓ hasty 2\/2 {2}~\$/.test(await textBehind(0)) ? true : undefined,
    );
  });

  it('show the same cases as tests, with a sign in the gutter', async () => {
    await desk.command('Testing: Focus on Test Explorer View');
    const rows = desk.page.locator('.test-explorer .monaco-list-row');
    await rows.filter({ hasText: 'label.eval.yaml' }).first().waitFor();
    await eventually('the signs', async () =>
      (await desk.page.locator('.testing-run-glyph').count()) === 3 ? true : undefined,
    );
  });

  it('grow old in sight when a case is edited, and are fresh again when that is undone', async () => {
    await desk.page.locator('.view-line', { hasText: 'Where is my parcel' }).click();
    await desk.page.keyboard.press('Home');
    // Into the text of the ticket: the case is another one then.
    for (let index = 0; index < 25; index++) await desk.page.keyboard.press('ArrowRight');
    const before = await textBehind(1);
    await desk.page.keyboard.type('x');
    await eventually('the old result', async () => (/stale/.test(await textBehind(1)) ? true : undefined));
    assert.ok((await behind(1)).every(({ isDimmed }) => isDimmed));
    assert.doesNotMatch(await textBehind(2), /stale/);
    await desk.page.keyboard.press('Control+Z');
    await eventually('the fresh result', async () => ((await textBehind(1)) === before ? true : undefined));
  });

  it('move with their lines', async () => {
    await desk.page.locator('.view-line', { hasText: 'The lamp is broken' }).click();
    await desk.page.keyboard.press('Home');
    const [first, second] = [await textBehind(0), await textBehind(1)];
    assert.notEqual(first, second);
    await desk.page.keyboard.press('Control+Shift+Enter');
    await eventually('the moved lines', async () =>
      (await textBehind(1)) === first && (await textBehind(2)) === second ? true : undefined,
    );
    assert.equal(await textBehind(0), '');
    await desk.page.keyboard.press('Control+Z');
    await eventually('the lines in their places', async () =>
      (await textBehind(0)) === first && (await textBehind(1)) === second ? true : undefined,
    );
  });

  it('ask only the failed cases again, when told so', async () => {
    const before = server.requests.length;
    const ended = lastEnd() ?? 0;
    await lens(/Run 1 failed/).click();
    await eventually('the run to end once more', () => ((lastEnd() ?? 0) > ended ? true : undefined));
    await lens(/5\/6 passed/).waitFor();
    assert.equal(server.requests.length, before + 1);
  });

  it('run again on every save while that is wished, and pay only for what changed', async () => {
    await desk.page.locator('.test-explorer .monaco-list-row', { hasText: 'label.eval.yaml' }).first().click();
    await desk.command('Test: Start Continuous Run');
    await desk.page.getByRole('button', { name: 'Stop Continuous Run' }).first().waitFor({ state: 'attached' });
    const before = server.requests.length;
    await desk.page.locator('.view-line', { hasText: 'I want my money back' }).click();
    await desk.page.keyboard.press('Home');
    for (let index = 0; index < 25; index++) await desk.page.keyboard.press('ArrowRight');
    await desk.page.keyboard.type('Now ');
    await desk.page.keyboard.press('Control+S');
    await eventually('the two answers of the changed case', () =>
      server.requests.length >= before + 2 ? true : undefined,
    );
    await eventually('a fresh line', async () => (/2\/2(?!.*stale)/.test(await textBehind(2)) ? true : undefined));
    assert.equal(server.requests.length, before + 2);
  });

  it('tell of an expected answer in a diff', async () => {
    await desk.page.locator('.view-line', { hasText: 'Where is my parcel' }).click();
    await desk.command('Show or Focus Hover');
    const hover = desk.page.locator('.monaco-hover:visible');
    await hover.getByText('Diff with expected').first().click();
    await desk.page.getByRole('tab', { name: /expected ↔ local\/hasty/ }).waitFor();
  });
});
