import path from 'node:path';
import { printFigure } from './figure.ts';
import { runWholeProcess } from './wholeProcess.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** Peak memory of a command-line run of eight models, as the system counts it, beside that of a bare Node. */
export async function benchMemory(): Promise<void> {
  const models = ['terse', 'thorough', 'json', 'unreliable'].flatMap((name) => ['--model', `simulated/${name}`]);
  const prompt = path.join(root, 'examples', 'triage.prompt');
  const run = await runWholeProcess([path.join(root, 'dist', 'cli.js'), 'run', prompt, ...models, '--json'], {
    cwd: root,
  });
  const bare = await runWholeProcess(['-e', '0'], { cwd: root });
  printFigure({
    name: 'peak memory of a command-line run',
    value: run.megabytes,
    unit: 'MB',
    target: 150,
    note: `bare node ${bare.megabytes.toFixed(0)} MB`,
  });
}
