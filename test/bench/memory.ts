import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { printFigure } from './figure.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** Peak memory of a command-line run of eight models, as the system counts it, beside that of a bare Node. */
export function benchMemory(): void {
  const models = ['terse', 'thorough', 'json', 'unreliable'].flatMap((name) => ['--model', `simulated/${name}`]);
  const run = peakMegabytes([
    path.join(root, 'dist', 'cli.js'),
    'run',
    path.join(root, 'examples', 'triage.prompt'),
    ...models,
    '--json',
  ]);
  const bare = peakMegabytes(['-e', '0']);
  printFigure({
    name: 'peak memory of a command-line run',
    value: run,
    unit: 'MB',
    target: 150,
    note: `bare node ${bare.toFixed(0)} MB`,
  });
}

const reporter = "process.on('exit', () => process.stderr.write('peak=' + process.resourceUsage().maxRSS + '\\n'))";

function peakMegabytes(args: readonly string[]): number {
  const result = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(reporter)}`, ...args],
    { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
  );
  return Number(/peak=(\d+)/.exec(result.stderr)?.[1] ?? Number.NaN) / 1024;
}
