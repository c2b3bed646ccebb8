import { appendFileSync } from 'node:fs';
import path from 'node:path';
import type { Desk } from '../test/support/workbench.ts';
import type { Scene } from './scene.ts';

const lens = (desk: Desk) => desk.page.locator('.codelens-decoration a', { hasText: /changed since HEAD/ }).first();
const runHasEnded = (desk: Desk) =>
  desk.panel.locator('.run-figures', { hasText: /^run / }).waitFor({ timeout: 90_000 });

/** Git's own list shows only the prompts. Runs are stored, but they are not what the picture is about. */
function hideRuns({ folder }: Desk): void {
  appendFileSync(path.join(folder, '.git', 'info', 'exclude'), '.polyprompt/\n');
}

/** Shows the prompt's own diff on the left, and on the right what got worse, with the answers of one case open. */
async function compareWithHead(desk: Desk): Promise<void> {
  hideRuns(desk);
  await desk.openFile('triage.prompt');
  await desk.page.keyboard.press('Control+B');
  await lens(desk).click();
  await runHasEnded(desk);
  await desk.panel.getByText('all 180 cached').waitFor({ state: 'attached' });
  await desk.panel.getByLabel('Show by result').selectOption('worse');
  await desk.panel.locator('.line:has(.cell.regressed)', { hasText: 'I am still waiting' }).locator('.case').click();
  await desk.panel.locator('.detail del').first().waitFor();
  await desk.page.mouse.move(0, 0);
}

/** Shows the changed prompt with the line above it, and its state in Source Control and in the status bar. */
async function sourceControl(desk: Desk): Promise<void> {
  hideRuns(desk);
  await desk.openFile('triage.prompt');
  await lens(desk).waitFor();
  await desk.command('Source Control: Focus on Changes View');
  await desk.command('Polyprompt: Run Evals for Staged Prompts');
  await runHasEnded(desk);
  await desk.page.getByRole('tab', { name: /triage\.eval\.yaml - Results/ }).click();
  await desk.page.keyboard.press('Control+W');
  await desk.page.locator('.pane-header', { hasText: 'Graph' }).click();
  await desk.page.locator('.pane-header', { hasText: 'Prompt Changes' }).click();
  await desk.page.getByRole('treeitem', { name: /triage\.prompt, \d+ worse/ }).waitFor();
  await desk.page.locator('.codelens-decoration a', { hasText: /since HEAD · \d+ worse/ }).waitFor();
}

export const gateScenes: readonly Scene[] = [
  { name: 'gate-light', theme: 'light', isRepository: true, play: compareWithHead },
  { name: 'gate-dark', theme: 'dark', isRepository: true, play: compareWithHead },
  { name: 'gate-high-contrast', theme: 'high-contrast', isRepository: true, play: compareWithHead },
  {
    name: 'gate-narrow-light',
    theme: 'light',
    isRepository: true,
    viewport: { width: 860, height: 1000 },
    play: compareWithHead,
  },
  {
    name: 'gate-source-control-light',
    theme: 'light',
    isRepository: true,
    viewport: { width: 1280, height: 800 },
    play: sourceControl,
  },
];
