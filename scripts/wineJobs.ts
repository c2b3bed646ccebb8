import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Wine } from '../tools/wine/wine.ts';

const checkout = path.resolve(import.meta.dirname, '..');
const cli = path.join(checkout, 'dist', 'cli.js');

interface Ended {
  readonly code: number | null;
  readonly text: string;
}

/** One of the two systems, with a repository of its own that holds the same files. */
interface Side {
  readonly root: string;
  /** The paths by which its output names the repository. */
  readonly names: readonly string[];
  polyprompt(args: readonly string[], onStderr?: (text: string, kill: () => void) => void): Promise<Ended>;
  /** The folder whose `polyprompt` is the one of this system. */
  readonly programs: string;
}

interface Job {
  readonly name: string;
  /** A command line, or a function that does more steps. */
  readonly run: readonly string[] | ((side: Side) => Promise<Ended>);
  /** The files that it writes, from the top of the repository. */
  readonly files?: readonly string[];
}

/** These settings keep the user's own configuration of Git out of the repositories. */
const plainGit = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
};

const suite = 'prompts/triage.eval.yaml';
const results = ['json', 'jsonl', 'csv', 'xml', 'md', 'html', 'promptfoo.json'].map((ending) => `out.${ending}`);
const models = ['-m', 'simulated/terse', '-m', 'simulated/thorough'];
const outputs = results.flatMap((file) => ['--output', file]);

/** The jobs in their order: each finds what those before it have left. */
const jobs: readonly Job[] = [
  { name: 'version', run: ['--version'] },
  { name: 'models', run: ['models'] },
  { name: 'render', run: ['render', 'prompts/triage.prompt', '-i', 'ticket=Broken "lamp"'] },
  { name: 'run', run: ['run', 'prompts/triage.prompt', ...models, '-i', 'ticket=My parcel is broken'] },
  { name: 'estimate', run: ['estimate', suite] },
  { name: 'eval', run: ['eval', suite, ...outputs], files: results },
  { name: 'rescore', run: ['rescore', 'latest'] },
  { name: 'runs of one suite', run: ['runs', '--suite', suite] },
  { name: 'export', run: ['export', 'latest', '--output', 'exported.csv'], files: ['exported.csv'] },
  { name: 'diff', run: ['diff', 'latest'] },
  { name: 'simulate', run: ['simulate', 'latest'] },
  { name: 'migrate', run: ['migrate', 'latest', '--from', 'simulated/terse', '--to', 'simulated/thorough'] },
  { name: 'portability', run: ['portability', 'prompts/triage.prompt'] },
  { name: 'route export', run: ['route', 'export', 'sold', '--to', 'litellm'] },
  { name: 'only failed', run: ['eval', suite, '--only-failed'] },
  { name: 'baseline', run: ['baseline', 'latest'], files: ['.polyprompt/baselines/prompts/triage.eval.yaml.json'] },
  { name: 'eval of GitHub Models', run: ['eval', 'prompts/extract-order.eval.yaml'] },
  { name: 'eval of promptfoo', run: ['eval', 'prompts/promptfooconfig.yaml', '--output', 'foo.promptfoo.json'] },
  { name: 'import from promptfoo', run: ['import', 'foo.promptfoo.json'] },
  { name: 'a file that is not there', run: ['eval', 'prompts/missing.eval.yaml'] },
  { name: 'resume after a kill', run: resumeAfterKill },
  { name: 'check, nothing changed', run: ['check'] },
  { name: 'check', run: withWorsePrompt(['check']) },
  { name: 'check, outputs', run: ['check', ...checkOutputs()], files: ['check.sarif', 'check.xml', 'check.md'] },
  { name: 'check --staged', run: withStaged(['check', '--staged']) },
  { name: 'check --commit', run: ['check', '--commit', 'HEAD'] },
  { name: 'hook install', run: ['hook', 'install'] },
  { name: 'hook status', run: ['hook', 'status'] },
  { name: 'a commit that the hook stops', run: (side) => commit(side) },
  { name: 'a commit that it lets pass', run: commitAsBefore },
  { name: 'hook uninstall', run: ['hook', 'uninstall'] },
  { name: 'check in a checkout with CRLF', run: checkWithWindowsLineEnds },
  { name: 'check --staged in a checkout with CRLF', run: withStaged(['check', '--staged']) },
];

function checkOutputs(): readonly string[] {
  return ['check.sarif', 'check.xml', 'check.md'].flatMap((file) => ['--output', file]);
}

