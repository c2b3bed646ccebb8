import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LoopbackServer, startLoopbackServer } from '../support/loopbackServer.ts';
import { polyprompt } from './commandLine.ts';

describe('polyprompt estimate', () => {
  let folder = '';
  let server: LoopbackServer;
  before(async () => {
    server = await startLoopbackServer();
  });
  after(() => server.close());
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-estimate-'));
    mkdirSync(path.join(folder, '.git'));
    writeFileSync(path.join(folder, 'say.prompt'), '---\nconfig:\n  maxOutputTokens: 100\n---\nSay {{word}}');
    const cases = ['lamp', 'chair'].map((word) => `${JSON.stringify({ vars: { word } })}\n`);
    writeFileSync(path.join(folder, 'cases.jsonl'), cases.join(''));
    writeFileSync(
      path.join(folder, 'say.eval.yaml'),
      'prompt: ./say.prompt\nmodels: [openai/gpt-5.6-luna, ollama/none]\ncases: ./cases.jsonl\n',
    );
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (command: string, ...args: string[]) =>
    polyprompt([command, 'say.eval.yaml', '--endpoint', `openai=${server.url}/v1`, ...args], {
      cwd: folder,
      env: { OPENAI_API_KEY: 'sk-test' },
    });

  it('tells money and time per model, names unknown prices, and sends and writes nothing', async () => {
    const before = server.requests.length;
    const { code, stdout } = await run('estimate', '--repeat', '2');
    assert.equal(code, 0);
    assert.match(stdout, /^8 cells, at most \$[\d.]+ · up to about \d+ s · price unknown for 1 of 2 models\n/);
    assert.match(stdout, /openai\/gpt-5\.6-luna +4 +0 +at most \$/);
    assert.match(stdout, /ollama\/none +4 +0 +price unknown/);
    assert.equal(server.requests.length, before);
    assert.deepEqual(readdirSync(folder).sort(), ['.git', 'cases.jsonl', 'say.eval.yaml', 'say.prompt']);
  });

  it('asks a LiteLLM proxy what its models cost, and a limit on money then holds', async () => {
    const json = (value: unknown) => ({
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(value),
    });
    const info = { mode: 'chat', input_cost_per_token: 1e-5, output_cost_per_token: 1e-4 };
    const args = ['--model', 'litellm/ours', '--endpoint', `litellm=${server.url}/v1`];
    const proxy = () => {
      server.script(json({ data: [{ id: 'ours' }] }), ({ path: at }) => at.endsWith('/models'));
      server.script(json({ data: [{ model_name: 'ours', model_info: info }] }), ({ path: at }) =>
        at.endsWith('/model/info'),
      );
    };
    proxy();
    const { stdout } = await run('estimate', ...args);
    assert.match(stdout, /^2 cells, at most \$0\.02\d/);
    proxy();
    const { code, stderr } = await run('eval', ...args, '--max-cost', '0.001');
    assert.equal(code, 4, stderr);
  });

  it('learns from what has run, and takes cached answers off', async () => {
    const args = ['--model', 'openai/gpt-5.6-luna', '--json'];
    const first = JSON.parse((await run('estimate', ...args)).stdout);
    await run('eval', '--model', 'openai/gpt-5.6-luna');
    const cached = JSON.parse((await run('estimate', ...args)).stdout);
    assert.deepEqual([cached.cached, cached.money.expected], [2, 0]);
    const learnt = JSON.parse((await run('estimate', ...args, '--no-cache')).stdout);
    assert.equal(learnt.cached, 0);
    assert.ok(learnt.money.expected < first.money.expected / 2, 'answers of two words were seen');
  });

  it('lets providers count when asked to', async () => {
    const before = server.requests.length;
    const { code, stderr } = await run('estimate', '--exact');
    assert.equal(code, 0);
    const paths = server.requests.slice(before).map(({ path: at }) => at);
    assert.deepEqual(paths, ['/v1/responses/input_tokens', '/v1/responses/input_tokens']);
    assert.match(stderr, /^ollama\/none: its provider does not count tokens\.$/m);
  });
});
