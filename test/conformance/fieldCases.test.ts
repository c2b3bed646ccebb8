import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { runInNewContext } from 'node:vm';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import { listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';
import { conformanceFolder, skipWithoutData } from './data.ts';
import { type Endpoint, echoingEndpoint, jsonOr, scriptedEndpoint } from './fieldCase.ts';

const folder = conformanceFolder('field');
const echo = path.join(folder ?? '', '../../bench/mock-llm.mjs');
const cli = path.join(import.meta.dirname, '../../dist/cli.js');
const names = folder ? readdirSync(folder).filter((name) => existsSync(path.join(folder, name, 'expected.json'))) : [];

const missing = [
  ...(existsSync(cli) ? [] : ['the command line, which "npm run build" makes']),
  ...(existsSync(echo) ? [] : ['the echoing endpoint of the data']),
];

describe('the field cases', function () {
  this.timeout(120_000);
  skipWithoutData(names);
  if (names.length > 0 && missing.length > 0)
    it(`skipped: without ${missing.join(' and ')}`, function () {
      this.skip();
    });
  else
    for (const name of names)
      it(name, async () => {
        const { scope, close } = await play(path.join(folder ?? '', name));
        try {
          const expected = listAt(specOf(path.join(folder ?? '', name)), 'expect').map(String);
          assert.deepEqual(
            expected.filter((expression) => !holds(expression, scope)),
            [],
            scope.stderr,
          );
        } finally {
          close();
        }
      });
});

interface Exit {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Scope extends Exit {
  readonly out: JsonValue | undefined;
  readonly outs: Readonly<Record<string, JsonValue>>;
  readonly exits: readonly number[];
  readonly runs: readonly Exit[];
  readonly requests: Endpoint['requests'];
  readonly file: (name: string) => string | undefined;
}

function specOf(base: string): JsonObject {
  const spec = jsonOr(readFileSync(path.join(base, 'expected.json'), 'utf8'));
  assert.ok(isJsonObject(spec));
  return spec;
}

/** Runs the commands of a case in a copy of its folder. */
async function play(base: string): Promise<{ readonly scope: Scope; close(): void }> {
  const spec = specOf(base);
  const copy = mkdtempSync(path.join(tmpdir(), 'polyprompt-field-'));
  cpSync(base, copy, { recursive: true, verbatimSymlinks: true });
  const script = existsSync(path.join(copy, 'wire.json'))
    ? jsonOr(readFileSync(path.join(copy, 'wire.json'), 'utf8'))
    : undefined;
  const wire = isJsonObject(script) ? await scriptedEndpoint(script) : undefined;
  const mock = await echoingEndpoint(echo);
  const close = () => {
    wire?.close();
    mock.close();
    rmSync(copy, { recursive: true, force: true });
  };
  const environment = environmentOf(spec, copy);
  const shell = (line: string) =>
    execFileSync('bash', ['-c', line], { cwd: copy, env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    for (const line of listAt(spec, 'setup')) shell(String(line));
    const runs: Exit[] = [];
    for (const command of listAt(spec, 'commands')) {
      const args = Array.isArray(command) ? command.map(String) : [];
      if (args[0] === '$') shell(args[1] ?? '');
      else {
        const addressed = args.map((arg) => arg.replaceAll('{MOCK}', mock.url).replaceAll('{WIRE}', wire?.url ?? ''));
        runs.push(await run(addressed, { cwd: path.join(copy, textAt(spec, 'cwd') ?? '.'), env: environment }));
      }
    }
    return { scope: scopeOf(copy, runs, wire?.requests ?? []), close };
  } catch (error) {
    close();
    throw error;
  }
}

function environmentOf(spec: JsonObject, copy: string): NodeJS.ProcessEnv {
  const keys = ['OPENAI', 'ANTHROPIC', 'GEMINI', 'GROQ', 'MISTRAL', 'OPENROUTER', 'DEEPSEEK'];
  const own = Object.entries(objectAt(spec, 'env') ?? {}).map(([name, value]) => [name, String(value)] as const);
  return {
    ...process.env,
    ...Object.fromEntries(keys.map((name) => [`${name}_API_KEY`, 'sk-test'])),
    XDG_CONFIG_HOME: path.join(copy, '.cfg'),
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@b.c',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@b.c',
    ...Object.fromEntries(own),
  };
}

async function run(
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Exit> {
  const child = spawn(process.execPath, [cli, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number>((resolve) => {
    child.once('close', (code) => resolve(code ?? -1));
  });
  const [stdout, stderr, exit] = await Promise.all([readAll(child.stdout), readAll(child.stderr), ended]);
  return { exit, stdout, stderr };
}

function scopeOf(copy: string, runs: readonly Exit[], requests: Endpoint['requests']): Scope {
  const last = runs.at(-1) ?? { exit: 0, stdout: '', stderr: '' };
  const file = (name: string) =>
    existsSync(path.join(copy, name)) ? readFileSync(path.join(copy, name), 'utf8') : undefined;
  const written = readdirSync(copy).filter((name) => name.endsWith('.out.json'));
  const out = jsonOr(file('out.json') ?? last.stdout);
  return {
    ...last,
    out: typeof out === 'string' ? undefined : out,
    outs: Object.fromEntries(written.map((name) => [name.slice(0, -'.out.json'.length), jsonOr(file(name) ?? '')])),
    exits: runs.map(({ exit }) => exit),
    runs,
    requests,
    file,
  };
}

/** A row without checks counts as passed in the data, and is unchecked here: either reading will do. */
function holds(expression: string, scope: Scope): boolean {
  return [scope, { ...scope, out: withPassed(scope.out) }].some((read) => evaluates(expression, read));
}

function withPassed(out: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(out)) return out;
  const results = listAt(out, 'results').map((row) =>
    isJsonObject(row) && row['outcome'] === 'unchecked' ? { ...row, outcome: 'pass' } : row,
  );
  return { ...out, ...(results.length > 0 ? { results } : {}) };
}

function evaluates(expression: string, scope: Scope): boolean {
  try {
    return Boolean(runInNewContext(expression, { ...scope }));
  } catch {
    return false;
  }
}
