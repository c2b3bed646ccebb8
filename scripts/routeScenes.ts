import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { startBatchServer } from '../test/support/batchServer.ts';
import type { Desk } from '../test/support/workbench.ts';
import type { Settings } from '../tools/vscode-host/server.ts';
import type { Scene } from './scene.ts';

const lens = (desk: Desk, text: RegExp) => desk.page.locator('.codelens-decoration a', { hasText: text }).first();

/** Runs the suite of four models from the line above it. */
async function runFourModels(desk: Desk): Promise<void> {
  await desk.openFile('routes.eval.yaml');
  await lens(desk, /Run 60 cases × 4 models/).click();
  await lens(desk, /\/240 passed/).waitFor({ timeout: 60_000 });
}

async function simulateRoutes(desk: Desk): Promise<void> {
  await runFourModels(desk);
  await desk.page.keyboard.press('Control+B');
  await desk.command('Polyprompt: Simulate Routes');
  await desk.panel.locator('.pareto').waitFor({ timeout: 60_000 });
  await desk.page.mouse.move(0, 0);
}

/** A prompt on three routes: two whose first model refuses, and one that splits. */
async function compareRoutes(desk: Desk): Promise<void> {
  const models = 'polyprompt.models: [route:safe, route:careful, route:split]';
  const text = `---\n${models}\n---\nWrite two sentences: why should a lamp shop answer within a day?\n`;
  writeFileSync(path.join(desk.folder, 'answer-soon.prompt'), text);
  await desk.openFile('answer-soon.prompt');
  await desk.page.keyboard.press('Control+B');
  await desk.page.mouse.move(0, 0);
  await desk.page.keyboard.press('Control+Enter');
  await desk.panel.getByText(/^Total /).waitFor();
  await desk.panel.getByRole('button', { name: 'Stop' }).first().waitFor({ state: 'hidden' });
}

/** Types a route that asks another one which does not exist, and shows the keys that may stand beside it. */
async function writeRoute(desk: Desk): Promise<void> {
  await desk.openFile('polyprompt.yaml');
  await desk.page.keyboard.press('Control+B');
  await desk.command('Problems: Focus on Problems View');
  await desk.page.locator('.editor-instance .view-line', { hasText: 'routes:' }).first().click();
  await desk.page.keyboard.press('End');
  const lines = ['  night:', '    fallback: [simulated/terse, route:sage]', '    '];
  for (const line of lines) {
    await desk.page.keyboard.press('Enter');
    await desk.page.keyboard.press('Shift+Home');
    await desk.page.keyboard.type(line);
    await desk.page.keyboard.press('Escape');
  }
  await desk.page
    .locator('.markers-panel')
    .getByText(/There is no route/)
    .waitFor();
  await desk.page.keyboard.press('Control+Space');
  await desk.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'cooldown' }).first().waitFor();
  await desk.page.mouse.move(0, 0);
}

const lessPortable = `---
polyprompt.models: [openai/gpt-5.6-luna, anthropic/claude-haiku-4-5]
config:
  temperature: 1.4
  seed: 7
  maxOutputTokens: 400
---
{{role "system"}}
You sort the mail of a small lamp shop.

{{role "user"}}
Which label fits this ticket: damaged, late or refund?
{{ticket}}
`;

async function openLessPortable(desk: Desk): Promise<void> {
  writeFileSync(path.join(desk.folder, 'sort-mail.prompt'), lessPortable);
  await desk.openFile('sort-mail.prompt');
  await desk.page.keyboard.press('Control+B');
  await desk.page.locator('.squiggly-warning, .squiggly-info, .squiggly-hint').first().waitFor();
}

async function checkPortability(desk: Desk): Promise<void> {
  await openLessPortable(desk);
  await desk.command('Polyprompt: Check Portability...');
  await desk.page.locator('.quick-input-widget').getByText('2 Selected').waitFor();
  await desk.page.locator('.quick-input-widget input').first().press('Enter');
  await desk.panel.getByRole('heading', { name: /portability/ }).waitFor();
  await desk.page.mouse.move(0, 0);
}

async function mendPortability(desk: Desk): Promise<void> {
  await openLessPortable(desk);
  await desk.command('Problems: Focus on Problems View');
  await desk.page.locator('.editor-instance .view-line', { hasText: 'seed' }).first().click();
  await desk.page.keyboard.press('Control+.');
  await desk.page.locator('.action-widget').first().waitFor();
}

async function reportMigration(desk: Desk): Promise<void> {
  await runFourModels(desk);
  await desk.page.keyboard.press('Control+B');
  await desk.command('Polyprompt: Show Migration Report...');
  const choose = (model: string) =>
    desk.page.locator('.quick-input-list .monaco-list-row', { hasText: model }).first().click();
  await choose('simulated/thorough');
  await desk.page.getByPlaceholder('Instead of simulated/thorough').waitFor();
  await choose('simulated/unreliable');
  await desk.page.getByRole('tab', { name: /→/ }).waitFor();
  await desk.panel.locator('h1').first().waitFor();
}

/** Shows two jobs that vendors are still working on, in the list of runs. */
async function leaveBatch(desk: Desk): Promise<void> {
  writeFileSync(
    path.join(desk.folder, 'night.eval.yaml'),
    'prompt: ./triage.prompt\nmodels: [openai/gpt-5.6-luna, anthropic/claude-haiku-4-5]\ncases: ./cases/tickets.jsonl\n',
  );
  await desk.openFile('night.eval.yaml');
  await desk.command('Polyprompt: Run as Batch');
  await desk.page.getByRole('dialog').getByRole('button', { name: 'Run as Batch' }).click();
  await desk.command('Polyprompt: Show Runs');
  const run = desk.page
    .getByRole('treeitem')
    .filter({ hasText: /2 batch jobs under way/ })
    .first();
  await run.waitFor();
  await lens(desk, /Collect results of 2 batch jobs/).waitFor();
  await run.hover();
}

/** Vendors' batch engines on this machine, whose jobs stay under way while the pictures are taken. */
async function batchEngines(): Promise<Settings> {
  const server = await startBatchServer();
  server.statusAtCreation = 'running';
  return {
    'polyprompt.endpoints': { openai: `${server.url}/v1`, anthropic: server.url },
  };
}

export const routeScenes: readonly Scene[] = [
  { name: 'routes-light', theme: 'light', play: simulateRoutes },
  { name: 'routes-dark', theme: 'dark', play: simulateRoutes },
  { name: 'routes-high-contrast', theme: 'high-contrast', play: simulateRoutes },
  { name: 'routes-narrow-light', theme: 'light', viewport: { width: 860, height: 1000 }, play: simulateRoutes },
  { name: 'route-columns-light', theme: 'light', play: compareRoutes },
  { name: 'route-file-dark', theme: 'dark', viewport: { width: 1280, height: 800 }, play: writeRoute },
  { name: 'portability-light', theme: 'light', play: checkPortability },
  { name: 'portability-fix-dark', theme: 'dark', viewport: { width: 1280, height: 800 }, play: mendPortability },
  { name: 'migration-light', theme: 'light', viewport: { width: 1280, height: 1000 }, play: reportMigration },
  {
    name: 'batch-dark',
    theme: 'dark',
    viewport: { width: 1280, height: 800 },
    settings: batchEngines,
    play: leaveBatch,
  },
];
