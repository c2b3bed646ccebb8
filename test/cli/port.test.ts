import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { searchForHeldOutRows } from '../support/heldOutRows.ts';
import { type LoopbackServer, type RecordedRequest, startLoopbackServer } from '../support/loopbackServer.ts';
import { polyprompt } from './commandLine.ts';

const rule = 'Write no full stop.';
const body = 'Sort this mail. Labels: refund, delivery.\n\n{{mail}}';
const head = '---\nconfig:\n  topK: 5\n---\n';
const ported = `${body.replace('delivery.', `delivery.\n${rule}`)}`;

describe('polyprompt port', () => {
  let server: LoopbackServer;
  let folder: string;
  before(async () => {
    server = await startLoopbackServer({ models: ['old', 'new', 'same', 'reflecting'] });
    server.otherwise((request) => ({ answer: { text: answerTo(request) } }));
  });
  after(() => server.close());
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-port-'));
    write(120);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('finds the form that the new model needs, proves both claims, and writes nothing unless asked', async () => {
    const { code, stdout, stderr } = await port(
      'local/new',
      '--max-calls',
      '700',
      '--out',
      'result.json',
      '--report',
      'migration.json',
    );
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /The prompt as it is passes 0% on local\/new and 100% on local\/old .*: worse by more than 5\.0 points\./,
    );
    assert.match(stdout, /It passes 100\.0 points more on 80 held-out rows/);
    assert.match(
      stdout,
      /With the edit it passes 100% on local\/new and 100% on local\/old .*: not worse by more than 5\.0 points\./,
    );
    assert.match(stdout, /\+ Write no full stop\./);
    assert.match(stdout, /Write mails\.new\.prompt and its line in polyprompt\.yaml with --write\./);
    const result = JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8'));
    assert.deepEqual([result.accepted, result.prompt], [true, ported]);
    assert.deepEqual([result.port.offered.isKept, result.port.start.isKept], [true, false]);
    assert.equal(existsSync(path.join(folder, 'mails.new.prompt')), false);
    const migration = JSON.parse(readFileSync(path.join(folder, 'migration.json'), 'utf8'));
    assert.deepEqual([migration.from.target, migration.to.target], ['local/old, before', 'local/new, edit 1']);
    assert.deepEqual([migration.from.passed, migration.to.passed, migration.comparison.cases], [160, 160, 80]);
    assert.equal(readFileSync(path.join(folder, 'mails.prompt'), 'utf8'), body);
  });

  it('writes the variant and its line, which the suite then uses for that model', async () => {
    writeFileSync(path.join(folder, 'polyprompt.yaml'), '# ours\nvariants:\n  local/*: plain\n');
    const { stdout } = await port('local/new', '--write', '--variant', 'dotless');
    assert.match(stdout, /Wrote mails\.dotless\.prompt and its line in polyprompt\.yaml\./);
    assert.equal(readFileSync(path.join(folder, 'mails.dotless.prompt'), 'utf8'), ported);
    assert.equal(
      readFileSync(path.join(folder, 'polyprompt.yaml'), 'utf8'),
      '# ours\nvariants:\n  local/new: dotless\n  local/*: plain\n',
    );
    const asked = server.requests.length;
    await polyprompt(['eval', 'mails.eval.yaml', '-m', 'local/new', '--endpoint', `local=${server.url}/v1`, '--yes'], {
      cwd: folder,
    });
    const sent = server.requests.slice(asked).filter(({ model }) => model === 'new');
    assert.ok(sent.length > 0 && sent.every(({ body: said }) => JSON.stringify(said).includes(rule)));
  });

  it('asks no reflecting model where the prompt does as well', async () => {
    const from = server.requests.length;
    const { stdout } = await port('local/same');
    assert.match(
      stdout,
      /^No search was needed: on the rows that were looked at first, local\/same does as well as local\/old\./,
    );
    assert.match(stdout, /So few rows cannot show it|not worse by more than 5\.0 points/);
    assert.equal(
      server.requests.slice(from).some(({ model }) => model === 'reflecting'),
      false,
    );
  });

  it('says how many rows it takes to show that nothing is lost', async () => {
    write(60);
    const { stdout } = await port('local/same');
    assert.match(
      stdout,
      /it is not shown that it is not worse by more than 5\.0 points\. So few rows cannot show it: it takes \d+ at least\./,
    );
  });

  it('mends without a call what the new model would drop', async () => {
    writeFileSync(path.join(folder, 'mails.prompt'), head + body);
    const { stderr, stdout } = await port('openai/same', '--write');
    assert.match(stderr, /Mended without a call: Remove "topK"\./, stderr);
    assert.match(stdout, /Wrote mails\.same\.prompt/);
    assert.doesNotMatch(readFileSync(path.join(folder, 'mails.same.prompt'), 'utf8'), /topK/);
  });

  it('takes a prompt that one suite names, and says it where none does', async () => {
    const { code, stderr } = await port('local/same', 'mails.prompt');
    assert.equal(code, 0, stderr);
    writeFileSync(path.join(folder, 'lonely.prompt'), 'Say {{word}}.');
    const lonely = await port('local/same', 'lonely.prompt');
    assert.equal(lonely.code, 2);
    assert.match(lonely.stderr, /No suite of this workspace names lonely\.prompt\./);
  });

  it('asks nobody where a file is in the way, or a model is unknown', async () => {
    writeFileSync(path.join(folder, 'mails.new.prompt'), 'Something else.');
    const from = server.requests.length;
    const inTheWay = await port('local/new');
    assert.equal(inTheWay.code, 2);
    assert.match(
      inTheWay.stderr,
      /mails\.new\.prompt is there already\. Give the variant another name with --variant\./,
    );
    const unknown = await port('nobody/new');
    assert.equal(unknown.code, 2);
    assert.equal(server.requests.length, from);
  });

  it('improves the variant that the new model has already', async () => {
    writeFileSync(path.join(folder, 'polyprompt.yaml'), 'variants:\n  local/new: own\n');
    writeFileSync(path.join(folder, 'mails.own.prompt'), body);
    const { stdout, stderr } = await port('local/new', '--write');
    assert.match(stdout, /Wrote mails\.own\.prompt/, stderr);
    assert.equal(readFileSync(path.join(folder, 'mails.own.prompt'), 'utf8'), ported);
    assert.equal(readFileSync(path.join(folder, 'mails.prompt'), 'utf8'), body);
  });

  it('needs to know the new model', async () => {
    const { code, stderr } = await polyprompt(['port', 'mails.eval.yaml'], { cwd: folder });
    assert.equal(code, 2);
    assert.match(stderr, /It is not said which model the prompt goes to\./);
  });

  it('says again what it came to without a call, and writes then', async () => {
    const { stdout } = await port('local/new');
    const [, run = ''] = /^run (\S+)$/m.exec(stdout) ?? [];
    const before = server.requests.length;
    const again = await port('local/new', '--replay', run, '--write');
    assert.equal(server.requests.length, before);
    assert.match(again.stdout, /Wrote mails\.new\.prompt/);
    const wrong = await polyprompt(['improve', 'mails.eval.yaml', '--replay', run], { cwd: folder });
    assert.match(wrong.stderr, /is a port\. Go on with: polyprompt port/);
  });

  it('sends no held-out row to the reflecting model', async () => {
    await port('local/new');
    const { requests, rows, seen } = searchForHeldOutRows(path.join(folder, '.polyprompt'));
    assert.ok(requests > 0 && rows >= 40, `${requests} requests, ${rows} rows`);
    assert.deepEqual(seen, []);
  });

  function port(to: string, ...more: readonly string[]) {
    const named = more.find((each) => each.endsWith('.prompt'));
    const options = more.filter((each) => each !== named);
    const args = ['port', named ?? 'mails.eval.yaml', '--to', to, '--reflect', 'local/reflecting'];
    const endpoints = ['--endpoint', `local=${server.url}/v1`, '--endpoint', `openai=${server.url}/v1`];
    return polyprompt([...args, ...endpoints, ...options], { cwd: folder, env: { OPENAI_API_KEY: 'k' } });
  }

  function write(count: number): void {
    writeFileSync(path.join(folder, 'mails.prompt'), body);
    writeFileSync(
      path.join(folder, 'mails.eval.yaml'),
      'prompt: ./mails.prompt\nmodels: [local/old]\ncases: ./cases.jsonl\n',
    );
    const rows = Array.from({ length: count }, (_, index) => ({
      vars: {
        mail: `Mail ${index * 7919}: the ${index % 3 === 0 ? 'lamp is gone' : 'money is due'} since ${index * 31} days.`,
      },
      assert: [{ type: 'equals', value: index % 3 === 0 ? 'delivery' : 'refund' }],
    }));
    writeFileSync(path.join(folder, 'cases.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
  }
});

/** The new model writes a full stop behind its label unless it is told not to. */
function answerTo({ model, prompt, body: sent }: RecordedRequest): string {
  if (model === 'reflecting') {
    const [, open, close] = /between "(begin\w+)" and "(end\w+)"/.exec(prompt) ?? [];
    return `A full stop is too much.\n${open}\n${ported}\n${close}`;
  }
  const label = JSON.stringify(sent).includes('is gone since') ? 'delivery' : 'refund';
  return model === 'new' && !JSON.stringify(sent).includes(rule) ? `${label}.` : label;
}
