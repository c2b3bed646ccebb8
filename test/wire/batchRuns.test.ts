import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSuite } from '../../src/core/dataset/readSuite.ts';
import { SuiteGrader } from '../../src/core/execute/suiteGrader.ts';
import { planSuite } from '../../src/core/plan/planSuite.ts';
import { loadCatalog } from '../../src/core/pricing/catalog.ts';
import { createRegistry } from '../../src/core/providers/registry.ts';
import { outcomeOf } from '../../src/core/results/outcome.ts';
import type { CellState } from '../../src/core/run/cellState.ts';
import { cellsOf, type RunState } from '../../src/core/run/state.ts';
import { BatchKeeper } from '../../src/node/batch/batchKeeper.ts';
import { cancelBatches, refreshBatches } from '../../src/node/batch/refreshBatches.ts';
import { ResponseCache } from '../../src/node/cache/responseCache.ts';
import { nodeEnvironment } from '../../src/node/nodeEnvironment.ts';
import { readRun } from '../../src/node/runs/readRun.ts';
import { RunSession } from '../../src/node/runs/runSession.ts';
import type { SessionContext } from '../../src/node/runs/sessionContext.ts';
import { workspaceSuiteFiles } from '../../src/node/suites/workspaceSuiteFiles.ts';
import { type BatchServer, startBatchServer } from '../support/batchServer.ts';

const runId = '20260101-000000-test';
const signal = new AbortController().signal;
const vendorModels = ['openai/gpt-5.6-luna', 'anthropic/claude-haiku-4-5', 'google/gemini-3.8-flash'];
const words = ['lamp', 'chair', 'table', 'shelf'];

