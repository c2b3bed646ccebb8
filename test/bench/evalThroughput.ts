import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import * as esbuild from 'esbuild';
import { startLoopbackServer } from '../support/loopbackServer.ts';
import { median, printFigure } from './figure.ts';

const rounds = 3;
const answer = { text: 'Label: damaged\nUrgency: high\n\nA broken parcel, and nobody to talk to.' };

interface Measured {
  readonly ms: number;
  readonly megabytes: number;
  /** On disk, in the runs folder. */
  readonly bytes: number;
}

interface Setup {
  /** The eval process, bundled as the product is. */
  readonly script: string;
  readonly url: string;
  readonly cells: number;
  readonly concurrency: number;
  readonly flags?: readonly string[];
  /** Kept between processes; a fresh one for each unless given. */
  readonly storage?: string;
}

/** An eval's engine over a bare loop of the same requests: whole processes, in turns, against one server. */
export async function benchEvalThroughput(): Promise<void> {
  const server = await startLoopbackServer();
  const folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-bench-'));
  const common = { url: server.url, script: await bundle(folder) };
  server.otherwise(() => ({ answer }));
  for (const concurrency of [4, 20]) await benchZeroLatency({ ...common, cells: 5000, concurrency });
  await benchCache({ ...common, cells: 5000, concurrency: 20 });
  server.otherwise(() => ({ answer, delayMs: 300 }));
  await benchLatency({ ...common, cells: 600, concurrency: 50 });
  await server.close();
  rmSync(folder, { recursive: true });
}

async function bundle(folder: string): Promise<string> {
  const script = path.join(folder, 'evalProcess.mjs');
  await esbuild.build({
    entryPoints: [path.join(import.meta.dirname, 'evalProcess.ts')],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    logLevel: 'warning',
  });
  return script;
}

async function benchZeroLatency(setup: Setup): Promise<void> {
  const { ours, bare } = await inTurns(setup);
  printFigure({
    name: `${setup.cells} cells at zero latency over a bare fetch loop, concurrency ${setup.concurrency}`,
    value: middle(ours) / middle(bare),
    unit: 'times',
    target: 1.5,
    note: `ours ${seconds(ours)}, bare ${seconds(bare)}, median of ${rounds} processes in turns`,
  });
  const peak = median(ours.map((run) => run.megabytes));
  printFigure({
    name: `peak memory of ${setup.cells} cells, concurrency ${setup.concurrency}`,
    value: peak,
    unit: 'MB',
    target: 200,
    note: `bare loop ${median(bare.map((run) => run.megabytes)).toFixed(0)} MB`,
  });
  const bytes = median(ours.map((run) => run.bytes)) / setup.cells / 1000;
  printFigure({ name: 'journal per cell', value: bytes, unit: 'kB', target: 3 });
}

async function benchLatency(setup: Setup): Promise<void> {
  const { ours, bare } = await inTurns(setup);
  printFigure({
    name: `${setup.cells} cells at 300 ms over a bare fetch loop, concurrency ${setup.concurrency}`,
    value: middle(ours) / middle(bare),
    unit: 'times',
    target: 1.1,
    note: `ours ${seconds(ours)}, bare ${seconds(bare)}`,
  });
}

async function benchCache(setup: Setup): Promise<void> {
  const without: Measured[] = [];
  const cold: Measured[] = [];
  const cached: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    const storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-bench-'));
    without.push(await measure(setup));
    cold.push(await measure({ ...setup, storage, flags: ['--cache'] }));
    cached.push(await measure({ ...setup, storage, flags: ['--cache'] }));
    rmSync(storage, { recursive: true });
  }
  printFigure({
    name: 'cold run with the cache over one without',
    value: middle(cold) / middle(without),
    unit: 'times',
    target: 1.05,
    note: `with ${seconds(cold)}, without ${seconds(without)}`,
  });
  printFigure({
    name: `fully cached run of ${setup.cells} cells`,
    value: middle(cached) / 1000,
    unit: 's',
    target: 2,
    note: 'whole process',
  });
}

async function inTurns(setup: Setup): Promise<{ readonly ours: Measured[]; readonly bare: Measured[] }> {
  const ours: Measured[] = [];
  const bare: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    bare.push(await measure({ ...setup, flags: ['--bare'] }));
    ours.push(await measure(setup));
  }
  return { ours, bare };
}

async function measure({ script, url, cells, concurrency, flags = [], storage }: Setup): Promise<Measured> {
  const folder = storage ?? mkdtempSync(path.join(tmpdir(), 'polyprompt-bench-'));
  const started = performance.now();
  const child = spawn(process.execPath, [script, url, folder, String(cells), String(concurrency), ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const ms = performance.now() - started;
  if (code !== 0) throw new Error(`the eval process ended with ${code}`);
  const bytes = sizeOf(path.join(folder, 'runs'));
  if (storage === undefined) rmSync(folder, { recursive: true });
  return { ms, megabytes: Number(/peak=(\d+)/.exec(said)?.[1]) / 1024, bytes };
}

function sizeOf(folder: string): number {
  try {
    return readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
  } catch {
    return 0;
  }
}

const middle = (runs: readonly Measured[]): number => median(runs.map((run) => run.ms));
const seconds = (runs: readonly Measured[]): string => `${(middle(runs) / 1000).toFixed(2)} s`;
