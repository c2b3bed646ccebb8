import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LoopbackServer, startLoopbackServer } from '../support/loopbackServer.ts';
import { onPosix } from '../support/onPosix.ts';
import { jsonLines, polyprompt } from './commandLine.ts';

const { it: interruptedIt } = onPosix('Ctrl-C cannot be sent to another program');

const prompt = `---
model: openai/gpt-5.6-luna
input:
  schema:
    name: string
---
{{role "system"}}
Be brief.
{{role "user"}}
Say hello to {{name}}.
`;

describe('polyprompt run', () => {
  let folder = '';
  let server: LoopbackServer;
  before(async () => {
    server = await startLoopbackServer();
  });
  after(() => server.close());
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-cli-'));
    mkdirSync(path.join(folder, '.git'));
    writeFileSync(path.join(folder, 'hello.prompt'), prompt);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    polyprompt(['run', 'hello.prompt', ...args], { cwd: folder, env });
  const threeWires = () => [
    '--endpoint',
    `openai=${server.url}/v1`,
    '--endpoint',
    `anthropic=${server.url}`,
    '--endpoint',
    `google=${server.url}`,
  ];

  it('runs the JavaScript of a rule that answers a call', async () => {
    const tools = 'toolDefs: [{name: find_order, inputSchema: {order: string}}]';
    const rule = 'toolResults: [{tool: find_order, javascript: \'({state: "late " + (1 + 1)})\'}]';
    const text = `---\nmodel: simulated/terse\n${tools}\n${rule}\n---\nFind the order A-1004.\n`;
    writeFileSync(path.join(folder, 'order.prompt'), text);
    const result = await polyprompt(['run', 'order.prompt'], { cwd: folder });
    assert.equal(result.code, 0, result.stderr);
    assert.match(result.stdout, /late 2/);
  });

  it('streams one prompt to the models of three vendors and prints a table', async () => {
    const models = ['openai/gpt-5.6-luna', 'anthropic/claude-haiku-4-5', 'google/gemini-3.8-flash'];
    const result = await run([
      ...threeWires(),
      ...models.flatMap((model) => ['--model', model]),
      '--input',
      'name=Ada',
    ]);
    assert.equal(result.code, 0, result.stderr);
    for (const model of models)
      assert.match(result.stdout, new RegExp(`== ${model.replace(/[.]/g, '\\.')}\\n.*Say hello to Ada`));
    assert.match(result.stdout, /model +first token +total +tok\/s +in +cached +out +cost +result/);
    assert.match(result.stdout, /total (at least )?~?\$[\d.]+ · run \d{8}-\d{6}-\w{4}/);
    assert.match(result.stderr, /anthropic\/claude-haiku-4-5: done in/);
  });

  it('prints every event as one JSON line, and one cell-done that tells the whole answer', async () => {
    const result = await run([...threeWires(), '--input', 'name=Ada', '--jsonl']);
    assert.equal(result.code, 0, result.stderr);
    const lines = jsonLines(result.stdout);
    assert.equal(lines[0]?.['type'], 'run-started');
    assert.equal(lines.at(-1)?.['type'], 'run-ended');
    const [done, ...more] = lines.filter((line) => line['type'] === 'cell-done');
    assert.equal(more.length, 0);
    for (const field of ['target', 'answer', 'usage', 'cost', 'servedModel', 'timing', 'finishReason', 'warnings'])
      assert.ok(done && field in done, field);
    const text = lines
      .filter((line) => line['type'] === 'cell-delta')
      .map((line) => line['text'] ?? '')
      .join('');
    assert.equal(done?.['answer'], text);
  });

  it('prints one JSON object with --json, and nothing else on stdout', async () => {
    const result = await run(['--model', 'simulated/terse', '--input', 'name=Ada', '--json']);
    const parsed = JSON.parse(result.stdout);
    assert.equal(parsed.results[0].model, 'simulated/terse');
    assert.equal(parsed.results[0].status, 'done');
  });

  it('keeps the run beside the prompts, and compares its answers', async () => {
    await run(['--model', 'simulated/terse', '--model', 'simulated/thorough', '--input', 'name=Ada']);
    assert.equal(readdirSync(path.join(folder, '.polyprompt', 'runs')).length, 1);
    const diff = await polyprompt(['diff', 'latest', '--base', 'simulated/terse'], { cwd: folder });
    assert.equal(diff.code, 0, diff.stderr);
    assert.match(diff.stdout, /^== simulated\/thorough against simulated\/terse, \d+% alike\n/);
    const unknown = await polyprompt(['diff', 'latest', '--base', 'simulated/nobody'], { cwd: folder });
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /has no answer of simulated\/nobody\. It has simulated\/terse, simulated\/thorough\./);
  });

  it('exits 1 when a model failed, and still gives the answers of the others', async () => {
    server.script(
      { status: 401, body: '{"error":{"message":"bad key sk-CANARY-123456","code":"invalid_api_key"}}' },
      (request) => request.model === 'gpt-5.6-luna',
    );
    const result = await run(
      [...threeWires(), '--model', 'openai/gpt-5.6-luna', '--model', 'simulated/terse', '--input', 'name=Ada'],
      { OPENAI_API_KEY: 'sk-CANARY-123456' },
    );
    assert.equal(result.code, 1);
    assert.match(result.stdout, /invalid-key/);
    assert.match(result.stdout, /== simulated\/terse\n\S/);
    assert.doesNotMatch(result.stdout + result.stderr, /CANARY/);
  });

  it('sends a key from the usual variable to its endpoint, and writes it nowhere', async () => {
    await run([...threeWires(), '--input', 'name=Ada'], { OPENAI_API_KEY: 'sk-CANARY-key' });
    assert.equal(server.requests.at(-1)?.headers['authorization'], 'Bearer sk-CANARY-key');
    const runs = path.join(folder, '.polyprompt', 'runs');
    for (const file of readdirSync(runs)) assert.doesNotMatch(readFileSync(path.join(runs, file), 'utf8'), /CANARY/);
  });

  it('says which key is missing without sending anything', async () => {
    const before = server.requests.length;
    const result = await run(['--input', 'name=Ada']);
    assert.equal(result.code, 1);
    assert.match(result.stdout, /There is no API key for OpenAI.* OPENAI_API_KEY/);
    assert.equal(server.requests.length, before);
  });

  it('lets no file of the repository choose an endpoint (fault 77)', async () => {
    const before = server.requests.length;
    const redirect = JSON.stringify({ endpoints: { openai: `${server.url}/v1` } });
    mkdirSync(path.join(folder, '.polyprompt'));
    for (const name of ['.env', 'polyprompt.json', 'polyprompt.yaml', '.polyprompt/config.json']) {
      writeFileSync(path.join(folder, name), name === '.env' ? `POLYPROMPT_ENDPOINTS=${redirect}` : redirect);
    }
    await run(['--input', 'name=Ada'], { HOME: path.join(folder, 'elsewhere') });
    assert.equal(server.requests.length, before);
  });

  it('takes endpoints from the environment and from the user’s own config file', async () => {
    const config = path.join(folder, 'config');
    mkdirSync(path.join(config, 'polyprompt'), { recursive: true });
    writeFileSync(
      path.join(config, 'polyprompt', 'config.json'),
      JSON.stringify({ endpoints: { openai: `${server.url}/v1` } }),
    );
    assert.equal((await run(['--input', 'name=Ada'], { XDG_CONFIG_HOME: config })).code, 0);
    assert.equal(
      (await run(['--input', 'name=Ada'], { POLYPROMPT_ENDPOINTS: JSON.stringify({ openai: `${server.url}/v1` }) }))
        .code,
      0,
    );
  });

  it('runs the others when one model cannot be asked, and is not green', async () => {
    const models = ['gone/x', 'azure/own', 'anthropic/claude-haiku-4-5', 'simulated/terse'];
    const result = await run([...models.flatMap((model) => ['--model', model]), '--input', 'name=Ada', '--json']);
    assert.equal(result.code, 1);
    const { results }: { results: readonly { model: string; error?: { code: string } }[] } = JSON.parse(result.stdout);
    assert.deepEqual(
      results.map(({ model, error }) => [model, error?.code ?? 'ok']),
      [
        ['gone/x', 'unknown-provider'],
        ['azure/own', 'no-address'],
        ['anthropic/claude-haiku-4-5', 'missing-key'],
        ['simulated/terse', 'ok'],
      ],
    );
  });

  it('exits 2 with a sentence and a hint for what it cannot use', async () => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['run', 'missing.prompt'], /^missing\.prompt cannot be read\. Check the path/],
      [['run', 'hello.prompt', '--model', 'simulated/terse'], /needs a value for name\. Give it with --input name=/],
      [
        ['run', 'hello.prompt', '--model', 'gpt', '--input', 'name=x'],
        /"gpt" names no provider\. Write models as provider\/model/,
      ],
      [
        ['run', 'hello.prompt', '--model', 'opnai/gpt', '--input', 'name=x'],
        /There is no provider "opnai"\. Did you mean openai\/gpt/,
      ],
      [['run', 'hello.prompt', '--endpoint', 'openai'], /--endpoint openai is not PROVIDER=URL/],
      [['run', 'hello.prompt', '--endpoint', 'openai=ftp://x'], /address has to begin with https/],
      [['run', 'hello.prompt', '--input', 'name'], /--input name is not name=value/],
      [['run'], /missing required argument/],
      [['fly'], /unknown command/],
    ];
    for (const [args, expected] of cases) {
      const result = await polyprompt(args, { cwd: folder });
      assert.equal(result.code, 2, args.join(' '));
      assert.match(result.stderr, expected);
      assert.equal(result.stdout, '');
    }
  });

  it('names file, line and column of a mistake in the prompt', async () => {
    writeFileSync(path.join(folder, 'broken.prompt'), '---\nmodel: simulated/terse\n---\n{{#if name}}\nHello\n');
    const result = await polyprompt(['run', 'broken.prompt'], { cwd: folder });
    assert.equal(result.code, 2);
    assert.match(result.stderr, /^broken\.prompt:4:\d+: /);
  });

  interruptedIt('stops on Ctrl-C with 130 and keeps what was said (fault 40)', async () => {
    let interrupted = false;
    server.otherwise(() => ({ answer: { text: 'one two three four five six seven' }, chunkDelayMs: 20, hangs: true }));
    const result = await polyprompt(['run', 'hello.prompt', ...threeWires(), '--input', 'name=Ada', '--jsonl'], {
      cwd: folder,
      onStdout: (text, interrupt) => {
        if (!interrupted && text.includes('cell-delta')) interrupt();
        interrupted ||= text.includes('cell-delta');
      },
    });
    assert.equal(result.code, 130);
    const stopped = jsonLines(result.stdout).find((line) => line['type'] === 'cell-cancelled');
    assert.match(String(stopped?.['partial']), /^one/);
    assert.ok(existsSync(path.join(folder, '.polyprompt', 'runs')));
  });
});
