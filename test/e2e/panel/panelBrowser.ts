import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { type PanelServer, startPanelServer, type Theme } from '../../../scripts/panelHarness.ts';
import type {
  CompareMessage,
  HostMessage,
  ImportHostMessage,
  ImportMessage,
  ImproveHostMessage,
  ImproveMessage,
  MatrixHostMessage,
  MatrixMessage,
  RoutesHostMessage,
  RoutesMessage,
} from '../../../src/protocol.ts';
import { locateBrowser } from '../../../tools/vscode-host/server.ts';
import type { Font } from './fonts.ts';

/** The panel in a real browser, and everything it did that it must not do. */
export interface OpenPanel<Sent = HostMessage, Posted = CompareMessage> {
  readonly page: Page;
  /** What the console said of broken policies, and errors of the page. */
  readonly complaints: string[];
  /** Requests to anything but the panel's own server. */
  readonly strayRequests: string[];
  readonly dialogs: string[];
  send(message: Sent): Promise<void>;
  posted(): Promise<readonly Posted[]>;
  close(): Promise<void>;
}

interface PanelView {
  readonly theme?: Theme;
  /** Name of one of `panelStates`; without it the panel waits for messages. */
  readonly state?: string;
  readonly width?: number;
  readonly height?: number;
  /** In place of the theme's. */
  readonly font?: Font;
}

export type OpenRoutes = OpenPanel<RoutesHostMessage, RoutesMessage>;
export type OpenImprove = OpenPanel<ImproveHostMessage, ImproveMessage>;

export type OpenImport = OpenPanel<ImportHostMessage, ImportMessage>;

export type OpenMatrix = OpenPanel<MatrixHostMessage, MatrixMessage>;

/** One browser and one server for a test file. */
export class PanelBrowser {
  readonly #browser: Browser;
  readonly #server: PanelServer;

  constructor(browser: Browser, server: PanelServer) {
    this.#browser = browser;
    this.#server = server;
  }

  static async start(): Promise<PanelBrowser> {
    const server = await startPanelServer();
    const args =
      '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
    const executablePath = locateBrowser();
    return new PanelBrowser(await chromium.launch({ executablePath, args: args.split(' ') }), server);
  }

  async open(view: PanelView = {}): Promise<OpenPanel> {
    const { theme = 'dark-modern', state = '', width = 1200, height = 700, font } = view;
    const context = await this.#browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const panel = watch<HostMessage, CompareMessage>(context, page, this.#server.origin);
    await page.goto(this.#server.panelUrl(theme, state));
    if (state !== '') await page.locator('.toolbar').waitFor();
    if (font) await setFont(page, font);
    return panel;
  }

  /** The matrix with one of `matrixScenes`; without it the matrix waits for messages. */
  async openMatrix({
    theme = 'dark-modern',
    state = '',
    width = 1200,
    height = 700,
  }: PanelView = {}): Promise<OpenMatrix> {
    const context = await this.#browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const matrix = watch<MatrixHostMessage, MatrixMessage>(context, page, this.#server.origin);
    await page.goto(this.#server.matrixUrl(theme, state));
    if (state !== '') await page.locator('.toolbar').waitFor();
    await nextFrames(page);
    return matrix;
  }

  /** The page about routes with one of `routesScenes`. */
  async openRoutes({
    theme = 'dark-modern',
    state = 'busy',
    width = 1200,
    height = 900,
  }: PanelView = {}): Promise<OpenRoutes> {
    const context = await this.#browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const routes = watch<RoutesHostMessage, RoutesMessage>(context, page, this.#server.origin);
    await page.goto(this.#server.routesUrl(theme, state));
    await page.locator('.target-table').waitFor();
    await nextFrames(page);
    return routes;
  }

  /** The page of an improvement with one of `improveScenes`. */
  async openImprove({
    theme = 'dark-modern',
    state = 'asked',
    width = 1200,
    height = 900,
  }: PanelView = {}): Promise<OpenImprove> {
    const context = await this.#browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const improve = watch<ImproveHostMessage, ImproveMessage>(context, page, this.#server.origin);
    await page.goto(this.#server.improveUrl(theme, state));
    await page.locator('.improve-head').waitFor();
    await nextFrames(page);
    return improve;
  }

  /** The page between a file and the repository with one of `importScenes`. */
  async openImport({
    theme = 'dark-modern',
    state = 'undecided',
    width = 1200,
    height = 900,
  }: PanelView = {}): Promise<OpenImport> {
    const context = await this.#browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const panel = watch<ImportHostMessage, ImportMessage>(context, page, this.#server.origin);
    await page.goto(this.#server.importUrl(theme, state));
    await page.locator('.cases-head').waitFor();
    await nextFrames(page);
    return panel;
  }

  async newPage(): Promise<Page> {
    return this.#browser.newPage();
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }
}

function watch<Sent, Posted>(context: BrowserContext, page: Page, origin: string): OpenPanel<Sent, Posted> {
  const complaints: string[] = [];
  const strayRequests: string[] = [];
  const dialogs: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) strayRequests.push(request.url());
  });
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  return {
    page,
    complaints,
    strayRequests,
    dialogs,
    send: async (message) => {
      await page.evaluate(`panelHost.send(${JSON.stringify(message)})`);
      await nextFrames(page);
    },
    posted: () => page.evaluate('panelHost.posted'),
    close: () => context.close(),
  };
}

/** As the editor's own settings would; the page's policy allows no style that is written into it. */
async function setFont(page: Page, { family, size, spacing }: Font): Promise<void> {
  await page.evaluate(`{
    const { style } = document.documentElement;
    style.setProperty('--vscode-font-family', '${family}');
    style.setProperty('--vscode-font-size', '${size}px');
    document.body.style.letterSpacing = '${spacing}';
  }`);
  await nextFrames(page);
}

/** Until what was sent has been drawn: a message is one task, drawing it one frame, Lit one more. */
export async function nextFrames(page: Page): Promise<void> {
  await page.evaluate(
    'new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))))',
  );
}
