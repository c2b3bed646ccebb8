import type { LoopbackServer } from '../test/support/loopbackServer.ts';
import type { Desk } from '../test/support/workbench.ts';
import type { Settings } from '../tools/vscode-host/server.ts';
import type { Scene } from './scene.ts';

const lens = (desk: Desk, text: RegExp) => desk.page.locator('.codelens-decoration a', { hasText: text }).first();

/** Runs the suite of support tickets from the line above its data. */
async function runTickets(desk: Desk): Promise<void> {
  await desk.openFile('tickets.jsonl');
  await lens(desk, /Run 60 cases/).click();
  await lens(desk, /\/180 passed/).waitFor({ timeout: 60_000 });
  await desk.page.keyboard.press('Control+B');
}

async function showResults(desk: Desk): Promise<void> {
  await runTickets(desk);
  await desk.command('Polyprompt: Show Eval Results');
  await desk.panel.getByRole('row', { name: /Totals/ }).waitFor();
  await desk.page.locator('.editor-instance .view-line').first().click();
}

/** Adds a vendor's model by its name and price, at an address that answers nothing, because the question comes before any request. */
function pricedModels(server: LoopbackServer): Settings {
  return {
    'polyprompt.endpoints': { local: `${server.url}/v1` },
    'polyprompt.models': {
      'local/frontier': { input: 15, output: 75 },
      'local/small': { input: 0.25, output: 1.25 },
    },
    'polyprompt.budget.maxPerRun': 5,
  };
}

export const evalScenes: readonly Scene[] = [
  { name: 'evals-light', theme: 'light', play: showResults },
  { name: 'evals-dark', theme: 'dark', play: showResults },
  { name: 'evals-high-contrast', theme: 'high-contrast', play: showResults },
  {
    name: 'case-hover-light',
    theme: 'light',
    viewport: { width: 1280, height: 800 },
    async play(desk) {
      await runTickets(desk);
      await desk.page.locator('.editor-instance .view-line', { hasText: 'Glass was in pieces' }).first().click();
      await desk.command('Show or Focus Hover');
      await desk.page.locator('.monaco-hover:visible').getByText('Run again').first().waitFor();
    },
  },
  {
    name: 'test-explorer-dark',
    theme: 'dark',
    viewport: { width: 1280, height: 800 },
    async play(desk) {
      await desk.openFile('word-problem.eval.yaml');
      await lens(desk, /Run 60 cases/).click();
      await lens(desk, /\/120 passed/).waitFor({ timeout: 60_000 });
      await desk.command('Testing: Focus on Test Explorer View');
      const rows = desk.page.locator('.test-explorer .monaco-list-row');
      await rows.filter({ hasText: 'word-problem' }).locator('.monaco-tl-twistie').click();
      await rows.filter({ hasText: 'Ben reads 5 pages' }).locator('.monaco-tl-twistie').click();
      await rows.filter({ hasText: 'unreliable' }).first().waitFor();
    },
  },
  {
    name: 'cost-question-light',
    theme: 'light',
    viewport: { width: 1280, height: 800 },
    settings: pricedModels,
    async play(desk) {
      await desk.openFile('triage.eval.yaml');
      await desk.page.getByText('models:').first().click();
      await desk.page.keyboard.press('End');
      await desk.page.keyboard.press('Shift+Home');
      await desk.page.keyboard.type('models: [local/frontier, local/small, simulated/terse');
      await lens(desk, /Run 60 cases × 3 models · (?:at most|est)/).click();
      await desk.page
        .getByRole('dialog')
        .getByText(/Ask for 180 answers/)
        .waitFor();
    },
  },
];
