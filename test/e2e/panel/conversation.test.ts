import assert from 'node:assert/strict';
import type { Preferences } from '../../../src/webview/panel/preferences.ts';
import { eventually } from '../../support/eventually.ts';
import { nextFrames, type OpenPanel, PanelBrowser } from './panelBrowser.ts';
import { delta, done, models, runEnded, runStarted, setup, snapshotOf, started } from './panelStates.ts';

const [luna, haiku] = models;
const line = 'A line of an answer that goes on for a while.\n';

function bodyOf(panel: OpenPanel, label: string) {
  return panel.page.getByRole('region', { name: `${label}: answer` });
}

function scrollOf(panel: OpenPanel, index: number): Promise<{ top: number; left: number }> {
  return panel.page.evaluate(
    `(() => { const body = document.querySelectorAll('.body')[${index}]; return { top: body.scrollTop, left: body.scrollHeight - body.clientHeight - body.scrollTop }; })()`,
  );
}

async function scrollTo(panel: OpenPanel, index: number, top: string): Promise<void> {
  await panel.page.evaluate(
    `(() => { const body = document.querySelectorAll('.body')[${index}]; body.scrollTop = ${top}; })()`,
  );
  await nextFrames(panel.page);
}

describe('the compare panel in conversation with its host', () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  it('says it is ready, and asks for a snapshot once when it has missed something', async () => {
    const panel = await browser.open();
    await panel.send(snapshotOf([runStarted([luna]), started(luna)]));
    await panel.send({ type: 'events', seq: 2, events: [delta(luna, 'Hello')] });
    await panel.send({ type: 'events', seq: 4, events: [delta(luna, 'world')] });
    await panel.send({ type: 'events', seq: 5, events: [delta(luna, '!')] });
    assert.deepEqual(await panel.posted(), [{ type: 'ready' }, { type: 'resync' }]);
    assert.equal(await bodyOf(panel, 'gpt-5.6-luna').innerText(), 'Hello');
    await panel.send({ ...snapshotOf([runStarted([luna]), started(luna), delta(luna, 'Hello, world!')]), seq: 6 });
    await panel.send({ type: 'events', seq: 7, events: [delta(luna, ' Again.')] });
    assert.equal(await bodyOf(panel, 'gpt-5.6-luna').innerText(), 'Hello, world! Again.');
    await panel.close();
  });

  it('survives a flood of small pieces and shows every one of them (fault 82)', async () => {
    const panel = await browser.open();
    await panel.send(snapshotOf([runStarted([luna]), started(luna)]));
    const flood = Array.from({ length: 100 }, (_, batch) => ({
      type: 'events',
      seq: batch + 2,
      events: Array.from({ length: 1000 }, (__, index) => delta(luna, `${batch * 1000 + index} `)),
    }));
    await panel.page.evaluate(`for (const message of ${JSON.stringify(flood)}) panelHost.send(message)`);
    await nextFrames(panel.page);
    const whole = Array.from({ length: 100_000 }, (_, index) => `${index} `).join('');
    const shown: string = await panel.page.evaluate("document.querySelector('.body polyprompt-text').textContent");
    assert.equal(shown, whole.slice(0, 200_000));
    await panel.close();
  });

  it('keeps an emoji whole that arrives in two pieces', async () => {
    const panel = await browser.open();
    await panel.send(snapshotOf([runStarted([luna]), started(luna)]));
    const pieces = ['family 👩', '\u200d', '👩\u200d👧 and \ud83d', '\ude00', ' \u200b'];
    for (const [index, piece] of pieces.entries())
      await panel.send({ type: 'events', seq: index + 2, events: [delta(luna, piece)] });
    assert.equal(await bodyOf(panel, 'gpt-5.6-luna').innerText(), 'family 👩‍👩‍👧 and 😀 U+200B');
    await panel.close();
  });

  it('follows the end while text streams, but only for a reader who is there', async () => {
    const panel = await browser.open({ height: 500 });
    await panel.send(snapshotOf([runStarted([luna]), started(luna)]));
    await panel.send({ type: 'events', seq: 2, events: [delta(luna, line.repeat(100))] });
    assert.ok((await scrollOf(panel, 0)).left < 2);
    await scrollTo(panel, 0, '300');
    await panel.send({ type: 'events', seq: 3, events: [delta(luna, line.repeat(50))] });
    assert.equal((await scrollOf(panel, 0)).top, 300);
    await scrollTo(panel, 0, 'body.scrollHeight');
    await panel.send({ type: 'events', seq: 4, events: [delta(luna, line.repeat(50))] });
    assert.ok((await scrollOf(panel, 0)).left < 2);
    await panel.close();
  });

  it('scrolls columns together while they are compared, and alone otherwise', async () => {
    const panel = await browser.open({ height: 500 });
    await panel.send(
      snapshotOf([runStarted([luna, haiku]), done(luna, line.repeat(100)), done(haiku, line.repeat(100)), runEnded]),
    );
    await scrollTo(panel, 0, '400');
    assert.equal((await scrollOf(panel, 1)).top, 0);
    await panel.page.getByText('Words', { exact: true }).click();
    await nextFrames(panel.page);
    await scrollTo(panel, 0, '800');
    const [first, second] = [await scrollOf(panel, 0), await scrollOf(panel, 1)];
    assert.ok(Math.abs(first.top / (first.top + first.left) - second.top / (second.top + second.left)) < 0.02);
    await panel.close();
  });

  it('comes back as it was arranged, with the text that was not sent', async () => {
    const panel = await browser.open({ state: 'done' });
    await panel.page.getByText('Lines', { exact: true }).click();
    await panel.page.getByRole('button', { name: /^Inputs/ }).click();
    await panel.page.getByLabel('ticket').fill('half a sent');
    await eventually('the arrangement to be kept', async () => {
      const kept: Preferences | undefined = await panel.page.evaluate('panelHost.state()');
      return (kept?.diff === 'lines' && kept.drafts['ticket'] === 'half a sent') || undefined;
    });
    assert.equal(await panel.page.evaluate('panelHost.state().prompt'), setup.prompt);
    await panel.page.reload();
    await panel.page.locator('.toolbar').waitFor();
    assert.equal(await panel.page.getByRole('radio', { name: 'Lines' }).isChecked(), true);
    assert.equal(await panel.page.getByLabel('ticket').inputValue(), 'half a sent');
    assert.deepEqual(panel.complaints, []);
    await panel.close();
  });

  it('posts what each button wishes', async () => {
    const panel = await browser.open({ state: 'endings' });
    const { page } = panel;
    await page.getByRole('button', { name: 'Set API Key' }).click();
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('button', { name: 'Models (5)' }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('button', { name: 'Show Earlier Runs' }).click();
    await page.getByRole('button', { name: '5 models · ~$0.0041' }).click();
    assert.deepEqual(await panel.posted(), [
      { type: 'ready' },
      { type: 'error-action', action: 'set-key', target: luna },
      { type: 'error-action', action: 'retry', target: haiku },
      { type: 'choose-models' },
      { type: 'run' },
      { type: 'open-run', runId: 'run-0' },
    ]);
    await panel.close();
  });

  it('keeps its door to the host out of reach of the page', async () => {
    const panel = await browser.open({ state: 'done' });
    await assert.rejects(panel.page.evaluate('acquireVsCodeApi()'), /called twice/);
    const names: readonly string[] = await panel.page.evaluate(
      "Object.keys(window).filter((name) => window[name] && typeof window[name].postMessage === 'function' && typeof window[name].setState === 'function')",
    );
    assert.deepEqual(names, []);
    await panel.close();
  });
});