/** Does every job on both systems and compares exit codes, output and files. Differences in times and ids do not count. */
export async function compareJobs(wine: Wine): Promise<{ readonly equal: number; readonly different: number }> {
  const sides = [linuxSide(path.join(wine.scratch, 'linux')), wineSide(wine, path.join(wine.scratch, 'windows'))];
  let different = 0;
  for (const job of jobs) {
    const [linux = '', windows = ''] = await Promise.all(sides.map((side) => outcomeOf(job, side)));
    if (linux !== windows) different++;
    console.log(`${linux === windows ? 'equal    ' : 'DIFFERENT'} ${job.name} (${linux.split('\n')[0]})`);
    if (linux !== windows) console.log(firstDifference(linux, windows));
  }
  return { equal: jobs.length - different, different };
}

async function outcomeOf({ run, files = [] }: Job, side: Side): Promise<string> {
  const { code, text } = typeof run === 'function' ? await run(side) : await side.polyprompt(run);
  const written = files.map((file) => {
    const place = path.join(side.root, file);
    return `--- ${file}\n${existsSync(place) ? readFileSync(place, 'utf8') : 'not there'}`;
  });
  return [`exit ${code}`, text.replaceAll('\\', '/'), ...written].map((each) => withoutChance(each, side)).join('\n');
}

/** The text without what differs between any two runs, even on one system. */
function withoutChance(text: string, { names }: Side): string {
  const named = names.reduce((rest, name) => rest.replaceAll(name, 'ROOT'), text);
  return named
    .replace(/\d{8}-\d{6}-[a-z0-9]{6}/g, 'RUN')
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z| UTC)?/g, 'DATE')
    .replace(/(?<![.\d])1[5-9]\d{11}\b/g, 'DATE')
    .replace(/[\d.,/]+ (ms|s|min|h)\b/g, 'TIME')
    .replace(/(?<=,)\d+(\.\d+)?(?=,,|,TIME)/g, 'TIME')
    .replace(/"(\w*(?:p50|p95|\bms\b|Ms|[lL]atency|[sS]peed|PerSecond|[dD]uration)\w*)": ?[\d.]+/g, '"$1": TIME')
    .replace(/"(mean|low|high)": -?\d{3}[\d.]*/g, '"$1": TIME')
    .replace(/\btime="[\d.]+"/g, 'time="TIME"')
    .replace(/(TIME\s+TIME\s+)\d+/g, '$1SPEED')
    .replace(/ {2,}/g, '  ');
}

/** The texts around the first sign in which they differ. */
function firstDifference(linux: string, windows: string): string {
  const at = linux.split('').findIndex((sign, index) => sign !== windows[index]);
  const [from, to] = at < 0 ? [linux.length, windows.length] : [at, at + 120];
  const near = (text: string) => JSON.stringify(text.slice(Math.max(0, from - 60), to));
  return `  Linux:   ${near(linux)}\n  Windows: ${near(windows)}`;
}

function linuxSide(folder: string): Side {
  const root = prepare(folder);
  const programs = path.join(folder, 'programs');
  writeProgram(programs, `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`);
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder };
  const polyprompt = (args: readonly string[], onStderr?: (text: string, kill: () => void) => void) =>
    new Promise<Ended>((resolve, reject) => {
      const child = spawn(process.execPath, [cli, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
      let [text, errors] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => {
        text += String(chunk);
      });
      child.stderr.on('data', (chunk: Buffer) => {
        errors += String(chunk);
        onStderr?.(errors, () => child.kill('SIGKILL'));
      });
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, text: said(text, errors) }));
    });
  return { root, names: [root], programs, polyprompt };
}

function wineSide(wine: Wine, folder: string): Side {
  const root = prepare(folder);
  const programs = path.join(folder, 'programs');
  writeProgram(programs, wine.launcher(cli));
  const names = [wine.paths.toWindows(root), wine.paths.toWindows(root).replaceAll('\\', '/')];
  const script = wine.paths.toWindows(cli);
  const polyprompt: Side['polyprompt'] = async (args, onStderr) => {
    const { code, stdout, stderr } = await wine.node([script, ...args], {
      cwd: root,
      env: { USERPROFILE: wine.paths.toWindows(folder) },
      ...(onStderr ? { onStderr } : {}),
    });
    return { code, text: said(stdout, stderr) };
  };
  return { root, names, programs, polyprompt };
}

/** What a command said, without the lines about progress, which depend on the clock. */
function said(stdout: string, stderr: string): string {
  const lines = stderr.split('\n').filter((line) => !/^\d+ of \d+ cells|^.*\d+ cells, (est|at most|all)/.test(line));
  return `${stdout}\n${lines.join('\n')}`;
}

