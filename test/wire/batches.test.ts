import assert from 'node:assert/strict';
import { Anthropic } from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { OpenAI } from 'openai';
import { PolypromptError } from '../../src/core/errors.ts';
import type { ModelEvent } from '../../src/core/messages.ts';
import type { BatchAnswer } from '../../src/core/providers/contract/batchJob.ts';
import type { BatchApi, Provider, ProviderAccess } from '../../src/core/providers/contract/provider.ts';
import { createRegistry } from '../../src/core/providers/registry.ts';
import { accessTo, callOf, canaryKey } from '../support/access.ts';
import { type BatchServer, startBatchServer } from '../support/batchServer.ts';
import type { BatchVendor } from '../support/wholeAnswers.ts';
import type { ScriptedAnswer } from '../support/wires.ts';

const models: Readonly<Record<BatchVendor, string>> = {
  openai: 'gpt-5.6-luna',
  anthropic: 'claude-haiku-4-5',
  google: 'gemini-3.8-flash',
};
const vendors: readonly BatchVendor[] = ['openai', 'anthropic', 'google'];
const signal = new AbortController().signal;

const answers: Readonly<Record<string, ScriptedAnswer>> = {
  plain: { text: 'A lamp gives light.', usage: { input: 12, output: 5, cached: 4 } },
  'long thought': { reasoning: 'First I think.', text: 'Done.', usage: { input: 9, output: 20, reasoning: 15 } },
  'a tool': { toolCalls: [{ id: 'call_1', name: 'look_up', input: { word: 'lamp' } }] },
  'both at once': {
    text: 'I look it up.',
    toolCalls: [{ id: 'call_1', name: 'look_up', input: { word: 'lamp', deep: [1] } }],
  },
  'cut short': { text: 'This goes on and', finish: 'length' },
  'a refusal': { text: 'I cannot help with that.', finish: 'refusal' },
  filtered: { text: 'Half of', finish: 'content-filter' },
  'another script': { text: '日本語の答え — 🪔' },
};

