import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { GitFolder, plainGit } from '../support/gitFolder.ts';
import { startLoopbackServer } from '../support/loopbackServer.ts';
import { type Figure, median, printFigure } from './figure.ts';

const cli = path.resolve(import.meta.dirname, '..', '..', 'dist', 'cli.js');
const models = ['openai/gpt-5.6-luna', 'openai/gpt-5.6-terra', 'openai/gpt-5.6-sol'];
const runs = 7;

const promptSaying = (text: string) =>
  `---\nmodel: ${models[0]}\nconfig:\n  maxOutputTokens: 100\n---\n${text} {{word}}`;
const suite = (name: string) => `prompt: ./${name}.prompt\nmodels: [${models.join(', ')}]\ncases: ./${name}.jsonl\n`;
const caseLine = (word: string) => JSON.stringify({ vars: { word }, assert: [{ type: 'contains', value: word }] });
const caseLines = (count: number) =>
  `${Array.from({ length: count }, (_, row) => caseLine(`word ${row}`)).join('\n')}\n`;

interface Timed {
  readonly ms: number;
  readonly stdout: string;
}

/** Time of `polyprompt check --staged`, whole process, as a Git hook sees it. */
export async function benchCheck(): Promise<void> {
  const server = await startLoopbackServer();
  try {
    for (const scene of scenes) await benchScene(scene, `${server.url}/v1`);
  } finally {
    await server.close();
  }
}

interface Scene extends Pick<Figure, 'name' | 'target'> {
  readonly committed: Readonly<Record<string, string>>;
  readonly staged: Readonly<Record<string, string>>;
  /** What the report has to say, so that the right thing is measured. */
  readonly says: RegExp;
}

const say = { 'say.prompt': promptSaying('Say'), 'say.eval.yaml': suite('say') };
const hundred = { ...say, 'say.jsonl': caseLines(100) };
const tenThousand = { ...say, 'say.jsonl': caseLines(10_000) };
const suites = Object.fromEntries(
  Array.from({ length: 300 }, (_, index) => `suites/${index % 20}/s${index}`).flatMap((name) => [
    [`${name}.prompt`, promptSaying('Say')],
    [`${name}.eval.yaml`, suite(path.posix.basename(name))],
    [`${name}.jsonl`, caseLines(10)],
  ]),
);
const files = Object.fromEntries(Array.from({ length: 20_000 }, (_, file) => [`src/${file % 100}/f${file}.ts`, 'x']));

const scenes: readonly Scene[] = [
  {
    name: 'check --staged, nothing staged',
    target: 200,
    committed: hundred,
    staged: {},
    says: /Nothing that a suite asks or checks has changed/,
  },
  {
    name: 'check --staged, nothing relevant staged',
    target: 200,
    committed: { ...hundred, 'notes.md': 'a' },
    staged: { 'notes.md': 'b' },
    says: /Nothing that a suite asks or checks has changed/,
  },
  {
    name: 'check --staged, 100 cached cases x 3 models',
    target: 1000,
    committed: hundred,
    staged: { 'say.prompt': promptSaying('Please say') },
    says: /300 affected.*[\s\S]*300 same; nothing asked anew/,
  },
  {
    name: 'check --staged, 1 prompt of 300 suites, cached',
    target: 1000,
    committed: suites,
    staged: { 'suites/0/s0.prompt': promptSaying('Please say') },
    says: /30 affected/,
  },
  {
    name: 'check --staged, notes beside 20,000 files',
    target: 300,
    committed: { ...hundred, ...files, 'notes.md': 'a' },
    staged: { 'notes.md': 'b' },
    says: /Nothing that a suite asks or checks has changed/,
  },
  {
    name: 'check --staged, 10,000 cases x 3 models, comment changed',
    target: 3000,
    committed: tenThousand,
    staged: { 'say.prompt': `${promptSaying('Say')}{{! nothing }}` },
    says: /0 affected, 30000 unchanged/,
  },
  {
    name: 'check --staged, 10,000 cases x 3 models, one row changed',
    target: 3000,
    committed: tenThousand,
    staged: { 'say.jsonl': caseLines(10_000).replace('"word 77"', '"word x"') },
    says: /3 affected, 29997 unchanged/,
  },
];

async function benchScene({ name, target, committed, staged, says }: Scene, url: string): Promise<void> {
  const folder = new GitFolder();
  try {
    folder.write(committed);
    folder.git('add', '--all');
    folder.git('commit', '--quiet', '-m', 'Before');
    // As after any run in the workspace.
    mkdirSync(folder.path('.polyprompt/cache'), { recursive: true });
    folder.stage(staged);
    const { stdout } = await checkOnce(folder.root, url);
    if (!says.test((await checkOnce(folder.root, url)).stdout)) throw new Error(`${name}: ${stdout}`);
    const samples: number[] = [];
    for (let run = 0; run < runs; run++) samples.push((await checkOnce(folder.root, url)).ms);
    printFigure({ name, value: median(samples), unit: 'ms', target, note: `whole process, median of ${runs}` });
  } finally {
    await folder.remove();
  }
}

function checkOnce(cwd: string, baseUrl: string): Promise<Timed> {
  const env = {
    ...plainGit,
    PATH: process.env['PATH'] ?? '',
    HOME: cwd,
    POLYPROMPT_ENDPOINTS: JSON.stringify({ openai: { baseUrl } }),
  };
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, [cli, 'check', '--staged'], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += String(chunk);
    });
    child.on('error', reject);
    child.on('close', () => resolve({ ms: performance.now() - started, stdout }));
  });
}
