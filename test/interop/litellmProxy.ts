import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '../support/eventually.ts';

const version = '1.106.2';
/** Among what tools keep in node_modules: ignored by git, and gone with it. */
const environment = path.resolve(import.meta.dirname, '..', '..', 'node_modules', '.cache', `litellm-${version}`);
const python = path.join(environment, 'bin', 'python');
const installed = path.join(environment, 'installed');

/** The key that callers of the proxy show. */
export const masterKey = 'sk-interop-master';

/** Installs LiteLLM from the Python package index where it is not there yet; the reason where that cannot be. */
export function installLitellm(): string | undefined {
  if (existsSync(installed)) return undefined;
  const made = run('python3', ['-m', 'venv', environment]);
  if (made !== undefined) return `no virtual environment of Python could be made: ${made}`;
  const filled = run(python, ['-m', 'pip', 'install', '--quiet', `litellm[proxy]==${version}`]);
  if (filled !== undefined) return `litellm ${version} could not be installed: ${filled}`;
  writeFileSync(installed, version);
  return undefined;
}

/** The providers that LiteLLM takes models to be of. */
export function providersOf(models: readonly string[]): readonly string[] {
  const program =
    'import json, sys, litellm; print(json.dumps([litellm.get_llm_provider(m)[1] for m in sys.argv[1:]]))';
  const { stdout, stderr } = spawnSync(python, ['-c', program, ...models], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', LITELLM_LOCAL_MODEL_COST_MAP: 'True' },
  });
  const answer: unknown = JSON.parse(stdout.trim().split('\n').at(-1) || JSON.stringify(stderr));
  if (!Array.isArray(answer)) throw new Error(`LiteLLM knows no provider: ${stderr.slice(-1000)}`);
  return answer.map(String);
}

/** Undefined when it went well, else the last line that it said. */
function run(command: string, args: readonly string[]): string | undefined {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return undefined;
  return error?.message ?? stderr.trim().split('\n').at(-1) ?? `it ended with ${status}`;
}

export interface LitellmProxy {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  stop(): Promise<void>;
}

/** The real proxy with a `config.yaml`, on this machine alone and without a word to anyone else. */
export async function startLitellm(config: string, keys: Readonly<Record<string, string>>): Promise<LitellmProxy> {
  const folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-litellm-'));
  const file = path.join(folder, 'config.yaml');
  writeFileSync(file, config);
  const port = await freePort();
  const address = ['--host', '127.0.0.1', '--port', String(port)];
  const child = spawn(python, [path.join(environment, 'bin', 'litellm'), '--config', file, ...address], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      LITELLM_MASTER_KEY: masterKey,
      LITELLM_LOCAL_MODEL_COST_MAP: 'True',
      LITELLM_TELEMETRY: 'False',
      ...keys,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => lines.push(String(chunk)));
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await eventually('the proxy to be there', () => isAlive(child, url), 120_000);
  } catch (error) {
    await stop();
    throw new Error(`LiteLLM did not start: ${lines.join('').slice(-2000)}`, { cause: error });
  }
  return { url, stop };
}

async function isAlive(child: ChildProcess, url: string): Promise<true | undefined> {
  if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
  const answer = await fetch(`${url}/health/liveliness`).catch(() => undefined);
  return answer?.ok || undefined;
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.on('exit', () => resolve());
    child.kill();
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
