import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { median, percentile, printFigure } from './figure.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const runs = 15;

/** Loads and activates the built extension in a fresh Node with a stub of the editor, and prints milliseconds and loaded SDKs. */
const activation = `
const Module = require('node:module');
const anything = new Proxy(function () {}, { get: (_, key) => (key === Symbol.toPrimitive ? () => '' : key === 'then' ? undefined : key === 'fsPath' ? '/' : anything), set: () => true, apply: () => anything, construct: () => anything });
const names = JSON.parse(process.argv[2]);
const editor = Object.fromEntries(names.map((name) => [name, anything]));
const load = Module._load;
Module._load = (id, ...rest) => (id === 'vscode' ? editor : load(id, ...rest));
const started = performance.now();
const extension = require(process.argv[1]);
extension.activate({ subscriptions: [], secrets: anything, workspaceState: anything, globalState: anything, extensionUri: anything, globalStorageUri: { fsPath: process.argv[3] }, environmentVariableCollection: anything, asAbsolutePath: (name) => name });
const ms = performance.now() - started;
const sdk = Object.keys(require.cache).filter((file) => /sdk-/.test(file)).length;
console.log(JSON.stringify({ ms, sdk }));
process.exit(0);
`;

/** Time to load and activate the extension, and to start the command line. */
export function benchStartup(): void {
  const extension = path.join(root, 'dist', 'extension.cjs');
  const storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-bench-'));
  const samples = Array.from({ length: runs }, () => activateOnce(extension, storage));
  rmSync(storage, { recursive: true });
  printFigure({
    name: 'extension activation, p95',
    value: percentile(samples, 0.95),
    unit: 'ms',
    target: 50,
    note: `median ${median(samples).toFixed(1)} ms, ${runs} fresh processes, no SDK loaded`,
  });
  const cli = path.join(root, 'dist', 'cli.js');
  const bare = Array.from({ length: runs }, () => timeCommand(['-e', '0']));
  for (const option of ['--version', '--help'])
    printFigure({
      name: `polyprompt ${option}, whole process, median`,
      value: median(Array.from({ length: runs }, () => timeCommand([cli, option]))),
      unit: 'ms',
      target: 150,
      note: `bare node ${median(bare).toFixed(0)} ms`,
    });
}

function activateOnce(extension: string, storage: string): number {
  const result = spawnSync(process.execPath, ['-e', activation, extension, JSON.stringify(editorNames()), storage], {
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(result.stderr.slice(-1000));
  const { ms, sdk } = JSON.parse(result.stdout);
  if (sdk !== 0) throw new Error('activation loaded an SDK');
  return Number(ms);
}

/** Everything that the editor's API exports. */
function editorNames(): string[] {
  const types = readFileSync(path.join(root, 'node_modules', '@types', 'vscode', 'index.d.ts'), 'utf8');
  return [
    ...new Set([...types.matchAll(/export (?:class|enum|namespace|const) (\w+)/g)].map((match) => match[1] ?? '')),
  ];
}

function timeCommand(args: readonly string[]): number {
  const started = performance.now();
  const result = spawnSync(process.execPath, [...args], { stdio: 'ignore' });
  if (result.status !== 0) throw new Error(`${args.join(' ')} ended with ${result.status}`);
  return performance.now() - started;
}
