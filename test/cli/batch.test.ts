import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BatchRequestRecord, type BatchServer, startBatchServer } from '../support/batchServer.ts';
import { eventually } from '../support/eventually.ts';
import { plainEnvironment, polyprompt } from './commandLine.ts';

const cli = path.resolve(import.meta.dirname, '..', '..', 'dist', 'cli.js');
const models = ['openai/gpt-5.6-luna', 'anthropic/claude-haiku-4-5', 'google/gemini-3.8-flash'];

describe('polyprompt eval --batch', () => {
  let server: BatchServer;
  let folder: string;
  beforeEach(async () => {
    server = await startBatchServer();
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-cli-batch-'));
    mkdirSync(path.join(folder, '.git'));
    write('say.prompt.txt', 'Say {{word}}');
    writeSuite(models);
  });
  afterEach(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('submits, says what to do next, and collects what the live run would have said', async () => {
    const live = await run('eval', 'say.eval.yaml', '--no-cache', '--output', 'live.json');
    assert.equal(live.code, 1);
    const submitted = await run('eval', 'say.eval.yaml', '--no-cache', '--batch');
    assert.equal(submitted.code, 0, submitted.stderr);
    assert.match(submitted.stderr, /6 cells, est\. .+ as a batch, within a day\n/);
    assert.match(submitted.stdout, /batch_1 +openai\/gpt-5\.6-luna +answers +2/);
    assert.match(submitted.stdout, /0 of 6 answers are there/);
    const next = /polyprompt batch collect (\S+)\n/.exec(submitted.stderr)?.[1] ?? '';
    const collected = await run('batch', 'collect', next, '--output', 'batch.json');
    assert.equal(collected.code, 1, collected.stderr);
    assert.match(collected.stdout, /run 2/);
    assert.deepEqual(rowsIn('batch.json'), rowsIn('live.json'));
    assert.equal(rowsIn('batch.json').length, 6);
  });

  it('says how the jobs stand, and that something is still to come', async () => {
    server.statusAtCreation = 'running';
    await run('eval', 'say.eval.yaml', '--batch');
    const status = await run('batch', 'status', '--json');
    assert.equal(status.code, 0);
    const { answered, cells, jobs } = JSON.parse(status.stdout);
    assert.deepEqual([answered, cells], [0, 6]);
    assert.deepEqual(
      jobs.map((job: Record<string, unknown>) => [job['model'], job['status'], job['requests']]),
      models.map((model) => [model, 'running', 2]),
    );
    const early = await run('batch', 'collect');
    assert.equal(early.code, 3);
    assert.match(early.stderr, /The rest is still to come/);
    server.finish('done');
    assert.equal((await run('batch', 'collect', 'latest')).code, 1);
  });

  it('cancels', async () => {
    server.statusAtCreation = 'running';
    await run('eval', 'say.eval.yaml', '--batch');
    const cancelled = await run('batch', 'cancel');
    assert.equal(cancelled.code, 0, cancelled.stderr);
    assert.match(cancelled.stdout, /cancelling/);
    assert.ok(server.jobs.every(({ wasCancelled }) => wasCancelled));
  });

  it('waits, asks judges in a second job, and reports like a live eval', async () => {
    writeSuite(['openai/gpt-5.6-luna'], { judge: 'anthropic/claude-haiku-4-5' });
    server.lineFate = ({ model, prompt }) => ({
      answer: { text: model.startsWith('claude') ? JSON.stringify({ pass: true, score: 1, reason: 'so' }) : prompt },
    });
    const waited = await run('eval', 'say.eval.yaml', '--batch', '--wait', '--every', '0.05');
    assert.equal(waited.code, 1, waited.stderr);
    assert.match(waited.stdout, /run 2/);
    assert.deepEqual(
      server.jobs.map(({ vendor }) => vendor),
      ['openai', 'anthropic'],
    );
  });

  it('runs at once what no batch engine takes, and refuses where none takes anything', async () => {
    writeSuite(['openai/gpt-5.6-luna', 'simulated/terse']);
    const mixed = await run('eval', 'say.eval.yaml', '--batch');
    assert.equal(mixed.code, 0, mixed.stderr);
    assert.match(mixed.stderr, /Asked at once, for no batch engine takes them: simulated\/terse/);
    assert.match(mixed.stdout, /2 of 4 answers are there/);
    writeSuite(['simulated/terse']);
    const refused = await run('eval', 'say.eval.yaml', '--batch');
    assert.deepEqual([refused.code, server.jobs.length], [2, 1]);
    assert.match(refused.stderr, /None of these models has a batch engine/);
  });

  it('shows both prices before anything is sent, and keeps a limit before it is sent', async () => {
    const estimate = await run('estimate', 'say.eval.yaml');
    assert.match(estimate.stdout, /as a batch, within a day/);
    const { money, batch } = JSON.parse((await run('estimate', 'say.eval.yaml', '--json')).stdout);
    assert.ok(Math.abs(batch.money.high * 2 - money.high) < 1e-12);
    const refused = await run('eval', 'say.eval.yaml', '--batch', '--max-cost', '0.000001');
    assert.deepEqual([refused.code, server.requests.length], [2, 0]);
    assert.match(refused.stderr, /may cost up to/);
  });

  it('tells what is wrong: no jobs, and a run that cannot be resumed', async () => {
    const none = await run('batch', 'collect');
    assert.equal(none.code, 2);
    assert.match(none.stderr, /No run here has batch jobs\. Start one with: polyprompt eval SUITE --batch/);
    const both = await run('eval', 'say.eval.yaml', '--batch', '--resume');
    assert.equal(both.code, 2);
  });

  it('goes on in a copied folder, without the suite too, then ungraded', async () => {
    await run('eval', 'say.eval.yaml', '--batch');
    const copy = mkdtempSync(path.join(tmpdir(), 'polyprompt-cli-copy-'));
    cpSync(folder, copy, { recursive: true });
    rmSync(path.join(copy, 'say.eval.yaml'));
    const collected = await polyprompt(['batch', 'collect'], { cwd: copy, env: environment() });
    rmSync(copy, { recursive: true });
    assert.match(collected.stderr, /say\.eval\.yaml is not there: answers are collected and not graded/);
    assert.equal(collected.stdout.match(/^UNGRADED /gm)?.length, 6);
    assert.equal((await run('batch', 'collect')).code, 1);
  });

  for (const [model, create] of [
    ['openai/gpt-5.6-luna', '/v1/batches'],
    ['anthropic/claude-haiku-4-5', '/v1/messages/batches'],
    ['google/gemini-3.8-flash', '/v1beta/models/gemini-3.8-flash:batchGenerateContent'],
  ] as const) {
    it(`survives a kill between upload and creation: the job is sent once (${model})`, async () => {
      writeSuite([model]);
      await killAt(create, 'before');
      // Whoever was killed sends nothing more.
      assert.equal(server.jobs.length, 0);
      assert.equal((await run('batch', 'collect')).code, 3);
      assert.equal((await run('batch', 'collect')).code, 1);
      assert.equal(server.jobs.length, 1);
    });

    it(`survives a kill between creation and journal: the job is found again (${model})`, async () => {
      writeSuite([model]);
      await killAt(create, 'after');
      assert.equal(server.jobs.length, 1);
      assert.equal(inputsOnDisk().length, 1);
      assert.equal((await run('batch', 'collect')).code, 1);
      assert.equal(server.jobs.length, 1);
      assert.deepEqual(inputsOnDisk(), []);
    });
  }

  /** Kills an eval while its request to this path is under way, before or after the server has carried it out. */
  async function killAt(place: string, moment: 'before' | 'after'): Promise<void> {
    let reached = false;
    const never = (request: BatchRequestRecord) => {
      if (request.method !== 'POST' || request.path !== place) return undefined;
      reached = true;
      return new Promise<void>(() => {});
    };
    if (moment === 'before') server.heldBefore = never;
    else server.heldAfter = never;
    const child = spawn(process.execPath, [cli, 'eval', 'say.eval.yaml', '--batch'], {
      cwd: folder,
      env: { ...plainEnvironment(folder), ...environment() },
      stdio: 'ignore',
    });
    const closed = new Promise((resolve) => child.on('close', resolve));
    await eventually('the request that creates the job', () => (reached ? true : undefined));
    child.kill('SIGKILL');
    await closed;
    server.heldBefore = undefined;
    server.heldAfter = undefined;
  }

  function inputsOnDisk(): string[] {
    return readdirSync(path.join(folder, '.polyprompt', 'runs')).filter((name) => name.endsWith('.batch'));
  }

  function writeSuite(ids: readonly string[], { judge }: { judge?: string } = {}): void {
    const rubric = judge === undefined ? [] : [{ type: 'llm-rubric', value: 'It is furniture.', provider: judge }];
    const rows = [
      { vars: { word: 'lamp' }, assert: [{ type: 'icontains', value: 'lamp' }, ...rubric] },
      { vars: { word: 'chair' }, assert: [{ type: 'contains', value: 'table' }, ...rubric] },
    ];
    write('cases.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    write('say.eval.yaml', `prompt: ./say.prompt.txt\nmodels: [${ids.join(', ')}]\ncases: ./cases.jsonl\n`);
  }

  function write(name: string, text: string): void {
    writeFileSync(path.join(folder, name), text);
  }

  /** What every row says, without what has to differ between live and batch. */
  function rowsIn(name: string): unknown[] {
    const { results } = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
    return results.map(({ cost: _cost, timing: _timing, requestId: _id, ...row }: Record<string, unknown>) => row);
  }

  function environment(): Record<string, string> {
    const endpoints = {
      openai: { baseUrl: `${server.url}/v1` },
      anthropic: { baseUrl: server.url },
      google: { baseUrl: server.url },
    };
    return { POLYPROMPT_ENDPOINTS: JSON.stringify(endpoints) };
  }

  function run(...args: string[]) {
    return polyprompt(args, { cwd: folder, env: environment() });
  }
});
