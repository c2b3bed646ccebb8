import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLoopbackServer } from '../support/loopbackServer.ts';
import { benchAnswer, writeBenchSuite } from './benchSuite.ts';
import { median, printFigure } from './figure.ts';
import { runWholeProcess, type WholeProcess } from './wholeProcess.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const cli = path.join(root, 'dist', 'cli.js');
const rounds = 3;

interface Setup {
  readonly url: string;
  readonly rows: number;
  readonly atOnce: number;
}

/** `polyprompt eval` as people type it, with two checks a row, over a bare loop of the same requests: whole processes, in turns. */
export async function benchEvalCommand(): Promise<void> {
  const server = await startLoopbackServer();
  const { url } = server;
  server.otherwise(({ prompt }) => ({ answer: { text: benchAnswer(prompt) } }));
  await benchRatio({ url, rows: 5000, atOnce: 20 }, { times: 1.6, megabytes: 200 });
  await benchRatio({ url, rows: 20_000, atOnce: 20 }, { times: 1.8, megabytes: 300 });
  await benchCache({ url, rows: 5000, atOnce: 20 });
  await benchLargest({ url, rows: 100_000, atOnce: 20 });
  server.otherwise(({ prompt }) => ({ answer: { text: benchAnswer(prompt) }, delayMs: 300 }));
  await benchRatio({ url, rows: 600, atOnce: 50 }, { times: 1.1, megabytes: 200 });
  await server.close();
}

async function benchRatio(setup: Setup, target: { readonly times: number; readonly megabytes: number }): Promise<void> {
  const ours: WholeProcess[] = [];
  const bare: WholeProcess[] = [];
  await inSuite(setup, async (folder) => {
    for (let round = 0; round < rounds; round++) {
      bare.push(await runBare(folder, setup));
      ours.push(await runEval(folder, setup, ['--no-cache']));
    }
    const bytes = sizeOf(path.join(folder, '.polyprompt', 'runs')) / rounds / setup.rows;
    printFigure({ name: `${nameOf(setup)}: journal per row`, value: bytes / 1000, unit: 'kB', target: 3 });
  });
  printFigure({
    name: `${nameOf(setup)}: time over a bare fetch loop`,
    value: middle(ours) / middle(bare),
    unit: 'times',
    target: target.times,
    note: `ours ${seconds(ours)}, bare ${seconds(bare)}, median of ${rounds} processes in turns`,
  });
  printFigure({
    name: `${nameOf(setup)}: peak memory`,
    value: median(ours.map((run) => run.megabytes)),
    unit: 'MB',
    target: target.megabytes,
    note: `bare loop ${median(bare.map((run) => run.megabytes)).toFixed(0)} MB`,
  });
}

async function benchCache(setup: Setup): Promise<void> {
  const runs: Record<'without' | 'cold' | 'cached', WholeProcess[]> = { without: [], cold: [], cached: [] };
  for (let round = 0; round < rounds; round++)
    await inSuite(setup, async (folder) => {
      runs.without.push(await runEval(folder, setup, ['--no-cache']));
      runs.cold.push(await runEval(folder, setup, []));
      runs.cached.push(await runEval(folder, setup, []));
    });
  printFigure({
    name: `${nameOf(setup)}: cold run with the cache over one without`,
    value: middle(runs.cold) / middle(runs.without),
    unit: 'times',
    target: 1.05,
    note: `with ${seconds(runs.cold)}, without ${seconds(runs.without)}`,
  });
  printFigure({ name: `${nameOf(setup)}: all cached`, value: middle(runs.cached) / 1000, unit: 's', target: 2 });
}

async function benchLargest(setup: Setup): Promise<void> {
  await inSuite(setup, async (folder) => {
    const { megabytes, ms } = await runEval(folder, setup, ['--no-cache']);
    const note = `${(ms / 1000).toFixed(1)} s, one process`;
    printFigure({ name: `${nameOf(setup)}: peak memory`, value: megabytes, unit: 'MB', target: 400, note });
  });
}

async function inSuite(setup: Setup, work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-bench-'));
  writeBenchSuite(folder, setup.rows);
  await work(folder);
  rmSync(folder, { recursive: true });
}

function runBare(folder: string, { url, rows, atOnce }: Setup): Promise<WholeProcess> {
  const script = path.join(import.meta.dirname, 'bareLoop.ts');
  return runWholeProcess([script, url, String(rows), String(atOnce)], { cwd: folder });
}

function runEval(folder: string, { url, atOnce }: Setup, flags: readonly string[]): Promise<WholeProcess> {
  const endpoints = { local: { baseUrl: `${url}/v1`, kind: 'openai-chat', keyRequired: false } };
  return runWholeProcess([cli, 'eval', 'letters.eval.yaml', '--concurrency', String(atOnce), '--yes', ...flags], {
    cwd: folder,
    env: { POLYPROMPT_ENDPOINTS: JSON.stringify(endpoints) },
  });
}

function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
}

function nameOf({ rows, atOnce }: Setup): string {
  return `eval of ${rows} rows, ${atOnce} at once`;
}

const middle = (runs: readonly WholeProcess[]): number => median(runs.map((run) => run.ms));
const seconds = (runs: readonly WholeProcess[]): string => `${(middle(runs) / 1000).toFixed(2)} s`;
