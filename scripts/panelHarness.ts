/**
 * Serves the compare panel and the matrix outside of the editor, under exactly the policy that they have inside of it, for the browser
 * tests and for looking at them. To start it by hand, run `node scripts/panelHarness.ts` and open the printed address.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { build } from 'esbuild';
import { type PanelPage, panelHtml } from '../src/extension/editor/panelHtml.ts';
import { importScenes } from '../test/e2e/panel/importScenes.ts';
import { improveScenes } from '../test/e2e/panel/improveScenes.ts';
import { type MatrixScene, matrixScenes } from '../test/e2e/panel/matrixStates.ts';
import { panelStates } from '../test/e2e/panel/panelStates.ts';
import { routesScenes } from '../test/e2e/panel/routesScenes.ts';

export const themes = ['light-modern', 'dark-modern', 'hc-black', 'hc-light'] as const;
export type Theme = (typeof themes)[number];

export interface PanelServer {
  readonly origin: string;
  /** The address of the panel. With a state's name it shows that state at once; without one it waits for messages. */
  panelUrl(theme: Theme, state?: string): string;
  /** The address of the matrix, with one of its scenes. */
  matrixUrl(theme: Theme, scene?: string): string;
  /** The address of the page about routes, with one of its scenes. */
  routesUrl(theme: Theme, scene?: string): string;
  /** The address of the page of an improvement, with one of its scenes. */
  improveUrl(theme: Theme, scene?: string): string;
  /** The address of the page between a file and the repository, with one of its scenes. */
  importUrl(theme: Theme, scene?: string): string;
  close(): Promise<void>;
}

const root = path.resolve(import.meta.dirname, '..');
const bodyClasses: Readonly<Record<Theme, string>> = {
  'light-modern': 'vscode-light',
  'dark-modern': 'vscode-dark',
  'hc-black': 'vscode-high-contrast',
  'hc-light': 'vscode-high-contrast vscode-high-contrast-light',
};

/**
 * A stub in place of the editor. It records what the panel posts, keeps its state, and answers `ready` with the state that was asked for.
 */
const hostStub = `
  const posted = [];
  let kept = JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined;
  let given = false;
  window.panelHost = {
    posted,
    first: null,
    seq: 1,
    send: (message) => window.postMessage(message, '*'),
    state: () => kept,
  };
  window.acquireVsCodeApi = () => {
    if (given) throw new Error('acquireVsCodeApi was called twice');
    given = true;
    return {
      postMessage(message) {
        posted.push(structuredClone(message));
        const { first, rows } = window.panelHost;
        if (message.type === 'ready' && first) window.panelHost.send(first);
        if (message.type === 'open-row' && rows?.[message.caseId])
          window.panelHost.send({ type: 'row', seq: ++window.panelHost.seq, row: rows[message.caseId] });
      },
      getState: () => kept,
      setState(state) {
        kept = structuredClone(state);
        sessionStorage.setItem('state', JSON.stringify(kept));
        return kept;
      },
    };
  };
`;

