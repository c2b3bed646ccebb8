import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { browserHere } from '../browserHere.mjs';

/** Where install.mjs put the VS Code server, and the Node that it runs on. */
export interface ServerLocation {
  readonly serverNode: string;
  readonly serverMain: string;
}

/** A quiet workbench that reaches for nothing outside. */
export const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'git.autofetch': false,
  'git.openRepositoryInParentFolders': 'never',
  // Also keeps the server from starting its agent host.
  'chat.disableAIFeatures': true,
} as const;

export type Settings = Readonly<Record<string, unknown>>;

export interface ServerOptions {
  readonly userDataDir?: string | undefined;
  readonly extensionsDir?: string | undefined;
  readonly env?: NodeJS.ProcessEnv;
  readonly extraArgs?: readonly string[];
  readonly settings?: Settings;
  /** With trust the workbench asks about folders; off for everything but the trust tests. */
  readonly workspaceTrust?: boolean;
  log?(text: string): void;
}

export interface RunningServer {
  readonly port: number;
  readonly authority: string;
  readonly userDataDir: string;
  readonly extensionsDir: string;
  readonly exited: Promise<string>;
  stop(): Promise<void>;
}

/** The server wants the very Node that the project brings, so there is no second one. */
const projectNode = path.join(import.meta.dirname, '..', '..', 'node_modules', 'node', 'bin', 'node');

export function hostFolder(): string {
  return process.env['VSCODE_TEST_HOST_DIR'] ?? path.join(import.meta.dirname, '..', '..', '.vscode-test-host');
}

/** Whether the server can run on this machine. */
export function canServe(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** Throws with the command that mends it when the server is not installed. */
export function locateServer(): ServerLocation {
  const serverMain = path.join(hostFolder(), 'node_modules', 'code-server', 'lib', 'vscode', 'out', 'server-main.js');
  return { serverNode: projectNode, serverMain: requireFile(serverMain, 'host') };
}

/** The browser that tests and pictures are taken in; throws with the command that mends it when there is none. */
export function locateBrowser(): string {
  const browser = browserHere();
  if (browser !== undefined) return browser;
  throw new Error(
    'There is no Chromium here: set CHROMIUM_PATH to one, or on Debian run node scripts/install.mjs browser.',
  );
}

function requireFile(file: string, part: string): string {
  if (existsSync(file)) return file;
  throw new Error(`${file} is missing; run: node scripts/install.mjs ${part}`);
}

/** The environment of the server and so of the extension host: no marketplace, no traces of an editor around us. */
export function serverEnvironment(env: NodeJS.ProcessEnv, runtimeDir: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(env).filter(
    ([name]) => !/^(VSCODE_(IPC|NLS|ESM|CWD|PID|HANDLES)|ELECTRON_|NODE_OPTIONS$)/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    EXTENSIONS_GALLERY: '{}',
    VSCODE_SKIP_BUILTIN_EXTENSIONS: 'GitHub.copilot-chat',
    XDG_RUNTIME_DIR: runtimeDir,
  };
}

/** Starts the VS Code server on a free loopback port; `userDataDir` has the desktop layout (`User/settings.json`). */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'vsch-'));
  const userDataDir = options.userDataDir ?? path.join(scratch, 'user-data');
  const extensionsDir = options.extensionsDir ?? path.join(scratch, 'extensions');
  writeSettings(userDataDir, {
    ...quietSettings,
    'security.workspace.trust.enabled': options.workspaceTrust ?? false,
    ...options.settings,
  });
  const child = spawnServer(scratch, { ...options, userDataDir, extensionsDir });
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(`exit code ${code}, signal ${signal}`));
  });
  const stop = () => stopServer(child, exited, scratch);
  try {
    const port = await listeningPort(child, exited, options.log);
    return { port, authority: `127.0.0.1:${port}`, userDataDir, extensionsDir, exited, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function writeSettings(userDataDir: string, settings: Settings): void {
  const file = path.join(userDataDir, 'User', 'settings.json');
  if (existsSync(file)) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(settings, null, 2));
}

function spawnServer(
  scratch: string,
  options: ServerOptions & { userDataDir: string; extensionsDir: string },
): ChildProcess {
  const { serverNode, serverMain } = locateServer();
  const trust = options.workspaceTrust ? [] : ['--disable-workspace-trust'];
  const args = [
    ...['--require', path.join(import.meta.dirname, 'dieWithParent.cjs'), serverMain],
    ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'],
    ...[
      '--server-data-dir',
      path.join(scratch, 'server'),
      '--user-data-dir',
      options.userDataDir,
      '--extensions-dir',
      options.extensionsDir,
    ],
    ...[
      '--telemetry-level',
      'off',
      '--disable-update-check',
      '--disable-getting-started-override',
      '--disable-experiments',
      ...trust,
    ],
    // A built workbench ignores extensionDevelopmentPath and extensionTestsPath without it.
    '--enable-smoke-test-driver',
    ...(options.extraArgs ?? []),
  ];
  return spawn(serverNode, args, {
    env: serverEnvironment(options.env ?? process.env, scratch),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

/** Resolves once the server says both that its agent listens and that its page is up. */
function listeningPort(
  child: ChildProcess,
  exited: Promise<string>,
  log: (text: string) => void = () => undefined,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let seen = '';
    const take = (chunk: Buffer) => {
      const text = String(chunk);
      log(text);
      seen = (seen + text).slice(-10_000);
      const port = /Extension host agent listening on (\d+)/.exec(seen)?.[1];
      if (port && seen.includes('Web UI available at')) resolve(Number(port));
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('error', reject);
    exited.then((how) => reject(new Error(`the VS Code server ended early (${how})\n${seen}`)), reject);
    setTimeout(() => reject(new Error(`the VS Code server did not start within 60 s\n${seen}`)), 60_000).unref();
  });
}

async function stopServer(child: ChildProcess, exited: Promise<string>, scratch: string): Promise<void> {
  signalGroup(child, 'SIGTERM');
  const patience = new Promise((resolve) => setTimeout(resolve, 3000).unref());
  await Promise.race([exited, patience]);
  signalGroup(child, 'SIGKILL');
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}
