import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { locateBrowser, type RunningServer, type ServerOptions, startServer } from './server.ts';

/** What the workbench opens: a folder or a `.code-workspace` file, and the extension under development. */
export interface WorkbenchTarget {
  readonly folder?: string | undefined;
  readonly extensionDevelopmentPath?: string | undefined;
  readonly extensionTestsPath?: string | undefined;
  readonly payload?: readonly (readonly [string, string])[];
}

export interface BrowserOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
}

export interface OpenWorkbench {
  readonly server: RunningServer;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Addresses outside the server that something asked for; all were refused. */
  readonly blocked: readonly string[];
  close(): Promise<void>;
}

export function workbenchUrl(server: RunningServer, target: WorkbenchTarget): string {
  const url = new URL(`http://${server.authority}/`);
  if (target.folder?.endsWith('.code-workspace')) url.searchParams.set('workspace', path.resolve(target.folder));
  else if (target.folder) url.searchParams.set('folder', path.resolve(target.folder));
  else url.searchParams.set('ew', 'true');
  const remote = (file: string) => `vscode-remote://${server.authority}${pathToFileURL(path.resolve(file)).pathname}`;
  const payload = [...(target.payload ?? []), ['skipWelcome', 'true'], ['skipReleaseNotes', 'true']];
  if (target.extensionDevelopmentPath)
    payload.push(['extensionDevelopmentPath', remote(target.extensionDevelopmentPath)]);
  if (target.extensionTestsPath) payload.push(['extensionTestsPath', remote(target.extensionTestsPath)]);
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

export async function launchBrowser(
  options: BrowserOptions = {},
): Promise<{ browser: Browser; context: BrowserContext }> {
  const browser = await chromium.launch({
    executablePath: locateBrowser(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
    ],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  const context = await browser.newContext({ viewport: options.viewport ?? { width: 1280, height: 800 } });
  return { browser, context };
}

/** Keeps the page on our server, and answers the one route that the bare server lacks: the key that secret storage encrypts with. */
export async function confine(
  context: BrowserContext,
  server: RunningServer,
  blocked: (url: string) => void,
): Promise<void> {
  const key = randomBytes(32);
  await context.route(
    (url) => url.host !== server.authority && /^https?:$/.test(url.protocol),
    (route) => {
      blocked(route.request().url());
      return route.abort();
    },
  );
  await context.route(
    (url) => url.host === server.authority && url.pathname === '/mint-key',
    (route) => route.fulfill({ status: 200, contentType: 'application/octet-stream', body: key }),
  );
}

/** A real workbench with the extension loaded; resolves when it is painted. */
export async function openWorkbench(target: WorkbenchTarget & ServerOptions & BrowserOptions): Promise<OpenWorkbench> {
  const launching = launchBrowser(target);
  const server = await startServer(target).catch(async (error: unknown) => {
    // A browser that stays open would keep the whole test run from ending.
    await launching.then(({ browser }) => browser.close());
    throw error;
  });
  const { browser, context } = await launching;
  const close = async () => {
    await browser.close();
    await server.stop();
  };
  const blocked: string[] = [];
  await confine(context, server, (url) => blocked.push(url));
  const page = await context.newPage();
  await page.goto(workbenchUrl(server, target));
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
  return { server, context, page, blocked, close };
}