describe('batches', () => {
  let server: BatchServer;
  beforeEach(async () => {
    server = await startBatchServer();
  });
  afterEach(() => server.close());

  for (const vendor of vendors) {
    describe(vendor, () => {
      it('gives every answer with the very events that the stream of the same answer has', async () => {
        server.lineFate = ({ prompt }) => ({ answer: answers[prompt] ?? {} });
        const prompts = Object.keys(answers);
        const { api, access, provider } = setUp(vendor, server);
        const live = new Map<string, readonly ModelEvent[]>();
        for (const prompt of prompts)
          live.set(prompt, await collected(provider.stream(callOf(models[vendor], prompt), access, signal)));
        const job = await createJob(vendor, server, prompts);
        const batch = new Map((await allAnswers(api, job, vendor, access)).map((answer) => [answer.key, answer]));
        assert.deepEqual(
          prompts.map((prompt, index) => [prompt, spoken(batch.get(`key-${index}`)?.events ?? [])]),
          prompts.map((prompt) => [prompt, spoken(live.get(prompt) ?? [])]),
        );
      });

      it('tells the error of each line that has one, as the live path would, and keeps the rest', async () => {
        server.lineFate = ({ prompt }) =>
          prompt === 'bad'
            ? { status: 400, code: 'invalid_request_error', message: 'temperature is not taken' }
            : prompt === 'busy'
              ? { status: 429, code: 'rate_limit_error', message: 'slow down' }
              : { answer: { text: prompt } };
        const { api, access } = setUp(vendor, server);
        const found = await allAnswers(api, await createJob(vendor, server, ['good', 'bad', 'busy']), vendor, access);
        const told = found.map(({ key, fate, error }) => [key, fate, error?.code, error?.retryable]);
        assert.deepEqual(told.sort(), [
          ['key-0', 'answered', undefined, undefined],
          ['key-1', 'failed', 'request-rejected', false],
          ['key-2', 'failed', 'rate-limited', true],
        ]);
      });

      it('knows a job by one vocabulary from its creation to its end', async () => {
        server.statusAtCreation = 'waiting';
        const { api, access } = setUp(vendor, server);
        const created = await createJob(vendor, server, ['a', 'b']);
        const seen = [created.status];
        for (const status of ['running', 'done', 'failed', 'expired'] as const) {
          const [job] = server.jobs;
          if (job) job.status = status;
          if (status === 'expired') server.lineFate = () => 'expired';
          seen.push((await api.read(created.id, access, signal)).status);
        }
        // Anthropic has no word for waiting, and a job of its never fails as a whole.
        const isAnthropic = vendor === 'anthropic';
        assert.deepEqual(seen, [
          isAnthropic ? 'running' : 'waiting',
          'running',
          'done',
          isAnthropic ? 'done' : 'failed',
          'expired',
        ]);
      });

      it('cancels', async () => {
        server.statusAtCreation = 'running';
        const { api, access } = setUp(vendor, server);
        const { id } = await createJob(vendor, server, ['a']);
        await api.cancel(id, access, signal);
        server.finish('cancelled');
        assert.deepEqual((await api.read(id, access, signal)).status, 'cancelled');
      });

      it('finds a job again in the list of recent ones', async () => {
        const { api, access } = setUp(vendor, server);
        const since = Date.now() - 1000;
        const { id } = await createJob(vendor, server, ['a', 'b']);
        const found = [];
        for await (const job of api.recent(since, access, signal)) found.push([job.id, job.name, job.counts?.total]);
        assert.deepEqual(found, [[id, vendor === 'anthropic' ? undefined : 'polyprompt-job', 2]]);
        const later = [];
        for await (const job of api.recent(Date.now() + 60_000, access, signal)) later.push(job);
        assert.deepEqual(later, []);
      });

      it('sends the key with every request, and what the vendor answers with an error is told', async () => {
        const { api, access } = setUp(vendor, server);
        await createJob(vendor, server, ['a']);
        assert.ok(server.requests.length > 0);
        for (const { headers } of server.requests) {
          const sent = headers['authorization'] ?? headers['x-api-key'] ?? headers['x-goog-api-key'] ?? '';
          assert.ok(sent.endsWith(canaryKey));
        }
        server.refuses = () => ({
          status: 401,
          body: { error: { message: `no ${canaryKey}`, type: 'authentication_error' } },
        });
        await assert.rejects(api.read('any', access, signal), (error) => {
          assert.ok(error instanceof PolypromptError);
          assert.equal(error.code, 'invalid-key');
          assert.ok(!error.message.includes(canaryKey));
          return true;
        });
      });
    });
  }

  it('sends OpenAI its lines as a file and then the job that names it', async () => {
    await createJob('openai', server, ['Say lamp']);
    assert.deepEqual(
      server.requests.map(({ method, path }) => `${method} ${path}`),
      ['POST /v1/files', 'POST /v1/batches'],
    );
    assert.match(server.requests[0]?.body ?? '', /name="purpose"\r\n\r\nbatch\r\n/);
    assert.match(server.requests[0]?.body ?? '', /filename="polyprompt-job.jsonl"/);
    assert.deepEqual(JSON.parse(server.requests[1]?.body ?? ''), {
      input_file_id: 'file-1',
      endpoint: '/v1/responses',
      completion_window: '24h',
      metadata: { polyprompt: 'polyprompt-job' },
    });
    assert.deepEqual(server.jobs[0]?.lines[0]?.body, {
      model: 'gpt-5.6-luna',
      input: [{ role: 'user', content: 'Say lamp' }],
      store: false,
    });
  });

  it('sends Anthropic all requests in one, in the API version that they need', async () => {
    await createJob('anthropic', server, ['Say lamp']);
    assert.deepEqual(JSON.parse(server.requests[0]?.body ?? ''), {
      requests: [
        {
          custom_id: 'key-0',
          params: { model: 'claude-haiku-4-5', max_tokens: 8192, messages: [{ role: 'user', content: 'Say lamp' }] },
        },
      ],
    });
    assert.equal(server.requests[0]?.headers['anthropic-version'], '2026-10-21');
    const { api } = setUp('anthropic', server);
    assert.equal(api.line('k', callOf('claude-haiku-4-5', 'hi', { temperature: 0 })).variant, '2023-06-01');
  });

  it('sends Google its lines as a resumable upload and then the job that names the file', async () => {
    await createJob('google', server, ['Say lamp']);
    assert.deepEqual(
      server.requests.map(({ method, path }) => `${method} ${path}`),
      [
        'POST /upload/v1beta/files',
        'POST /upload-here?id=1',
        'POST /v1beta/models/gemini-3.8-flash:batchGenerateContent',
      ],
    );
    assert.deepEqual(JSON.parse(server.requests[1]?.body ?? ''), {
      key: 'key-0',
      request: { contents: [{ role: 'user', parts: [{ text: 'Say lamp' }] }] },
    });
    assert.deepEqual(JSON.parse(server.requests[2]?.body ?? ''), {
      batch: { displayName: 'polyprompt-job', inputConfig: { fileName: 'files/1' } },
    });
  });

  it("follows Anthropic's results to another path, and never to another origin", async () => {
    const { api, access } = setUp('anthropic', server);
    server.resultsAddress = ({ id }) => `${server.url}/elsewhere/out-${id}`;
    const job = await createJob('anthropic', server, ['Say lamp']);
    assert.equal((await allAnswers(api, job, 'anthropic', access)).length, 1);
    const other = await startBatchServer();
    try {
      server.resultsAddress = ({ id }) => `${other.url}/elsewhere/out-${id}`;
      const moved = await api.read(job.id, access, signal);
      await assert.rejects(allAnswers(api, moved, 'anthropic', access), (error) => {
        assert.ok(error instanceof PolypromptError);
        assert.equal(error.code, 'key-origin-mismatch');
        assert.ok(error.message.includes(other.url) && error.message.includes(server.url), error.message);
        return true;
      });
      assert.deepEqual(other.requests, []);
    } finally {
      await other.close();
    }
  });

  it('gives up a vendor that says nothing, and stops at once when told to', async () => {
    const { api, access } = setUp('openai', server);
    server.heldBefore = () => new Promise(() => {});
    const impatient = { ...access, timeouts: { ...access.timeouts, total: 20 } };
    await assert.rejects(api.read('batch_1', impatient, signal), { code: 'timeout-first-byte' });
    const stop = new AbortController();
    const reading = api.read('batch_1', access, stop.signal);
    stop.abort(new Error('enough'));
    await assert.rejects(reading, /enough/);
  });

  it('tells a server that is not there, and an answer that is none', async () => {
    const { api, access } = setUp('google', server);
    server.refuses = () => ({ status: 200, body: {} });
    assert.deepEqual(await api.read('batches/1', access, signal), { id: '', status: 'waiting', results: [] });
    await server.close();
    await assert.rejects(api.read('batches/1', access, signal), { code: 'connection-refused' });
    server = await startBatchServer();
  });

  it('reads results that come in pieces of any size', async () => {
    server.lineFate = ({ prompt }) => ({ answer: { text: `${prompt} 日本語 ${'x'.repeat(200_000)}` } });
    const { api, access } = setUp('openai', server);
    const found = await allAnswers(api, await createJob('openai', server, ['a', 'b', 'c']), 'openai', access);
    assert.deepEqual(
      found.map(({ key, events }) => [key, events[0]?.type === 'text' ? events[0].text.length : 0]),
      ['key-2', 'key-1', 'key-0'].map((key) => [key, 200_006]),
    );
  });

  it('is offered by the three vendors alone', () => {
    const offering = createRegistry({ endpoints: { mine: { baseUrl: 'https://x.example', kind: 'anthropic' } } })
      .list()
      .filter(({ batch }) => batch)
      .map(({ id }) => id);
    assert.deepEqual(offering, ['openai', 'anthropic', 'google']);
  });
});

