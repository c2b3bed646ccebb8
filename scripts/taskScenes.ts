import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Desk } from '../test/support/workbench.ts';
import type { Scene } from './scene.ts';

const suite = `prompt: ./inbox.prompt
models: [simulated/terse, simulated/unreliable]
cases: ./cases/classes.jsonl
require: [recall(refund) >= 90%]
`;

/** The mails of the example, checked by their labels. */
function writeClasses({ folder }: Desk): void {
  const rows = readFileSync(path.join(folder, 'cases', 'inbox.jsonl'), 'utf8');
  writeFileSync(path.join(folder, 'cases', 'classes.jsonl'), rows.replaceAll('"equals"', '"label"'));
  writeFileSync(path.join(folder, 'classes.eval.yaml'), suite);
}

/** Which label was answered for which, and the figures of each. */
async function showClasses(desk: Desk): Promise<void> {
  writeClasses(desk);
  await desk.openFile('classes.eval.yaml');
  await desk.page.keyboard.press('Control+B');
  await desk.command('Polyprompt: Show Eval Results');
  await desk.panel.getByRole('button', { name: 'Run', exact: true }).last().click();
  await desk.panel.locator('.run-figures', { hasText: /^run / }).waitFor({ timeout: 90_000 });
  await desk.panel.getByRole('button', { name: 'Show Classes and Fields' }).click();
  await desk.panel.getByRole('region', { name: 'Classes and Fields' }).waitFor();
  await desk.page.mouse.move(0, 0);
}

/** What is odd about the cases of a suite, as a list that opens them. */
async function showHealth(desk: Desk): Promise<void> {
  await desk.openFile('inbox.eval.yaml');
  await desk.command('Polyprompt: Show Health of Cases');
  await desk.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
}

/** Classes in three themes, and the health of cases. */
export const taskScenes: readonly Scene[] = [
  { name: 'classes-light', theme: 'light', play: showClasses },
  { name: 'classes-dark', theme: 'dark', play: showClasses },
  { name: 'classes-high-contrast', theme: 'high-contrast', play: showClasses },
  { name: 'health-light', theme: 'light', play: showHealth },
];