/** Bundles the panel and serves it on a free loopback port. */
export async function startPanelServer(): Promise<PanelServer> {
  const files = await assets();
  const routes = await routesScenes();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const theme = themes.find((name) => name === url.searchParams.get('theme')) ?? 'dark-modern';
    const origin = `http://${request.headers.host ?? ''}`;
    const asset = files.get(url.pathname);
    if (asset) send(response, asset);
    else if (Object.hasOwn(pages, url.pathname)) {
      const state = url.searchParams.get('state') ?? '';
      const view = routes[state];
      const first = { panel: panelStates()[state], routes: view && { type: 'simulation', view } };
      const body = pages[url.pathname]?.({ origin, theme, state, first }) ?? '';
      send(response, { type: 'text/html', body });
    } else if (url.pathname === '/theme.css') send(response, { type: 'text/css', body: themeCss(theme) });
    else if (url.pathname === '/') send(response, { type: 'text/html', body: listOfStates(Object.keys(routes)) });
    else response.writeHead(404).end();
  });
  const port = await listen(server);
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    panelUrl: (theme, state = '') => `${origin}/panel?theme=${theme}&state=${state}`,
    matrixUrl: (theme, scene = '') => `${origin}/matrix?theme=${theme}&state=${scene}`,
    routesUrl: (theme, scene = '') => `${origin}/routes?theme=${theme}&state=${scene}`,
    improveUrl: (theme, scene = '') => `${origin}/improve?theme=${theme}&state=${scene}`,
    importUrl: (theme, scene = '') => `${origin}/import?theme=${theme}&state=${scene}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

interface Asset {
  readonly type: string;
  readonly body: string | Buffer;
}

async function assets(): Promise<ReadonlyMap<string, Asset>> {
  const bundled = await build({
    entryPoints: {
      webview: path.join(root, 'src/webview/compare/main.ts'),
      results: path.join(root, 'src/webview/results.ts'),
    },
    outdir: root,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'chrome138',
    logLevel: 'warning',
  });
  const scripts = bundled.outputFiles.map(
    ({ path: file, text }) => [`/${path.basename(file)}`, { type: 'text/javascript', body: text }] as const,
  );
  const codicons = path.join(root, 'node_modules/@vscode/codicons/dist');
  return new Map<string, Asset>([
    ...scripts,
    [
      '/panel.css',
      { type: 'text/css', body: ['panel', 'matrix', 'routes', 'improve', 'cases'].map(styleOf).join('\n') },
    ],
    ['/codicon.css', { type: 'text/css', body: readFileSync(path.join(codicons, 'codicon.css')) }],
    ['/codicon.ttf', { type: 'font/ttf', body: readFileSync(path.join(codicons, 'codicon.ttf')) }],
  ]);
}

function styleOf(name: string): string {
  return readFileSync(path.join(root, `media/${name}.css`), 'utf8');
}

interface Shown {
  readonly origin: string;
  readonly theme: Theme;
  readonly state: string;
  /** The host's answer to `ready`. */
  readonly first: { readonly panel: unknown; readonly routes: unknown };
}

const pages: Readonly<Record<string, (shown: Shown) => string>> = {
  '/panel': ({ origin, theme, first }) =>
    page(
      { origin, theme, script: 'webview.js', styles: ['panel.css'], element: 'polyprompt-panel' },
      { first: first.panel ?? null },
    ),
  '/matrix': ({ origin, theme, state }) => {
    const scene: MatrixScene | undefined = matrixScenes()[state];
    return page(
      { origin, theme, script: 'results.js', styles: ['panel.css'], element: 'polyprompt-matrix' },
      { first: scene?.snapshot ?? null, rows: scene?.rows ?? {} },
    );
  },
  '/routes': ({ origin, theme, first }) =>
    page(
      { origin, theme, script: 'results.js', styles: ['panel.css'], element: 'polyprompt-routes' },
      { first: first.routes ?? null },
    ),
  '/import': ({ origin, theme, state }) =>
    page(
      { origin, theme, script: 'results.js', styles: ['panel.css'], element: 'polyprompt-cases' },
      { first: importScenes()[state] ?? null },
    ),
  '/improve': ({ origin, theme, state }) =>
    page(
      { origin, theme, script: 'results.js', styles: ['panel.css'], element: 'polyprompt-improve' },
      { first: improveScenes()[state] ?? null },
    ),
};

interface Page {
  readonly origin: string;
  readonly theme: Theme;
  readonly script: string;
  readonly styles: readonly string[];
  readonly element: PanelPage['element'];
}

/** A panel's own page, with the editor's body class and theme. The stub, with its answers, comes before the page's script. */
function page({ origin, theme, script, styles, element }: Page, answers: object): string {
  const nonce = randomBytes(16).toString('base64url');
  const html = panelHtml({
    nonce,
    cspSource: origin,
    scriptUri: `${origin}/${script}`,
    styleUris: styles.map((name) => `${origin}/${name}`),
    codiconUri: `${origin}/codicon.css`,
    element,
  });
  const json = JSON.stringify(answers).replaceAll('<', '\\u003c');
  const stub = `<script nonce="${nonce}">${hostStub} Object.assign(window.panelHost, ${json});</script>`;
  return html
    .replace('</head>', `<link rel="stylesheet" href="${origin}/theme.css?theme=${theme}">\n</head>`)
    .replace('<body>', `<body class="${bodyClasses[theme]}">`)
    .replace('<script type="module"', () => `${stub}\n<script type="module"`);
}

/** Real values of the editor's themes, read from VS Code 1.139. */
function themeCss(theme: Theme): string {
  const file = path.join(root, `test/e2e/panel/themes/${theme}.json`);
  const values: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'));
  return `:root { ${Object.entries(values)
    .map(([name, value]) => `${name}: ${value};`)
    .join(' ')} }`;
}

function listOfStates(routes: readonly string[]): string {
  const row = (path: string) => (state: string) =>
    `<li>${path} ${state}: ${themes.map((theme) => `<a href="/${path}?theme=${theme}&state=${state}">${theme}</a>`).join(' ')}</li>`;
  const rows = [
    ...Object.keys(panelStates()).map(row('panel')),
    ...Object.keys(matrixScenes()).map(row('matrix')),
    ...Object.keys(improveScenes()).map(row('improve')),
    ...Object.keys(importScenes()).map(row('import')),
    ...routes.map(row('routes')),
  ];
  return `<!DOCTYPE html><title>Panel states</title><ul>${rows.join('')}</ul>`;
}

function send(response: ServerResponse, { type, body }: Asset): void {
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }).end(body);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}

if (process.argv[1] === import.meta.filename) {
  const { origin } = await startPanelServer();
  console.log(`The panel's states: ${origin}/`);
}