// The server stands for three vendors: their own clients have to get along with it.
describe('the server for batches', () => {
  let server: BatchServer;
  beforeEach(async () => {
    server = await startBatchServer();
  });
  afterEach(() => server.close());

  it("speaks with OpenAI's client", async () => {
    const client = new OpenAI({ apiKey: 'k', baseURL: `${server.url}/v1` });
    const line = { custom_id: 'a', method: 'POST', url: '/v1/responses', body: { model: 'm', input: 'hi' } };
    const file = await client.files.create({
      purpose: 'batch',
      file: new File([`${JSON.stringify(line)}\n`], 'in.jsonl'),
    });
    const made = await client.batches.create({
      input_file_id: file.id,
      endpoint: '/v1/responses',
      completion_window: '24h',
    });
    const job = await client.batches.retrieve(made.id);
    assert.equal(job.status, 'completed');
    const text = await (await client.files.content(job.output_file_id ?? '')).text();
    assert.equal(JSON.parse(text).custom_id, 'a');
    const listed = await client.batches.list();
    assert.deepEqual(
      listed.data.map(({ id }) => id),
      [made.id],
    );
  });

  it("speaks with Anthropic's client", async () => {
    const client = new Anthropic({ apiKey: 'k', baseURL: server.url });
    const made = await client.messages.batches.create({
      requests: [
        {
          custom_id: 'a',
          params: { model: 'claude-haiku-4-5', max_tokens: 5, messages: [{ role: 'user', content: 'hi' }] },
        },
      ],
    });
    const found = [];
    for await (const line of await client.messages.batches.results(made.id))
      found.push([line.custom_id, line.result.type]);
    assert.deepEqual(found, [['a', 'succeeded']]);
    const listed = await client.messages.batches.list();
    assert.deepEqual(
      listed.data.map(({ id }) => id),
      [made.id],
    );
  });

  it("speaks with Google's client", async () => {
    const client = new GoogleGenAI({ apiKey: 'k', httpOptions: { baseUrl: server.url } });
    const line = { key: 'a', request: { contents: [{ role: 'user', parts: [{ text: 'hi' }] }] } };
    const file = await client.files.upload({
      file: new Blob([`${JSON.stringify(line)}\n`]),
      config: { mimeType: 'application/jsonl' },
    });
    const made = await client.batches.create({ model: 'gemini-x', src: file.name ?? '', config: { displayName: 'd' } });
    const job = await client.batches.get({ name: made.name ?? '' });
    assert.deepEqual(
      [job.state, job.displayName, job.dest?.fileName],
      ['JOB_STATE_SUCCEEDED', 'd', 'files/out-batches_job1'],
    );
  });
});

