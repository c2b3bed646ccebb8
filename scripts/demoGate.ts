// Shows the gate at work: `polyprompt check --staged` in a repository with a bad change staged, asking simulated models.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prepareDemoFolder } from './demoFolder.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-demo-'));
const folder = prepareDemoFolder(scratch);
const show = (command: string, ...args: readonly string[]) => {
  console.log(
    `$ ${[command === process.execPath ? 'polyprompt' : command, ...args.filter((arg) => arg !== cli)].join(' ')}`,
  );
  return spawnSync(command, args, { cwd: folder, stdio: 'inherit' }).status ?? 1;
};
const cli = path.resolve(import.meta.dirname, '..', 'dist', 'cli.js');

show('git', '--no-pager', 'diff', '--staged', '-U0');
const code = show(process.execPath, cli, 'check', '--staged');
console.log(`exit code ${code}`);
rmSync(scratch, { recursive: true, force: true });
// The gate is meant to stop this change, so anything else is a failure of the demo.
process.exitCode = code === 1 ? 0 : 1;
