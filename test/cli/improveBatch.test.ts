import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BatchServer, startBatchServer } from '../support/batchServer.ts';
import { type LoopbackServer, startLoopbackServer } from '../support/loopbackServer.ts';
import { polyprompt } from './commandLine.ts';

const rule = 'Use delivery for what is gone.';
const body = 'Sort this mail. Labels: refund.\n\n{{mail}}';
const better = body.replace('refund.', `refund.\n${rule}`);

describe('polyprompt improve --batch', () => {
  let server: BatchServer;
  let reflecting: LoopbackServer;
  let folder: string;
  before(async () => {
    reflecting = await startLoopbackServer({ models: ['reflecting'] });
    reflecting.otherwise(({ prompt }) => {
      const [, open, close] = /between "(begin\w+)" and "(end\w+)"/.exec(prompt) ?? [];
      return { answer: { text: `A label is missing.\n${open}\n${better}\n${close}` } };
    });
  });
  after(() => reflecting.close());
  beforeEach(async () => {
    server = await startBatchServer();
    server.lineFate = ({ prompt }) => ({
      answer: { text: prompt.includes('is gone since') && prompt.includes(rule) ? 'delivery' : 'refund' },
    });
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-improve-batch-'));
    writeFileSync(path.join(folder, 'mails.prompt.txt'), body);
    writeFileSync(
      path.join(folder, 'mails.eval.yaml'),
      'prompt: ./mails.prompt.txt\nmodels: [openai/gpt-5.6-luna]\ncases: ./cases.jsonl\n',
    );
    const rows = Array.from({ length: 60 }, (_, index) => ({
      vars: {
        mail: `Mail ${index * 7919}: the ${index % 3 === 0 ? 'lamp is gone' : 'money is due'} since ${index * 31} days.`,
      },
      assert: [{ type: 'equals', value: index % 3 === 0 ? 'delivery' : 'refund' }],
    }));
    writeFileSync(path.join(folder, 'cases.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
  });
  afterEach(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  it('leaves the held-out rows to jobs alone, waits for them, and proves the same', async () => {
    server.statusAtCreation = 'running';
    const submitted = await improve('--batch');
    assert.equal(submitted.code, 0, submitted.stderr);
    const [, run = ''] = /The held-out rows are with batch jobs\..* --resume (\S+)/.exec(submitted.stderr) ?? [];
    assert.equal(submitted.stdout, '');
    assert.ok(server.jobs.length >= 1);
    assert.equal(server.jobs.reduce((sum, { lines }) => sum + lines.length, 0) % 80, 0);
    const wrong = await polyprompt(['batch', 'collect', run], { cwd: folder, env: environment() });
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /is an improvement, which collects its rows itself\. Go on with: polyprompt improve/);
    const early = await improve('--resume', run);
    assert.match(early.stderr, /The held-out rows are with batch jobs\./);
    server.finish('done');
    const jobs = server.jobs.length;
    const before = reflecting.requests.length;
    const ended = await improve('--resume', run, '--out', 'result.json');
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stdout, /points more on 40 held-out rows/);
    const result = JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8'));
    assert.deepEqual([result.accepted, result.prompt], [true, better]);
    assert.deepEqual([server.jobs.length, reflecting.requests.length], [jobs, before]);
  });

  it('counts the proof at the price of a batch before anything is sent', async () => {
    const wishes = ['--max-calls', '120', '--reflect', 'openai/gpt-5.6-luna'];
    const [live, batch] = [await improve(...wishes), await improve(...wishes, '--batch')];
    const expected = ({ stdout, stderr }: typeof live) =>
      Number(/probably about \$(\d+\.\d+)/.exec(stdout + stderr)?.[1]);
    // 100 of the 120 calls are of the proof, which costs half; reflections cost what they cost.
    const share = expected(batch) / expected(live);
    assert.ok(share > 0.55 && share < 0.7, `${expected(batch)} of ${expected(live)}`);
  });

  function environment(): Record<string, string> {
    return { POLYPROMPT_ENDPOINTS: JSON.stringify({ openai: { baseUrl: `${server.url}/v1` } }), OPENAI_API_KEY: 'k' };
  }

  function improve(...more: readonly string[]) {
    const args = ['improve', 'mails.eval.yaml', '--reflect', 'local/reflecting', '--yes'];
    return polyprompt([...args, '--endpoint', `local=${reflecting.url}/v1`, ...more], {
      cwd: folder,
      env: environment(),
    });
  }
});
