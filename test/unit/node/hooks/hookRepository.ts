import assert from 'node:assert/strict';
import { execFileSync, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installHook, requireRepository, uninstallHook } from '../../../../src/node/hooks/preCommitHook.ts';

const isolated = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

/** Records how it was called, then ends as `FAKE_CODE` says. */
const fakeProgram = `#!/bin/sh
{ echo "$@"; echo "index $GIT_INDEX_FILE"; git -c core.quotePath=false diff --cached --name-only; } >> "$FAKE_LOG"
echo "checked by \${0##*/}"
exit "\${FAKE_CODE:-0}"
`;

/** A scratch folder with a real repository for each test. The name is one that careless scripts stumble over. */
export function hookRepository(name = "it's a wörk tree") {
  let scratch = '';
  const saved = { ...process.env };
  beforeEach(() => {
    Object.assign(process.env, isolated);
    scratch = realpathSync(mkdtempSync(path.join(tmpdir(), 'polyprompt-hooks-')));
    mkdirSync(root());
    git('init', '-b', 'main', '.');
    write('first.txt', 'first');
    git('add', '.');
    git('commit', '-m', 'first');
  });
  afterEach(() => {
    for (const variable of Object.keys(isolated)) {
      if (saved[variable] === undefined) delete process.env[variable];
      else process.env[variable] = saved[variable];
    }
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  });

  const root = () => path.join(scratch, name);
  const at = (file: string) => path.resolve(root(), file);
  const program = () => ({ cli: path.join(scratch, 'cli of ünser', 'cli.js'), node: process.execPath });
  const log = () => path.join(scratch, 'log');

  function git(...args: readonly string[]): string {
    return execFileSync('git', args, { cwd: root(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  function write(file: string, content: string | Buffer, mode = 0o644): string {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), content);
    chmodSync(at(file), mode);
    return at(file);
  }

  /** What a hook sees of the environment: besides, the fake's log. */
  function environment(env: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
    return { ...process.env, ...isolated, LC_ALL: 'C', FAKE_LOG: log(), ...env };
  }

  return {
    root,
    at,
    git,
    write,
    program,
    environment,
    scratch: () => scratch,
    read: (file: string) => readFileSync(at(file), 'utf8'),
    has: (file: string) => existsSync(at(file)),
    /** Windows knows no modes. */
    assertMode: (file: string, mode: number) => {
      if (process.platform !== 'win32') assert.equal(statSync(at(file)).mode & 0o777, mode);
    },
    hooks: () =>
      readdirSync(at('.git/hooks'))
        .filter((file) => !file.endsWith('.sample'))
        .sort(),
    /** A polyprompt in the repository's own node_modules. */
    addProgram: () => write('node_modules/.bin/polyprompt', fakeProgram, 0o755),
    /** A folder for the PATH with a polyprompt in it. */
    pathWithProgram(): string {
      write('../bin/polyprompt', fakeProgram, 0o755);
      return `${path.join(scratch, 'bin')}:${process.env['PATH']}`;
    },
    /** What the fakes recorded, line by line. */
    recorded: () => (existsSync(log()) ? readFileSync(log(), 'utf8').trim().split('\n') : []),
    async install() {
      return installHook(await requireRepository(root()), program());
    },
    async uninstall() {
      return uninstallHook(await requireRepository(root()));
    },
    /** `git commit` with more arguments; what its hooks print comes first. */
    commit(args: readonly string[], env: Readonly<Record<string, string>> = {}, cwd = root()) {
      const ended: SpawnSyncReturns<string> = spawnSync('git', ['commit', '-m', 'next', ...args], {
        cwd,
        encoding: 'utf8',
        env: environment(env),
      });
      return { code: ended.status, said: ended.stderr + ended.stdout };
    },
    commits: () => Number(git('rev-list', '--count', 'HEAD').trim()),
  };
}
