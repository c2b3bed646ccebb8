import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { buildSync } from 'esbuild';
import { printFigure } from './figure.ts';
import { peakIn, peakReporter } from './wholeProcess.ts';

const cells = 100_000;
const cli = path.resolve(import.meta.dirname, '..', '..', 'dist', 'cli.js');

/** A large batch: cells planned and the inputs of jobs written; then the whole of it as a user sees it. */
export async function benchBatch(): Promise<void> {
  benchWriting();
  await benchSubmitting();
}

/** Bundled, as the product is: a process that has to strip types first takes 40 MB for that. */
function benchWriting(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-bench-'));
  try {
    const outfile = path.join(folder, 'batchProcess.mjs');
    const entry = path.join(import.meta.dirname, 'batchProcess.ts');
    const vendors = ['openai', '@anthropic-ai/sdk', '@google/genai/web'];
    buildSync({
      entryPoints: [entry],
      outfile,
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'esm',
      external: vendors,
    });
    const started = performance.now();
    const args = ['--import', peakReporter, outfile, folder, String(cells), 'openai/gpt-5.6-luna'];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    const note = `jobs of ${stdout.trim().split('\n').join(', ')}`;
    const seconds = (performance.now() - started) / 1000;
    printFigure({ name: 'a batch of 100,000 cells, planned and written', value: seconds, unit: 's', target: 10, note });
    printFigure({ name: 'the same: peak memory', value: peakIn(stderr), unit: 'MB', target: 300 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Suite read, cells planned and recorded, jobs written and sent, whole process. */
async function benchSubmitting(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-bench-'));
  const sink = await startSink();
  try {
    writeSuite(folder);
    const started = performance.now();
    const { peak, code } = await submit(folder, sink.url);
    const note = `${sink.jobs()} jobs, ${(sink.bytes() / 1e6).toFixed(0)} MB sent, exit ${code}`;
    printFigure({
      name: 'polyprompt eval --batch of 100,000 cells, until all is sent',
      value: (performance.now() - started) / 1000,
      unit: 's',
      target: 10,
      note,
    });
    printFigure({
      name: 'the same: peak memory',
      value: peak,
      unit: 'MB',
      target: 300,
      note: 'suite, plan and state of a run of this size, as live',
    });
  } finally {
    await sink.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeSuite(folder: string): void {
  mkdirSync(path.join(folder, '.git'));
  writeFileSync(path.join(folder, 'label.prompt.txt'), 'Label this ticket: {{ticket}}\n');
  writeFileSync(
    path.join(folder, 'label.eval.yaml'),
    'prompt: ./label.prompt.txt\nmodels: [openai/gpt-5.6-luna]\ncases: ./tickets.jsonl\n',
  );
  const lines = Array.from({ length: cells }, (_, index) =>
    JSON.stringify({
      vars: { ticket: `Order ${index} arrived with a cracked shade and nobody answers.` },
      assert: [{ type: 'icontains', value: 'damaged' }],
    }),
  );
  writeFileSync(path.join(folder, 'tickets.jsonl'), `${lines.join('\n')}\n`);
}

/** A vendor that takes everything and keeps nothing. */
async function startSink() {
  let bytes = 0;
  let jobs = 0;
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    request.on('end', () => {
      if (request.url === '/v1/batches') jobs++;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ id: `made_${jobs}`, status: 'validating' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    bytes: () => bytes,
    jobs: () => jobs,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** Megabytes at the peak, as the system counts them. */
function submit(cwd: string, url: string): Promise<{ readonly peak: number; readonly code: number | null }> {
  const endpoints = JSON.stringify({ openai: { baseUrl: `${url}/v1` } });
  const child = spawn(
    process.execPath,
    ['--import', peakReporter, cli, 'eval', 'label.eval.yaml', '--batch', '--yes'],
    {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', HOME: cwd, POLYPROMPT_ENDPOINTS: endpoints },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, peak: peakIn(said) })));
}