describe('a run by batch jobs', () => {
  let server: BatchServer;
  let folder: string;
  beforeEach(async () => {
    server = await startBatchServer();
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-batch-'));
    writeSuite({ models: vendorModels });
  });
  afterEach(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives every cell the answer, verdict and outcome of the live run, at half the price', async () => {
    server.lineFate = ({ prompt }) => ({
      answer: { text: `${prompt} it is`, usage: { input: 1000, output: 2000, cached: 100 } },
    });
    const live = await runLive();
    const submitted = await submit();
    assert.equal(submitted.status, 'submitted');
    assert.deepEqual(outcomes(submitted), { skipped: 12 });
    assert.deepEqual(
      server.jobs.map(({ vendor, lines }) => [vendor, lines.length]),
      [
        ['openai', 4],
        ['anthropic', 4],
        ['google', 4],
      ],
    );
    const { state } = await collect();
    assert.equal(state.status, 'done');
    assert.deepEqual([...cellsOf(state)].map(essence), [...cellsOf(live)].map(essence));
    for (const [id, cell] of Object.entries(state.cells)) {
      assert.equal(cell.batch, true);
      assert.equal(cell.timing, undefined);
      assert.equal(cell.cost?.basis, 'estimated');
      assert.ok(Math.abs((cell.cost?.amount ?? 0) * 2 - (live.cells[id]?.cost?.amount ?? 0)) < 1e-12);
    }
  });

  it('sends nothing that is cached, and what no batch engine takes at once', async () => {
    writeSuite({ models: ['openai/gpt-5.6-luna', 'simulated/terse'] });
    await submit();
    await collect();
    server.lineFate = () => ({ answer: { text: 'never asked' } });
    const again = await submit('20260101-000001-test');
    assert.equal(again.status, 'done');
    assert.equal(server.jobs.length, 1);
    assert.deepEqual(
      [...cellsOf(again)].filter(({ cached }) => !cached),
      [],
    );
  });

  it('asks judges in a second job, and the cells are ungraded until then', async () => {
    writeSuite({ models: ['openai/gpt-5.6-luna'], judge: 'openai/gpt-5-mini' });
    server.lineFate = ({ model, prompt }) => ({
      answer: {
        text:
          model === 'gpt-5-mini' ? JSON.stringify({ pass: !prompt.includes('chair'), score: 1, reason: 'so' }) : prompt,
      },
    });
    await submit();
    const waiting = await collect();
    assert.equal(waiting.state.status, 'submitted');
    assert.deepEqual(outcomes(waiting.state), { ungraded: 4 });
    assert.deepEqual(
      server.jobs.map(({ lines }) => lines[0]?.model),
      ['gpt-5.6-luna', 'gpt-5-mini'],
    );
    const graded = await collect();
    assert.equal(graded.state.status, 'done');
    assert.deepEqual(outcomes(graded.state), { pass: 3, fail: 1 });
    const judging = [...cellsOf(graded.state)].map((cell) => cell.judging);
    assert.deepEqual(
      judging.map((account) => [account?.calls, account?.cached, account?.left]),
      Array(4).fill([1, 0, undefined]),
    );
    assert.ok(judging.every((account) => (account?.cost?.amount ?? 0) > 0));
    assert.equal(server.jobs.length, 2);
  });

  it('compares the answers of a row by a judge of a further job', async () => {
    writeFileSync(
      path.join(folder, 'say.eval.yaml'),
      [
        'prompts: ["Say {{word}}"]',
        'providers: [openai/gpt-5.6-luna, anthropic/claude-haiku-4-5]',
        'defaultTest: {options: {provider: openai/gpt-5-mini}}',
        'tests:',
        '  - vars: {word: lamp}',
        '    assert: [{type: select-best, value: the shorter one}]',
      ].join('\n'),
    );
    server.lineFate = ({ model, prompt }) => ({ answer: { text: model === 'gpt-5-mini' ? '1' : prompt } });
    await submit();
    const waiting = await collect();
    assert.deepEqual([waiting.state.status, outcomes(waiting.state)], ['submitted', { ungraded: 2 }]);
    server.statusAtCreation = 'running';
    const { state } = await collect();
    assert.equal(state.status, 'done');
    assert.deepEqual(
      [...cellsOf(state)].map((cell) => [cell.target, outcomeOf(cell)]),
      [
        ['openai/gpt-5.6-luna', 'fail'],
        ['anthropic/claude-haiku-4-5', 'pass'],
      ],
    );
    assert.equal(server.jobs.length, 3);
  });

  it('asks which answer is liked better in both orders in a further job', async () => {
    writeFileSync(
      path.join(folder, 'say.eval.yaml'),
      [
        'prompts: ["Say {{word}}"]',
        'providers: [openai/gpt-5.6-luna, anthropic/claude-haiku-4-5]',
        'tests:',
        '  - vars: {word: lamp}',
        '    assert: [{type: prefer, value: Is nicer, against: gpt-5.6-luna, provider: openai/gpt-5-mini}]',
      ].join('\n'),
    );
    server.lineFate = ({ model, prompt }) => {
      if (model !== 'gpt-5-mini') return { answer: { text: `${model} ${prompt}` } };
      const isLunaFirst = prompt.indexOf('gpt-5.6-luna') < prompt.indexOf('claude');
      return { answer: { text: JSON.stringify({ choice: isLunaFirst ? 'second' : 'first', reason: 'Nice.' }) } };
    };
    await submit();
    assert.equal((await collect()).state.status, 'submitted');
    assert.equal(server.jobs[2]?.lines.length, 2);
    const { state } = await collect();
    assert.equal(state.status, 'done');
    assert.deepEqual(
      [...cellsOf(state)].map(({ verdict }) => verdict?.checks[0]?.reason),
      ['The others are compared with this answer.', 'Liked better than openai/gpt-5.6-luna in both orders: Nice.'],
    );
  });

  it('asks a judge once, however often results are looked for meanwhile', async () => {
    writeSuite({ models: ['openai/gpt-5.6-luna'], judge: 'openai/gpt-5-mini' });
    await submit();
    server.statusAtCreation = 'running';
    await collect();
    const before = journalLines();
    assert.equal((await collect()).state.status, 'submitted');
    assert.equal((await collect()).state.status, 'submitted');
    assert.equal(server.jobs.length, 2);
    const graded = journalLines()
      .slice(before.length)
      .filter((line) => line.includes('"cell-graded"'));
    assert.deepEqual(graded, []);
  });

  it('puts what expired, or failed and may pass, into a further job, and nothing else', async () => {
    server.lineFate = ({ prompt }, { id }) => {
      if (id === 'batch_1' && prompt.includes('lamp')) return 'expired';
      if (id === 'batch_1' && prompt.includes('chair'))
        return { status: 429, code: 'rate_limit_error', message: 'slow' };
      if (id === 'batch_1' && prompt.includes('table')) return 'missing';
      return { answer: { text: prompt } };
    };
    writeSuite({ models: ['openai/gpt-5.6-luna'] });
    await submit();
    const first = await collect();
    assert.equal(first.state.status, 'submitted');
    assert.deepEqual(server.jobs[1]?.lines.map(({ prompt }) => prompt).sort(), ['Say chair', 'Say lamp', 'Say table']);
    const second = await collect();
    assert.equal(second.state.status, 'done');
    assert.deepEqual(
      [...cellsOf(second.state)].map(({ status, attempt }) => [status, attempt]),
      [
        ['done', 2],
        ['done', 2],
        ['done', 2],
        ['done', 1],
      ],
    );
  });

  it('gives up a request after three jobs, with the reason', async () => {
    writeSuite({ models: ['anthropic/claude-haiku-4-5'] });
    server.lineFate = ({ prompt }) =>
      prompt.includes('lamp')
        ? { status: 529, code: 'overloaded_error', message: 'busy' }
        : { answer: { text: prompt } };
    await submit();
    for (let times = 0; times < 2; times++) assert.equal((await collect()).state.status, 'submitted');
    const { state } = await collect();
    assert.equal(state.status, 'done');
    const [lamp] = [...cellsOf(state)];
    assert.deepEqual([lamp?.status, lamp?.error?.code, lamp?.attempt], ['failed', 'overloaded', 3]);
    assert.deepEqual(
      server.jobs.map(({ lines }) => lines.length),
      [4, 1, 1],
    );
  });

  it('fails a cell at once whose request was refused for good', async () => {
    writeSuite({ models: ['google/gemini-3.8-flash'] });
    server.lineFate = ({ prompt }) =>
      prompt.includes('lamp') ? { status: 400, code: 'x', message: 'no such setting' } : { answer: { text: prompt } };
    await submit();
    const { state } = await collect();
    assert.deepEqual(
      [...cellsOf(state)].map(({ status, error }) => [status, error?.code]),
      [
        ['failed', 'request-rejected'],
        ['done', undefined],
        ['done', undefined],
        ['done', undefined],
      ],
    );
  });

  it('asks again what failed for want of a key, when results are looked for once more', async () => {
    writeSuite({ models: ['openai/gpt-5.6-luna'] });
    server.lineFate = ({ prompt }, { id }) =>
      id === 'batch_1' && prompt.includes('lamp')
        ? { status: 401, code: 'invalid_api_key', message: 'no' }
        : { answer: { text: prompt } };
    await submit();
    const first = await collect();
    assert.deepEqual([first.state.status, outcomes(first.state)], ['done', { error: 1, pass: 2, fail: 1 }]);
    assert.equal((await collect()).state.status, 'submitted');
    const { state } = await collect();
    assert.deepEqual([state.status, outcomes(state)], ['done', { pass: 3, fail: 1 }]);
    assert.deepEqual(
      server.jobs.map(({ lines }) => lines.length),
      [4, 1],
    );
  });

  it('asks live what is left of ended jobs where that is wished', async () => {
    writeSuite({ models: ['openai/gpt-5.6-luna'] });
    server.lineFate = ({ prompt }, { id }) =>
      id !== 'live' && prompt.includes('lamp') ? 'expired' : { answer: { text: prompt } };
    await submit();
    const { state } = await collect({ isLive: true });
    assert.equal(state.status, 'done');
    assert.deepEqual(
      [...cellsOf(state)].map(({ status, batch = false }) => [status, batch]),
      [
        ['done', false],
        ['done', true],
        ['done', true],
        ['done', true],
      ],
    );
    assert.equal(server.jobs.length, 1);
  });

  for (const model of ['openai/gpt-5.6-luna', 'google/gemini-3.8-flash']) {
    it(`tells why a job failed as a whole, and submits it again when asked to (${model})`, async () => {
      writeSuite({ models: [model] });
      server.statusAtCreation = 'failed';
      await submit();
      const failed = await collect();
      assert.equal(failed.state.status, 'stopped');
      assert.match(failed.problems[0]?.error.message ?? '', /failed as a whole: Enqueued token limit reached/);
      assert.equal(server.jobs.length, 1);
      server.statusAtCreation = 'done';
      assert.equal((await collect()).state.status, 'submitted');
      assert.equal((await collect()).state.status, 'done');
    });
  }

  it('collects what a cancelled job had answered, and asks for the rest only live', async () => {
    server.statusAtCreation = 'running';
    await submit();
    const cancelled = await cancelBatches(batchContext(), runId);
    assert.deepEqual(cancelled?.problems, []);
    server.finish('cancelled');
    // A vendor that knows no cancelled line leaves it out.
    server.lineFate = ({ prompt }, { vendor }) =>
      prompt.includes('lamp') ? (vendor === 'google' ? 'missing' : 'cancelled') : { answer: { text: prompt } };
    const { state } = await collect();
    assert.deepEqual(outcomes(state), { cancelled: 3, pass: 6, fail: 3 });
    assert.deepEqual(outcomes((await collect()).state), { cancelled: 3, pass: 6, fail: 3 });
    assert.equal(server.jobs.length, 3);
  });

  it('goes on in a copy of its folder, as on another machine', async () => {
    await submit();
    const other = mkdtempSync(path.join(tmpdir(), 'polyprompt-copy-'));
    cpSync(folder, other, { recursive: true });
    rmSync(folder, { recursive: true });
    folder = other;
    const { state } = await collect();
    assert.equal(state.status, 'done');
    assert.deepEqual(outcomes(state), { pass: 9, fail: 3 });
  });

  it('leaves no input of a job on disk once it is sent', async () => {
    await submit();
    assert.deepEqual(
      readdirSync(path.join(folder, '.polyprompt', 'runs')).filter((name) => name.includes('batch')),
      [],
    );
  });

  for (const model of vendorModels) {
    it(`finds a job again whose creation nobody saw the end of (${model})`, async () => {
      writeSuite({ models: [model] });
      await submit();
      forget(['batch-submitted', 'run-ended']);
      const { state } = await collect();
      assert.equal(state.status, 'done');
      assert.equal(server.jobs.length, 1);
    });

    it(`sends a job anew that was never created (${model})`, async () => {
      writeSuite({ models: [model] });
      server.refuses = ({ path: place }) =>
        /batches$|:batchGenerateContent$/.test(place)
          ? { status: 503, body: { error: { message: 'down' } } }
          : undefined;
      assert.equal((await submit()).status, 'stopped');
      assert.equal(server.jobs.length, 0);
      server.refuses = undefined;
      const { state } = await collect();
      assert.equal(state.status, 'submitted');
      assert.deepEqual(
        Object.values(state.batches ?? {}).map(({ status }) => status),
        ['lost', 'done'],
      );
      assert.equal((await collect()).state.status, 'done');
      assert.equal(server.jobs.length, 1);
    });
  }

  it('loses and buys nothing when it is killed while it collects', async () => {
    await submit();
    await collect();
    const lines = journalLines();
    // Some answers of the first job are recorded, and that is all.
    const half = lines.filter((line) => line.includes('"cell-done"')).slice(0, 2);
    const end = lines.findIndex((line) => line.includes('"cell-started"'));
    writeFileSync(journal(), [...lines.slice(0, end), ...half, ''].join('\n'));
    const { state } = await collect();
    assert.equal(state.status, 'done');
    assert.deepEqual(outcomes(state), { pass: 9, fail: 3 });
    assert.equal(server.jobs.length, 3);
    const answered = journalLines().filter((line) => line.includes('"type":"cell-done"'));
    assert.equal(answered.length, 12);
  });

  it('never records the key, whatever a vendor repeats', async () => {
    writeSuite({ models: ['openai/gpt-5.6-luna'] });
    server.lineFate = () => ({ status: 401, code: 'invalid_api_key', message: 'Incorrect API key: k-test-0123456789' });
    await submit();
    const { state } = await collect();
    assert.match([...cellsOf(state)][0]?.error?.message ?? '', /Incorrect API key: \[key\]/);
    assert.ok(!readFileSync(journal(), 'utf8').includes('0123456789'));
  });

  it('asks in a further job what needs the answers of this one', async () => {
    writeFileSync(
      path.join(folder, 'say.eval.yaml'),
      [
        'prompts: ["Say {{word}} {{before}}"]',
        'providers: [openai/gpt-5.6-luna]',
        'tests:',
        '  - vars: {word: lamp, before: ""}',
        '    options: {storeOutputAs: before}',
        '  - vars: {word: chair}',
        '    assert: [{type: contains, value: Say lamp}]',
      ].join('\n'),
    );
    await submit();
    assert.deepEqual(
      server.jobs.map(({ lines }) => lines.map(({ prompt }) => prompt.trim())),
      [['Say lamp']],
    );
    assert.equal((await collect()).state.status, 'submitted');
    assert.deepEqual(
      server.jobs[1]?.lines.map(({ prompt }) => prompt.trim()),
      ['Say chair Say lamp'],
    );
    const { state } = await collect();
    assert.deepEqual([state.status, outcomes(state)], ['done', { pass: 1, unchecked: 1 }]);
  });

  it("takes nobody else's job for its own where jobs have no names", async () => {
    writeSuite({ models: ['anthropic/claude-haiku-4-5'] });
    await submit();
    const [foreign] = server.jobs;
    if (foreign) for (const line of foreign.lines) Object.assign(line, { key: `other-${line.key}` });
    forget(['batch-submitted', 'run-ended']);
    const { state } = await collect();
    assert.equal(state.status, 'submitted');
    assert.deepEqual(
      Object.values(state.batches ?? {}).map(({ status }) => status),
      ['lost', 'done'],
    );
    assert.equal((await collect()).state.status, 'done');
  });

  it('keeps a job that nobody knows there, for it may be the wrong account, and gives it up when asked to', async () => {
    writeSuite({ models: ['openai/gpt-5.6-luna'] });
    server.statusAtCreation = 'running';
    await submit();
    server.refuses = ({ path: place }) =>
      place.includes('batch_1') ? { status: 404, body: { error: { message: 'no such batch' } } } : undefined;
    const kept = await collect();
    assert.equal(kept.state.status, 'submitted');
    assert.match(kept.problems[0]?.error.message ?? '', /Nobody knows the batch job batch_1 there/);
    assert.equal((await cancelBatches(batchContext(), runId))?.problems.length, 1);
    const { state } = await collect({ isLive: true });
    assert.deepEqual([state.status, outcomes(state)], ['done', { pass: 3, fail: 1 }]);
    assert.equal(server.jobs.length, 1);
  });

  it('records how far the jobs are, and asks no vendor about what is over', async () => {
    server.statusAtCreation = 'running';
    writeSuite({ models: ['openai/gpt-5.6-luna'] });
    await submit();
    server.finish('done');
    const refreshed = await refreshBatches(batchContext(), runId);
    assert.deepEqual(
      Object.values(refreshed?.state.batches ?? {}).map(({ status, counts }) => [status, counts]),
      [['done', { total: 4, answered: 4, failed: 0 }]],
    );
    const asked = server.requests.length;
    await refreshBatches(batchContext(), runId);
    assert.equal(server.requests.length, asked);
  });

  it('does not ask cells live that are in a job when the run is resumed without it', async () => {
    server.statusAtCreation = 'running';
    await submit();
    const asked = server.requests.length;
    const session = RunSession.resume(await context(), runId);
    await session?.ended();
    assert.equal(server.requests.length, asked);
    assert.equal(session?.state.status, 'submitted');
  });

  it('tells a missing key and keeps the cells for later', async () => {
    const keeper = BatchKeeper.forNewRun({
      ...batchContext(),
      environment: nodeEnvironment({ lookUpKey: async () => undefined }),
      registry: createRegistry({ endpoints: { openai: { baseUrl: `${server.url}/v1`, keyRequired: true } } }),
    });
    writeSuite({ models: ['openai/gpt-5.6-luna'] });
    const session = RunSession.start({ ...(await context()), batch: keeper }, (await planned()).plan);
    await session.ended();
    assert.equal(session.state.status, 'stopped');
    assert.deepEqual(
      keeper.problems.map(({ error }) => error.code),
      ['missing-key'],
    );
    assert.equal((await collect()).state.status, 'submitted');
  });

  describe('whose models call tools', () => {
    const called = { toolCalls: [{ id: 'call_1', name: 'price', input: { of: 'lamp' } }] };
    const told = /"40 euros"|40 euros/;

    beforeEach(() => {
      writeToolSuite();
      server.lineFate = ({ body }) => ({ answer: told.test(JSON.stringify(body)) ? { text: 'It is 40.' } : called });
    });

    function writeToolSuite(): void {
      const config = {
        tools: [{ name: 'price', parameters: { type: 'object', properties: { of: { type: 'string' } } } }],
      };
      const suiteOfTools = {
        prompts: ['What is the lamp?'],
        providers: vendorModels.map((id) => ({ id, config })),
        toolResults: [{ tool: 'price', result: '40 euros' }],
        tests: [{ assert: [{ type: 'contains', value: '40' }] }],
      };
      writeFileSync(path.join(folder, 'say.eval.yaml'), JSON.stringify(suiteOfTools));
    }

    it('goes on in a further job of each vendor, with the results of the calls', async () => {
      await submit();
      const between = await collect();
      assert.equal(between.state.status, 'submitted');
      assert.deepEqual(
        [...cellsOf(between.state)].map(({ rounds }) =>
          rounds?.map(({ results, batch }) => [results[0]?.output, batch]),
        ),
        Array(3).fill([['40 euros', true]]),
      );
      const { state, problems } = await collect();
      assert.deepEqual(problems, []);
      assert.deepEqual(outcomes(state), { pass: 3 });
      assert.equal(server.jobs.length, 6);
      for (const cell of cellsOf(state))
        assert.deepEqual([cell.text, cell.timing, cell.batch], ['It is 40.', undefined, true]);
    });

    it('asks nothing twice when it is killed at any line of the journal', async () => {
      await submit();
      await collect();
      await collect();
      const whole = journalLines();
      const collectedAt = whole.findIndex((line) => line.includes('"type":"cell-round"'));
      const resentAt = whole.findLastIndex((line) => line.includes('"type":"batch-prepared"'));
      for (let kept = collectedAt; kept < whole.length; kept++) {
        writeFileSync(
          journal(),
          whole
            .slice(0, kept)
            .map((line) => `${line}\n`)
            .join(''),
        );
        const jobs = server.jobs.length;
        await collect();
        const { state } = await collect();
        assert.deepEqual(outcomes(state), { pass: 3 }, `killed after ${kept} lines`);
        if (kept > resentAt) assert.equal(server.jobs.length, jobs, `killed after ${kept} lines`);
      }
    }).timeout(60_000);
  });

  function writeSuite({ models, judge }: { models: readonly string[]; judge?: string }): void {
    const check = judge === undefined ? [] : [{ type: 'llm-rubric', value: 'It is furniture.', provider: judge }];
    const cases = words.map((word) => ({
      vars: { word },
      assert: [{ type: word === 'shelf' && judge === undefined ? 'equals' : 'icontains', value: word }, ...check],
    }));
    writeFileSync(path.join(folder, 'say.prompt.txt'), 'Say {{word}}');
    writeFileSync(path.join(folder, 'cases.jsonl'), cases.map((row) => `${JSON.stringify(row)}\n`).join(''));
    writeFileSync(
      path.join(folder, 'say.eval.yaml'),
      `prompt: ./say.prompt.txt\nmodels: [${models.join(', ')}]\ncases: ./cases.jsonl\n`,
    );
  }

  async function suite() {
    return readSuite(path.join(folder, 'say.eval.yaml'), workspaceSuiteFiles(folder));
  }

  async function planned(id = runId) {
    return planSuite(await suite(), { runId: id, name: 'say.eval.yaml', promptVersion: 'v' });
  }

  function batchContext() {
    const endpoints = {
      openai: { baseUrl: `${server.url}/v1` },
      anthropic: { baseUrl: server.url },
      google: { baseUrl: server.url },
    };
    return {
      registry: createRegistry({ endpoints }),
      environment: nodeEnvironment({ lookUpKey: async (_provider, origin) => ({ key: 'k-test-0123456789', origin }) }),
      catalog: loadCatalog(),
      storage: path.join(folder, '.polyprompt'),
      signal,
    };
  }

  async function context(): Promise<SessionContext> {
    const { signal: _unused, ...shared } = batchContext();
    return {
      ...shared,
      lanes: { start: 4, max: 4 },
      cache: new ResponseCache(shared.storage),
      grading: new SuiteGrader(await suite(), await planned(), {}),
      onStorageFailure: (error) => {
        throw error;
      },
    };
  }

  async function runLive(): Promise<RunState> {
    const live = mkdtempSync(path.join(tmpdir(), 'polyprompt-live-'));
    const session = RunSession.start(
      { ...(await context()), cache: new ResponseCache(live), storage: live },
      (await planned()).plan,
    );
    await session.ended();
    rmSync(live, { recursive: true });
    return session.state;
  }

  async function submit(id = runId): Promise<RunState> {
    const keeper = BatchKeeper.forNewRun(batchContext());
    const session = RunSession.start({ ...(await context()), batch: keeper }, (await planned(id)).plan);
    await session.ended();
    return session.state;
  }

  async function collect({ isLive = false } = {}) {
    const refreshed = await refreshBatches({ ...batchContext(), isLive }, runId);
    if (!refreshed) throw new Error('there is such a run');
    const keeper = await BatchKeeper.forStoredRun({ ...batchContext(), state: refreshed.state, isLive });
    const session = RunSession.resume({ ...(await context()), batch: keeper }, runId);
    await session?.ended();
    const state = readRun(batchContext().storage, runId);
    if (!state) throw new Error('the run is on disk');
    return { state, problems: [...refreshed.problems, ...keeper.problems] };
  }

  /** What a kill leaves behind: the journal without its lines from the first of these types on. */
  function forget(types: readonly string[]): void {
    const lines = journalLines();
    const kept = lines.slice(
      0,
      lines.findIndex((line) => types.some((type) => line.includes(`"type":"${type}"`))),
    );
    writeFileSync(journal(), kept.map((line) => `${line}\n`).join(''));
  }

  function journalLines(): string[] {
    return readFileSync(journal(), 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  }

  function journal(): string {
    return path.join(folder, '.polyprompt', 'runs', `${runId}.jsonl`);
  }
});

/** What a reader sees of a cell, without what has to differ: its cost, time and the vendor's id of the request. */
function essence(cell: CellState): unknown {
  const {
    cost: _cost,
    timing: _timing,
    startedAt: _at,
    firstStartedAt: _first,
    requestId: _id,
    batch: _batch,
    ...rest
  } = cell;
  return rest;
}

function outcomes(state: RunState): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const cell of cellsOf(state)) counts[outcomeOf(cell)] = (counts[outcomeOf(cell)] ?? 0) + 1;
  return counts;
}
