import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { agentTools } from '../../src/core/agent/tools/agentTools.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import { listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';
import { listRunIds } from '../../src/node/records/journal.ts';
import { plainEnvironment } from '../cli/commandLine.ts';
import { gitIn } from '../support/gitFolder.ts';
import { inspector, installInspector, installPythonClient, python } from './foreignClients.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const server = [path.join(root, 'dist', 'cli.js'), 'mcp'];
const suite = 'inbox.eval.yaml';
const names = agentTools.map(({ name }) => name);

/** One call of each tool that has to go well; `$run` stands for the id of the run that was started. */
const calls: readonly (readonly [string, JsonObject])[] = [
  ['list_prompts', {}],
  ['check_file', { file: 'triage.prompt', render: true, inputs: { ticket: 'late' } }],
  ['estimate_run', { suite }],
  ['run_evals', { suite, wait_seconds: 20 }],
  ['read_results', { only: 'all', diff: [0, 1] }],
  ['compare_versions', {}],
  ['run_prompt', { file: 'triage.prompt', models: ['simulated/terse'], inputs: { ticket: 'late' } }],
  ['improve_prompt', { suite, max_calls: 100, wait_seconds: 20 }],
  ['stop_run', { run: '$run' }],
  ['propose_cases', { suite, cases: [{ inputs: { mail: 'Hello' }, expected: 'other' }] }],
];

describe('clients of others on polyprompt mcp', () => {
  let folder = '';
  let home = '';
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'polyprompt-interop-')));
    home = mkdtempSync(path.join(tmpdir(), 'polyprompt-home-'));
    cpSync(path.join(root, 'examples'), folder, { recursive: true, filter: (file) => !file.includes('.polyprompt') });
    gitIn(folder, ['init', '-q']);
    gitIn(folder, ['add', '.']);
    gitIn(folder, ['commit', '-qm', 'Start']);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  });

  describe('of Python', () => {
    before(function () {
      // An installation takes minutes.
      this.timeout(600_000);
      const reason = installPythonClient();
      if (reason !== undefined) {
        console.warn(`skipped: ${reason}`);
        this.skip();
      }
    });

    for (const [mode, protocol] of [
      ['auto', '2026-07-28'],
      ['legacy', '2025-11-25'],
    ] as const)
      it(`call every tool in ${protocol}, and find each result valid`, () => {
        const env = plainEnvironment(home);
        const asked = { command: process.execPath, args: server, cwd: folder, env, mode, calls };
        const told = spawnSync(python, [path.join(import.meta.dirname, 'callTools.py')], {
          input: JSON.stringify(asked),
          encoding: 'utf8',
          cwd: folder,
        });
        assert.equal(told.status, 0, told.stderr.slice(-2000));
        const answer: JsonValue = JSON.parse(told.stdout);
        assert.ok(isJsonObject(answer));
        assert.equal(answer['protocol'], protocol);
        assert.deepEqual(answer['tools'], names);
        for (const [name] of calls)
          assert.equal(objectAt(objectAt(answer, 'results'), name)?.['isError'], false, `${name} ${told.stdout}`);
        assert.ok(listAt(answer, 'prompts').includes('triage.prompt'));
        assert.match(String(listAt(answer, 'resources')[0]), /^polyprompt:\/\/run\//);
      });
  });

  describe('from npm: the inspector', () => {
    before(function () {
      // An installation takes minutes.
      this.timeout(600_000);
      const reason = installInspector();
      if (reason !== undefined) {
        console.warn(`skipped: ${reason}`);
        this.skip();
      }
    });

    const newestRun = () => listRunIds(path.join(folder, '.polyprompt'))[0] ?? '';
    const inspect = (...args: string[]) => {
      const env = { ...plainEnvironment(home), PATH: `${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}` };
      return spawnSync(inspector, ['--cli', process.execPath, ...server, ...args, '--format', 'json'], {
        encoding: 'utf8',
        cwd: folder,
        env,
      });
    };

    it('finds the schemas of all tools fit for every client', () => {
      const { status, stdout, stderr } = inspect('--method', 'tools/list', '--strict');
      assert.equal(status, 0, stderr);
      const tools = listAt(objectAt(JSON.parse(stdout), 'result') ?? JSON.parse(stdout), 'tools');
      assert.deepEqual(
        tools.map((tool) => textAt(tool, 'name')),
        names,
      );
    });

    for (const era of ['legacy', 'modern'])
      it(`calls every tool in the ${era} era`, () => {
        for (const [name, given] of calls) {
          const pairs = Object.entries(given).map(
            ([key, value]) =>
              `${key}=${typeof value === 'string' ? value.replace('$run', newestRun()) : JSON.stringify(value)}`,
          );
          const args = pairs.flatMap((pair) => ['--tool-arg', pair]);
          const { status, stderr, stdout } = inspect(
            '--protocol-era',
            era,
            '--method',
            'tools/call',
            '--tool-name',
            name,
            ...args,
          );
          assert.equal(status, 0, `${name} ${stdout} ${stderr}`);
        }
      });
  });
});
