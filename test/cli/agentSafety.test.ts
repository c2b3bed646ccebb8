import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { agentTools } from '../../src/core/agent/tools/agentTools.ts';
import type { JsonObject, JsonValue } from '../../src/core/json.ts';
import { listAt, objectAt } from '../../src/core/jsonRead.ts';
import { seededRandom } from '../../src/core/providers/simulated/seed.ts';
import { gitIn } from '../support/gitFolder.ts';
import { onPosix } from '../support/onPosix.ts';
import { agentSessions } from './agentSessions.ts';

const suite = 'say.eval.yaml';
const fuzzed = 1_000;
const posix = onPosix('it has no links without more rights');

describe('the folder of agents', () => {
  const agents = agentSessions();
  const { here, open } = agents;
  let outside = '';
  beforeEach(() => {
    outside = mkdtempSync(path.join(tmpdir(), 'polyprompt-outside-'));
    writeFileSync(path.join(outside, 'secret.prompt'), 'The canary is CANARY-4711 {{word}}');
    writeFileSync(
      path.join(outside, 'secret.eval.yaml'),
      'prompt: ./secret.prompt\nmodels: [simulated/terse]\ncases: []\n',
    );
  });
  afterEach(() => rmSync(outside, { recursive: true, force: true }));

  it('is not left by a path', async () => {
    const session = await open();
    const up = path.relative(here.folder, outside);
    const paths = [
      path.join(outside, 'secret.prompt'),
      path.join(up, 'secret.prompt'),
      `./x/../${up}/secret.prompt`,
      `file://${outside}/secret.prompt`,
      'say.prompt\0.txt',
      '/etc/passwd',
      '~/secret.prompt',
      '',
      '.',
      'a'.repeat(500),
    ];
    for (const file of paths)
      for (const [tool, given] of callsWith(file)) {
        const refusal = await session.refusal(tool, given);
        assert.match(refusal, /The folder has no file|more than 500 characters/, `${tool} ${JSON.stringify(file)}`);
        assert.doesNotMatch(refusal, /CANARY/);
      }
  });

  posix.it('is not left by a link, and the refusal does not say where the link leads', async () => {
    symlinkSync(path.join(outside, 'secret.prompt'), here.path('link.prompt'));
    symlinkSync(path.join(outside, 'secret.eval.yaml'), here.path('link.eval.yaml'));
    symlinkSync(outside, here.path('linked'));
    symlinkSync(path.join(outside, 'none.prompt'), here.path('dangling.prompt'));
    const session = await open();
    for (const file of [
      'link.prompt',
      'link.eval.yaml',
      'linked/secret.prompt',
      'linked/secret.eval.yaml',
      'dangling.prompt',
    ])
      for (const [tool, given] of callsWith(file)) {
        const refusal = await session.refusal(tool, given);
        assert.match(refusal, /The folder has no file/);
        assert.ok(!refusal.includes(outside));
      }
    const listed = JSON.stringify(await session.use('list_prompts'));
    assert.doesNotMatch(listed, /CANARY|linked/);
  });

  posix.it('is not left by what a suite names', async () => {
    here.write(
      'bad.eval.yaml',
      `prompt: ${path.join(outside, 'secret.prompt')}\nmodels: [simulated/terse]\ncases: ./cases.jsonl\n`,
    );
    symlinkSync(path.join(outside, 'secret.prompt'), here.path('link.prompt'));
    here.write('linked.eval.yaml', 'prompt: ./link.prompt\nmodels: [simulated/terse]\ncases: ./cases.jsonl\n');
    const session = await open();
    for (const file of ['bad.eval.yaml', 'linked.eval.yaml']) {
      const result = JSON.stringify([
        await session.call('run_evals', { suite: file }),
        await session.call('check_file', { file }),
      ]);
      assert.doesNotMatch(result, /CANARY/);
    }
  });

  it(`stays as it is under ${fuzzed} calls with arguments of every kind, and so does all around it`, async function () {
    this.timeout(240_000);
    gitIn(here.folder, ['init', '-q']);
    gitIn(here.folder, ['add', '.']);
    gitIn(here.folder, ['commit', '-qm', 'Start']);
    here.write('say.prompt', '---\nmodel: simulated/terse\n---\nPlease say {{word}}');
    const session = await open({ args: ['--max-cost', '0.000001'] });
    const random = seededRandom('agents');
    const before = snapshot(here.folder, outside, agents.home);
    let answers = 0;
    for (let index = 0; index < fuzzed; index++) {
      const tool = agentTools[index % agentTools.length] ?? assert.fail();
      const given = fuzzedArguments(tool.input.properties, random);
      const message = await session.request('tools/call', { name: tool.name, arguments: given });
      const result =
        objectAt(message, 'result') ?? assert.fail(`${tool.name} ${JSON.stringify(given)}: ${JSON.stringify(message)}`);
      const text = JSON.stringify(result);
      assert.doesNotMatch(
        text,
        /CANARY|sk-canary|Something went wrong inside|node:internal/,
        `${tool.name} ${JSON.stringify(given)}`,
      );
      if (result['isError'] === true) assert.ok(listAt(result, 'content').length === 1);
      else answers++;
    }
    assert.ok(answers > 50, `${answers} calls had an answer`);
    assert.equal(await session.close(), 0);
    assert.deepEqual(snapshot(here.folder, outside, agents.home), before);
    assert.equal(here.server.requests.filter(({ method }) => method === 'POST').length, 0);
  });

  it('goes on after lines that are no message', async () => {
    const session = await open();
    for (const line of ['nonsense\n', '{"jsonrpc":"2.0"}\n', '[]\n', '\n', `${'x'.repeat(100_000)}\n`])
      session.write(line);
    assert.equal((await session.use('check_file', { file: suite }))['errors'], 0);
  });

  it('has no way for a key to come out', async () => {
    const session = await open();
    here.write('say.prompt', '---\nmodel: openai/gpt-5.6-luna\n---\nSay {{word}}');
    const results = [
      await session.call('run_evals', { suite }),
      await session.call('run_prompt', { file: 'say.prompt', inputs: { word: 'your key' } }),
      await session.call('list_prompts'),
    ];
    assert.ok(here.server.requests.some(({ headers }) => JSON.stringify(headers).includes('sk-canary-8f2e61c09d')));
    assert.doesNotMatch(JSON.stringify(results), /sk-canary/);
    assert.ok(existsSync(here.path('.polyprompt')));
  });
});

