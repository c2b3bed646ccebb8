import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import type { Settings } from '../../tools/vscode-host/server.ts';
import { type OpenWorkbench, openWorkbench } from '../../tools/vscode-host/workbench.ts';
import { eventually } from './eventually.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** A workbench on a copy of a folder, and what a person does in it. */
export interface Desk {
  readonly page: Page;
  readonly panel: FrameLocator;
  readonly folder: string;
  readonly userData: string;
  readonly workbench: OpenWorkbench;
  openFile(name: string): Promise<void>;
  command(title: string): Promise<void>;
  /**
   * Loads the window anew once its storage holds what is to come back. The web workbench writes its storage now and then, and not when it
   * closes.
   */
  reload(kept: RegExp): Promise<void>;
  close(): Promise<void>;
}

export interface DeskOptions {
  /** Folder that is copied and opened, from the root of the project. */
  readonly folder: string;
  readonly settings?: Settings;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Further extensions, as folders from the root of the project. */
  readonly extensions?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

export async function openDesk(options: DeskOptions): Promise<Desk> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-desk-'));
  const folder = path.join(scratch, path.basename(options.folder));
  const userData = path.join(scratch, 'user-data');
  cpSync(path.join(root, options.folder), folder, { recursive: true });
  const extensionsDir = path.join(scratch, 'extensions');
  mkdirSync(extensionsDir);
  for (const name of options.extensions ?? []) installFolder(path.join(root, name), extensionsDir);
  const workbench = await openWorkbench({
    folder,
    extensionDevelopmentPath: root,
    userDataDir: userData,
    extensionsDir,
    ...(options.env ? { env: options.env } : {}),
    ...(options.settings ? { settings: options.settings } : {}),
    ...(options.viewport ? { viewport: options.viewport } : {}),
  });
  const { page } = workbench;
  return {
    page,
    workbench,
    folder,
    userData,
    panel: page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame'),
    openFile: (name) => openFile(page, name),
    command: (title) => runCommand(page, title),
    reload: (kept) => reload(page, kept),
    close: async () => {
      await workbench.close();
      rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Links an unpacked extension where the server looks at its first start. */
function installFolder(folder: string, extensionsDir: string): void {
  const { publisher, name, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  symlinkSync(folder, path.join(extensionsDir, `${publisher}.${name}-${version}`));
}

/** Opens a file by Quick Open, as a person who knows its name does. */
async function openFile(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget input').first().fill(name);
  await takeFocusedRow(page, name);
  // In the tab of a difference the file has a longer name, so the name must be exact.
  await page
    .locator(`.tab.active[data-resource-name="${path.basename(name)}"]`)
    .first()
    .waitFor();
  await page.locator('.editor-instance > .monaco-editor.focused .view-lines').waitFor();
}

async function reload(page: Page, kept: RegExp): Promise<void> {
  await eventually(`the workbench to keep ${kept}`, async () => {
    const stored: readonly string[] = await page.evaluate(readStorage);
    return stored.some((text) => kept.test(text)) || undefined;
  });
  await page.reload();
  await page.locator('.monaco-workbench .part.statusbar').waitFor();
}

/** Every value of the workbench's databases, with the JSON inside of their JSON parsed too. */
const readStorage = `(async () => {
  const settled = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const texts = [];
  for (const { name } of await indexedDB.databases()) {
    if (!name.startsWith('vscode-web-state-db')) continue;
    const database = await settled(indexedDB.open(name));
    for (const store of database.objectStoreNames)
      for (const value of await settled(database.transaction(store).objectStore(store).getAll()))
        texts.push(JSON.stringify(value).replaceAll('\\\\', ''));
    database.close();
  }
  return texts;
})()`;

export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').first().fill(`>${title}`);
  await takeFocusedRow(page, title);
}

/** Enter takes the row that has the focus, and a list gives the focus to its first row only after it has drawn it. */
export async function takeFocusedRow(page: Page, text: string | RegExp): Promise<void> {
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: text }).waitFor();
  await page.locator('.quick-input-widget input').first().press('Enter');
}