function writeProgram(folder: string, text: string): void {
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'polyprompt'), text, { mode: 0o755 });
}

/** The examples in a folder of a repository: few cases, since simulated models take their time. */
function prepare(folder: string): string {
  const root = path.join(folder, 'repository');
  const prompts = path.join(root, 'prompts');
  cpSync(path.join(checkout, 'examples'), prompts, { recursive: true });
  for (const name of ['polyprompt.yaml', '.polyprompt']) renameSync(path.join(prompts, name), path.join(root, name));
  const project = path.join(root, 'polyprompt.yaml');
  const sold = '  sold:\n    fallback: [openai/gpt-5.6-luna, openai/gpt-4.1]\n';
  writeFileSync(project, readFileSync(project, 'utf8').replace('routes:\n', `routes:\n${sold}`));
  for (const name of ['tickets', 'orders', 'problems']) shorten(path.join(prompts, 'cases', `${name}.jsonl`));
  writeFileSync(path.join(prompts, 'promptfooconfig.yaml'), promptfooConfig);
  writeFileSync(path.join(prompts, 'say.txt'), 'Say {{word}}');
  writeFileSync(
    path.join(prompts, 'words.csv'),
    'word,__expected\nlamp,contains: Say\n"two\nlines",icontains: lines\n',
  );
  writeFileSync(
    path.join(root, '.gitignore'),
    '.polyprompt/runs/\n.polyprompt/cache/\nout.*\nfoo.*\ncheck.*\nexported.csv\n',
  );
  git(root, 'init', '--quiet', '-b', 'main');
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'First');
  return root;
}

const promptfooConfig = `description: Words
prompts: [file://say.txt, 'Say {{word}} twice']
providers: [simulated/thorough]
tests: file://words.csv
`;

function shorten(file: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').split('\n').slice(0, 8).join('\n').concat('\n'));
}

function git(root: string, ...args: readonly string[]): void {
  execFileSync('git', args, { cwd: root, env: { ...process.env, ...plainGit }, stdio: ['ignore', 'ignore', 'pipe'] });
}

function worsen({ root }: Side): void {
  const prompt = path.join(root, 'prompts', 'triage.prompt');
  writeFileSync(prompt, readFileSync(prompt, 'utf8').replace('damaged', 'broken'));
}

function withWorsePrompt(args: readonly string[]): (side: Side) => Promise<Ended> {
  return (side) => {
    worsen(side);
    return side.polyprompt(args);
  };
}

function withStaged(args: readonly string[]): (side: Side) => Promise<Ended> {
  return (side) => {
    worsen(side);
    git(side.root, 'add', 'prompts');
    return side.polyprompt(args);
  };
}

/** The output goes to a file: the hook may start a program of Windows, which cannot write into our pipes. */
async function commit({ root, programs }: Side): Promise<Ended> {
  const place = path.join(programs, 'said');
  // Git for Windows needs no executable bit, and no program of Windows can set one.
  chmodSync(path.join(root, '.git', 'hooks', 'pre-commit'), 0o755);
  const file = openSync(place, 'w');
  const env = {
    ...process.env,
    ...plainGit,
    HOME: path.dirname(root),
    PATH: `${programs}:${process.env['PATH'] ?? ''}`,
  };
  const child = spawn('git', ['commit', '-q', '-m', 'Next'], { cwd: root, env, stdio: ['ignore', file, file] });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, text: said('', readFileSync(place, 'utf8')) };
}

async function commitAsBefore(side: Side): Promise<Ended> {
  git(side.root, 'checkout', '--quiet', 'HEAD', '--', 'prompts');
  appendFileSync(path.join(side.root, '.gitignore'), 'notes/\n');
  git(side.root, 'add', '.gitignore');
  return commit(side);
}

async function checkWithWindowsLineEnds(side: Side): Promise<Ended> {
  git(side.root, 'config', 'core.autocrlf', 'true');
  git(side.root, 'rm', '--quiet', '-r', '--cached', 'prompts');
  git(side.root, 'reset', '--quiet', '--hard');
  worsen(side);
  return side.polyprompt(['check']);
}

async function resumeAfterKill(side: Side): Promise<Ended> {
  const args = ['eval', suite, '--no-cache', '--concurrency', '1'];
  const first = await side.polyprompt(args, (text, kill) => {
    if (/^[3-9] of \d+ cells/m.test(text)) kill();
  });
  const next = await side.polyprompt([...args, '--resume']);
  return { code: next.code, text: `${first.code === null ? 'killed' : 'was not killed'}\n${next.text}` };
}