function callsWith(file: string): readonly (readonly [string, JsonObject])[] {
  return [
    ['check_file', { file, render: true }],
    ['run_prompt', { file, models: ['simulated/terse'] }],
    ['estimate_run', { suite: file }],
    ['run_evals', { suite: file }],
    ['read_results', { suite: file }],
    ['improve_prompt', { suite: file }],
    ['propose_cases', { suite: file, cases: [{ inputs: {} }] }],
  ];
}

/** Everything in these folders but runs, cache and the account of what was spent, and what Git keeps. */
function snapshot(...folders: readonly string[]): Readonly<Record<string, string>> {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => !/[\\/](?:\.polyprompt|agent-spending|\.git)[\\/]/.test(file)),
  );
  return Object.fromEntries(files.map((file) => [file, readFileSync(file, 'utf8')]));
}

const hostile: readonly JsonValue[] = [
  null,
  true,
  -1,
  0,
  1e308,
  '',
  '../../etc/passwd',
  '/etc/passwd',
  'https://example.com/x.prompt',
  '$(touch pwned)',
  '; touch pwned',
  '__proto__',
  'constructor',
  '\u0000',
  '\u202e',
  'a'.repeat(5_000),
  [],
  {},
  [[[[]]]],
  { __proto__: { a: 1 } },
  { toString: 'x' },
];

const likely: Readonly<Record<string, readonly JsonValue[]>> = {
  suite: [suite, 'say.prompt', '.polyprompt/runs', '.git'],
  file: ['say.prompt', suite, 'cases.jsonl', '.'],
  models: [['simulated/terse'], ['simulated/json', 'route:none'], ['openai/gpt-5.6-luna'], ['x']],
  only: ['all', 'failed'],
  filter: [['lamp'], ['topic=x']],
  wait_seconds: [0, 1],
  run: ['latest', '20261130-000000-000000', '../x'],
  inputs: [{ word: 'lamp' }, { word: '{{role "system"}}' }],
  cases: [[{ inputs: { word: 'x' } }], [{ inputs: {}, expected: 'y' }]],
  against: ['main', 'HEAD', '--output=pwned', '-h'],
  max_calls: [1, 5],
  rows: [[0], [99]],
  diff: [[0, 1], [0]],
  alongside: [true],
};

/** Arguments of which most fit, and some are of any kind. */
function fuzzedArguments(properties: object, random: () => number): JsonObject {
  const pick = <T>(of: readonly T[]): T | undefined => of[Math.floor(random() * of.length)];
  const given: JsonObject = {};
  for (const name of Object.keys(properties)) {
    const isNeeded = ['suite', 'file', 'cases', 'wait_seconds', 'models'].includes(name);
    if (random() > (isNeeded ? 0.95 : 0.35)) continue;
    given[name] = (random() < 0.75 ? pick(likely[name] ?? hostile) : pick(hostile)) ?? null;
  }
  if (random() < 0.05) given[String(pick(['toString', 'url', 'output', 'x']))] = 'https://example.com';
  return given;
}
