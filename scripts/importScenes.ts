import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { inboxLog } from '../test/support/inboxLog.ts';
import { type Desk, takeFocusedRow } from '../test/support/workbench.ts';
import type { Scene } from './scene.ts';

async function readLog(desk: Desk): Promise<void> {
  writeFileSync(path.join(desk.folder, 'inbox-log.jsonl'), inboxLog());
  await desk.openFile('inbox-log.jsonl');
  await desk.page.keyboard.press('Control+B');
  await desk.command('Polyprompt: Import Cases...');
  await desk.page.locator('.quick-input-widget input').first().fill('inbox.prompt');
  await takeFocusedRow(desk.page, 'inbox.prompt');
  await desk.panel.getByText(/6 closely/).waitFor();
  await desk.page.mouse.move(0, 0);
}

/** What was found, with stand-ins, decided and not. */
async function decide(desk: Desk): Promise<void> {
  await readLog(desk);
  await desk.panel
    .locator('summary', { hasText: /with (?:its|their) stand-in/ })
    .last()
    .click();
  await desk.panel
    .getByRole('group', { name: 'What becomes of all of kind name of a person' })
    .getByRole('button', { name: 'Replace' })
    .click();
  await desk.page.mouse.move(0, 0);
}

const plays = { 'import-read': readLog, 'import-decide': decide } as const;

/** The page between a log and the repository: as it was read, and while somebody decides. In three themes, and narrow. */
export const importScenes: readonly Scene[] = Object.entries(plays).flatMap(([name, play]): readonly Scene[] => [
  { name: `${name}-light`, theme: 'light', play },
  { name: `${name}-dark`, theme: 'dark', play },
  { name: `${name}-high-contrast`, theme: 'high-contrast', play },
  { name: `${name}-narrow-light`, theme: 'light', viewport: { width: 860, height: 1000 }, play },
]);
