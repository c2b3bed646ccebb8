import assert from 'node:assert/strict';
import { nextFrames, type OpenPanel, PanelBrowser } from './panelBrowser.ts';
import { models, snapshotOf } from './panelStates.ts';

const [luna, haiku, flash] = models;

/** Types the keys one after the other and gives back what the panel posted for them. */
async function press(panel: OpenPanel, ...keys: string[]): Promise<readonly unknown[]> {
  const before = (await panel.posted()).length;
  for (const key of keys) {
    await panel.page.keyboard.press(key);
    await nextFrames(panel.page);
  }
  return (await panel.posted()).slice(before);
}

function focusedName(panel: OpenPanel): Promise<string> {
  return panel.page.evaluate(
    "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()",
  );
}

describe('the compare panel by keyboard alone', () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  it('moves between columns and acts on the one in focus', async () => {
    const panel = await browser.open({ state: 'done' });
    await press(panel, 'ArrowRight');
    assert.equal(await focusedName(panel), 'gpt-5.6-luna: answer');
    await press(panel, 'ArrowRight');
    assert.equal(await focusedName(panel), 'claude-haiku-4-5: answer');
    assert.deepEqual(await press(panel, 'r'), [{ type: 'rerun-target', target: haiku }]);
    assert.deepEqual(await press(panel, 'o'), [
      { type: 'open-diff', left: { target: luna }, right: { target: haiku } },
    ]);
    await press(panel, 'b');
    assert.match(
      await panel.page.locator('.column', { has: panel.page.getByText('base', { exact: true }) }).innerText(),
      /^claude-haiku-4-5/,
    );
    await press(panel, 'd');
    assert.equal(await panel.page.getByRole('radio', { name: 'Words' }).isChecked(), true);
    await panel.close();
  });

  it('stops a column that is running', async () => {
    const panel = await browser.open({ state: 'waiting' });
    assert.deepEqual(await press(panel, 'ArrowRight', 's'), [{ type: 'stop-target', target: luna }]);
    await panel.close();
  });

  it('lists its keys on ? and hides them again', async () => {
    const panel = await browser.open({ state: 'done' });
    await press(panel, '?');
    assert.match(await panel.page.getByRole('region', { name: 'Keys' }).innerText(), /Use the column as base/);
    await press(panel, '?');
    assert.equal(await panel.page.getByRole('region', { name: 'Keys' }).count(), 0);
    await panel.close();
  });

  it('works a column menu with arrows, Enter and Escape, and gives the focus back', async () => {
    const panel = await browser.open({ state: 'done' });
    const button = panel.page.getByRole('button', { name: 'More actions for claude-haiku-4-5' });
    await button.focus();
    await press(panel, 'Enter');
    assert.equal(await focusedName(panel), 'Use as Baseb');
    await press(panel, 'End', 'ArrowDown', 'ArrowUp', 'ArrowUp');
    assert.equal(await focusedName(panel), 'View Request');
    assert.deepEqual(await press(panel, 'Enter'), [{ type: 'view-request', target: haiku }]);
    assert.equal(await panel.page.getByRole('menu').count(), 0);
    assert.equal(await focusedName(panel), 'More actions for claude-haiku-4-5');
    await press(panel, 'Enter', 'Escape');
    assert.equal(await panel.page.getByRole('menu').count(), 0);
    assert.equal(await focusedName(panel), 'More actions for claude-haiku-4-5');
    await panel.close();
  });

  it('hides, shows and moves columns from the menu', async () => {
    const panel = await browser.open({ state: 'done' });
    const names = () => panel.page.locator('.column h2').allInnerTexts();
    await panel.page.getByRole('button', { name: 'More actions for gpt-5.6-luna' }).focus();
    await press(panel, 'Enter');
    await panel.page.getByRole('menuitem', { name: 'Move Right' }).focus();
    await press(panel, 'Enter');
    assert.deepEqual((await names()).slice(0, 2), ['claude-haiku-4-5', 'gpt-5.6-luna']);
    await press(panel, 'Enter');
    await panel.page.getByRole('menuitem', { name: 'Hide' }).focus();
    await press(panel, 'Enter');
    assert.equal((await names()).includes('gpt-5.6-luna'), false);
    await panel.page.getByRole('button', { name: '1 hidden' }).focus();
    await press(panel, 'Enter');
    assert.equal((await names()).includes('gpt-5.6-luna'), true);
    await panel.close();
  });

  it('widens a column with the arrow keys on its edge', async () => {
    const panel = await browser.open({ state: 'done', width: 1600 });
    const width = async () => (await panel.page.locator('.column').nth(2).boundingBox())?.width ?? 0;
    const before = await width();
    await panel.page.getByRole('separator', { name: 'Width of gemini-3.8-flash' }).focus();
    await press(panel, 'ArrowRight', 'ArrowRight');
    assert.equal(Math.round(await width()), Math.round(before) + 32);
    await press(panel, 'Home');
    assert.equal(Math.round(await width()), Math.round(before));
    await panel.close();
  });

  it('runs, and points to the input that is missing instead of running without it', async () => {
    const panel = await browser.open({ state: 'empty-needs-key' });
    await panel.page.getByRole('button', { name: 'Run' }).first().focus();
    assert.deepEqual(await press(panel, 'Enter'), []);
    assert.equal(await panel.page.evaluate('document.activeElement.id'), 'input-0');
    assert.match(await panel.page.locator('#inputs').innerText(), /Fill this in to run\./);
    await panel.page.keyboard.type('It broke');
    const posted = await press(panel, 'Control+Enter');
    assert.deepEqual(posted.at(-1), { type: 'run' });
    assert.deepEqual((await panel.posted()).filter(({ type }) => type === 'set-inputs').at(-1), {
      type: 'set-inputs',
      inputs: { ticket: 'It broke' },
    });
    await panel.close();
  });

  it('types letters into a field without acting on columns', async () => {
    const panel = await browser.open({ state: 'done' });
    await panel.page.getByRole('button', { name: /^Inputs/ }).click();
    await panel.page.getByLabel('ticket').fill('');
    const posted = await press(panel, 'r', 'd', 'ArrowLeft');
    assert.deepEqual(
      posted.map((message) => JSON.stringify(message)).filter((text) => !text.includes('set-inputs')),
      [],
    );
    await panel.send({ ...snapshotOf([]), seq: 2 });
    assert.equal(await panel.page.getByLabel('ticket').inputValue(), 'rd');
    await panel.close();
  });

  it('reaches every button by Tab alone and shows where the focus is', async () => {
    const panel = await browser.open({ state: 'done' });
    const seen = new Set<string>();
    for (let presses = 0; presses < 60; presses += 1) {
      await panel.page.keyboard.press('Tab');
      seen.add(
        await panel.page.evaluate(
          "document.activeElement.tagName + ' ' + (document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim())",
        ),
      );
      const shown = await panel.page.evaluate(
        "(() => { const active = document.activeElement; if (active === document.body) return true; const style = getComputedStyle(active.matches('input[type=radio]') ? active.nextElementSibling : active); const inner = active.shadowRoot?.querySelector('.base'); return style.outlineStyle !== 'none' || active.matches('.resizer') || (inner ? getComputedStyle(inner).outlineStyle !== 'none' : false); })()",
      );
      assert.equal(shown, true, [...seen].at(-1));
    }
    for (const name of [
      'BUTTON Models (5)',
      `BUTTON Rerun ${flash.slice(7)}`,
      'BUTTON More actions for terse',
      'BUTTON Show Keys (?)',
    ])
      assert.ok(seen.has(name), `${name} not among ${[...seen].join(', ')}`);
    await panel.close();
  });
});