function setUp(
  vendor: BatchVendor,
  { url }: BatchServer,
): { provider: Provider; api: BatchApi; access: ProviderAccess } {
  const baseUrl = vendor === 'openai' ? `${url}/v1` : url;
  const provider = createRegistry({ endpoints: { [vendor]: { baseUrl } } }).get(vendor);
  if (!provider?.batch) throw new Error(`${vendor} has a batch engine`);
  return { provider, api: provider.batch, access: accessTo(baseUrl) };
}

/** A job with one line per prompt, whose keys are `key-0` and so on. */
async function createJob(vendor: BatchVendor, server: BatchServer, prompts: readonly string[]) {
  const { api, access } = setUp(vendor, server);
  const lines = prompts.map((prompt, index) => api.line(`key-${index}`, callOf(models[vendor], prompt)).text);
  const { before, between, after } = api.framing;
  const content = new Blob([before, lines.join(between), after]);
  const input = { name: 'polyprompt-job', model: models[vendor], content };
  const file = await api.upload?.(input, access, signal);
  return api.create({ ...input, ...(file === undefined ? {} : { file }) }, access, signal);
}

async function allAnswers(
  api: BatchApi,
  job: Awaited<ReturnType<BatchApi['read']>>,
  vendor: BatchVendor,
  access: ProviderAccess,
): Promise<readonly BatchAnswer[]> {
  return collected(api.answers(job, { model: models[vendor], access, signal }));
}

async function collected<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Texts joined, and without the id of the request, which every request has anew. */
function spoken(events: readonly ModelEvent[]): unknown {
  const textOf = (type: 'text' | 'reasoning') =>
    events.flatMap((event) => (event.type === type ? [event.text] : [])).join('');
  const rest = events.filter(({ type }) => type !== 'text' && type !== 'reasoning');
  return {
    text: textOf('text'),
    reasoning: textOf('reasoning'),
    rest: rest.map((event) => (event.type === 'done' ? { ...event, requestId: undefined } : event)),
  };
}
