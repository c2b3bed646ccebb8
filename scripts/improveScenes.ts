import type { Desk } from '../test/support/workbench.ts';
import type { Scene } from './scene.ts';

async function askFirst(desk: Desk): Promise<void> {
  await desk.openFile('inbox.prompt');
  await desk.page.keyboard.press('Control+B');
  await desk.command('Polyprompt: Improve Prompt...');
  await desk.panel.getByText(/held out for the proof/).waitFor();
  await desk.page.mouse.move(0, 0);
}

/** What was found, with the proof in words, and the proposals below. */
async function showResult(desk: Desk): Promise<void> {
  await askFirst(desk);
  await desk.panel.locator('vscode-button', { hasText: 'Start' }).click();
  await desk.panel.getByRole('region', { name: 'Result' }).waitFor({ timeout: 90_000 });
}

const plays = { 'improve-plan': askFirst, 'improve-result': showResult } as const;

/** The page of an improvement before it begins, and with what it came to: in three themes, and narrow. */
export const improveScenes: readonly Scene[] = Object.entries(plays).flatMap(([name, play]): readonly Scene[] => [
  { name: `${name}-light`, theme: 'light', play },
  { name: `${name}-dark`, theme: 'dark', play },
  { name: `${name}-high-contrast`, theme: 'high-contrast', play },
  { name: `${name}-narrow-light`, theme: 'light', viewport: { width: 860, height: 1000 }, play },
]);
