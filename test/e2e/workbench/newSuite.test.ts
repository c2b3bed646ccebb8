import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../../support/eventually.ts';
import { type Desk, openDesk, takeFocusedRow } from '../../support/workbench.ts';

const prompt = `---
polyprompt.models: [simulated/json, simulated/unreliable]
input:
  schema:
    mail: string
    tone(enum): [short, friendly]
---
{{role "system"}}
You sort mails of a lamp shop. Answer only with valid JSON that has the keys "topic" and "answer". The answer is {{tone}}.
{{role "user"}}
{{mail}}
`;
/** What is promised to somebody who has a prompt and nothing else. */
const mostMs = 120_000;

describe('a suite for a prompt without any data', () => {
  let desk: Desk;
  const file = (name: string) => path.join(desk.folder, name);
  const input = () => desk.page.locator('.quick-input-widget input').first();
  const title = (text: string | RegExp) => desk.page.locator('.quick-input-title', { hasText: text }).waitFor();

  before(async () => {
    desk = await openDesk({ folder: 'test/e2e/workspace', viewport: { width: 1600, height: 900 } });
    writeFileSync(file('shop.prompt'), prompt);
  });
  after(() => desk.close());

  it('stands with 30 rows and with checks that tell answers apart in under two minutes, on simulated models', async () => {
    await desk.openFile('shop.prompt');
    const startedAt = performance.now();
    await desk.command('Polyprompt: New Eval Suite');
    await takeFocusedRow(desk.page, 'Propose cases and checks');
    await title('Propose Cases');
    await input().fill('Let a model write');
    await takeFocusedRow(desk.page, 'Let a model write rows as well');
    await title('Choose the Writing Model');
    await input().fill('simulated/thorough');
    await desk.page.locator('.quick-input-list .monaco-list-row', { hasText: /^simulated\/thorough/ }).click();
    await input().press('Enter');
    await desk.page.locator('.quick-input-count', { hasText: /^[3-9]\d Selected$/ }).waitFor();
    await input().press('Enter');
    await title(/^Checks for shop\.eval\.yaml, Tried on \d+ Answers/);
    await input().press('Enter');
    await desk.panel.locator('.run-figures', { hasText: /^run / }).waitFor();
    const tookMs = performance.now() - startedAt;
    console.log(`      the suite stood after ${(tookMs / 1000).toFixed(1)} s`);
    assert.ok(tookMs < mostMs, `${tookMs} ms`);
    const rows = readFileSync(file('shop.cases.jsonl'), 'utf8').trimEnd().split('\n');
    assert.ok(rows.length >= 30, String(rows.length));
    const suite = await eventually('the checks in the suite', () => {
      const text = existsSync(file('shop.eval.yaml')) ? readFileSync(file('shop.eval.yaml'), 'utf8') : '';
      return /type: is-json/.test(text) ? text : undefined;
    });
    assert.match(suite, /models:\n {2}- simulated\/json\n {2}- simulated\/unreliable\ncases: \.\/shop\.cases\.jsonl\n/);
  });

  it('shows its results by these checks, counts its rows as made up, and runs again', async () => {
    await desk.panel.locator('.headline', { hasText: /(\d+) cases \(\1 synthetic\) × 2 models/ }).waitFor();
    await desk.panel.locator('.cell.fail', { hasText: 'is-json' }).first().waitFor();
    const before = await desk.panel.locator('.run-figures').innerText();
    await desk.panel.getByRole('button', { name: 'Run', exact: true }).last().click();
    await eventually('another run', async () => {
      const figures = await desk.panel.locator('.run-figures').innerText();
      return (figures !== before && /cached/.test(figures)) || undefined;
    });
    await desk.panel.getByRole('button', { name: 'Stop' }).first().waitFor({ state: 'hidden' });
    await desk.panel.locator('.cell.fail', { hasText: 'is-json' }).first().waitFor();
  });
});
