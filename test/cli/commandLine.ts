import { spawn } from 'node:child_process';
import path from 'node:path';
import { defined } from '../../src/core/jsonRead.ts';

const cli = path.resolve(import.meta.dirname, '..', '..', 'dist', 'cli.js');

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called at once with the way to press Ctrl-C later. */
  onStart?(interrupt: () => void): void;
  /** Called with everything on stdout so far; for tests that interrupt. */
  onStdout?(text: string, interrupt: () => void): void;
}

/** Nothing of our environment but the path and what every Node is told. Windows knows a home by another name. */
export function plainEnvironment(home: string): Readonly<Record<string, string>> {
  const told = defined({ NODE_OPTIONS: process.env['NODE_OPTIONS'] });
  return { PATH: process.env['PATH'] ?? '', HOME: home, USERPROFILE: home, ...told };
}

/** Runs the built command line as a user would. */
export function polyprompt(args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const env = { ...plainEnvironment(options.cwd), ...options.env };
    const child = spawn(process.execPath, [cli, ...args], { cwd: options.cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    options.onStart?.(() => child.kill('SIGINT'));
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += String(chunk);
      options.onStdout?.(stdout, () => child.kill('SIGINT'));
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += String(chunk);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** The JSON lines of a `--jsonl` run. */
export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
