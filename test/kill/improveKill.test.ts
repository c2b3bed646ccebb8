import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { foldAll } from '../../src/core/run/state.ts';
import { readJournal } from '../../src/node/records/journal.ts';
import { searchForHeldOutRows } from '../support/heldOutRows.ts';
import { type LoopbackServer, type RecordedRequest, startLoopbackServer } from '../support/loopbackServer.ts';

/** `POLYPROMPT_KILLS=200` is the full measure; a few are enough to see that nothing broke. */
const kills = Math.ceil(Number(process.env['POLYPROMPT_KILLS'] ?? 25) / 3);
const atOnce = 4;
const mostPerLife = 40;
const rule = 'Use delivery for what is gone.';
const noStop = 'Write no full stop.';
const body = 'Sort this mail. Labels: refund.\n\n{{mail}}';

describe('an improvement that is killed', function () {
  this.timeout(300_000);
  let server: LoopbackServer;
  let folder: string;
  before(async () => {
    server = await startLoopbackServer({ models: ['sorting', 'moved', 'reflecting'] });
    server.otherwise((request) => ({ answer: { text: answerTo(request) }, delayMs: 2 }));
  });
  after(() => server.close());
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-improve-'));
    writeFileSync(path.join(folder, 'mails.prompt'), body);
    writeFileSync(
      path.join(folder, 'mails.eval.yaml'),
      'prompt: ./mails.prompt\nmodels: [local/sorting]\ncases: ./cases.jsonl\n',
    );
    const rows = Array.from({ length: 60 }, (_, index) => ({
      vars: {
        mail: `Mail ${index * 7919}: the ${index % 3 === 0 ? 'lamp is gone' : 'money is due'} since ${index * 31} days.`,
      },
      assert: [{ type: 'equals', value: index % 3 === 0 ? 'delivery' : 'refund' }],
    }));
    writeFileSync(path.join(folder, 'cases.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it(`ends as if it had not been, after up to ${kills} kills, and is told again without a call`, async () => {
    const result = await toTheEnd();
    assert.equal(result.offered, `${body.replace('refund.', `refund.\n${rule}`)}\n${noStop}`);
    assert.ok(result.proof.p < 0.01 && result.proof.rows >= 38 && result.calls <= 500, JSON.stringify(result));
    assert.equal(result.finalists, 2);
  });

  it('ends so where it is a port, with the old model asked again for nothing', async () => {
    const result = await toTheEnd('port');
    assert.equal(result.offered, `${body}\n${noStop}`);
    assert.ok(result.proof.p < 0.01 && result.kept >= 38 && result.calls <= 500, JSON.stringify(result));
  });

  /** Lives one life after the other until one ends by itself; gives what that said. */
  async function toTheEnd(...modes: readonly string[]) {
    const from = server.requests.length;
    let killed = 0;
    let said = '';
    while (said === '') {
      const killAt = server.requests.length + 1 + Math.floor(Math.random() * mostPerLife);
      said = await live(killed < kills ? killAt : undefined, ...modes);
      if (said === '') killed++;
    }
    assert.ok(killed > 0);
    // A draw asks the very same, so what was asked is counted by the cells that asked it.
    const asked = modelCalls(from).length;
    assert.ok(asked <= cells() + killed * atOnce, `${asked} calls for ${cells()} cells and ${killed} kills`);
    const { requests, rows, seen } = searchForHeldOutRows(path.join(folder, '.polyprompt'));
    assert.ok(requests > 0 && rows >= 38, `${requests} requests, ${rows} rows`);
    assert.deepEqual(seen, []);
    const before = server.requests.length;
    const again = JSON.parse(await live(undefined, 'replay', ...modes));
    assert.equal(server.requests.length, before);
    assert.deepEqual(again, JSON.parse(said));
    return again;
  }

  const cells = () =>
    foldAll(readJournal(path.join(folder, '.polyprompt'), '20260101-000000-improve')?.events ?? [])?.plan.length ?? 0;
  const modelCalls = (from: number) => server.requests.slice(from).filter(({ method }) => method === 'POST');

  /** One process, to its end or to a SIGKILL after so many requests; gives what it said. */
  async function live(killAt: number | undefined, ...modes: readonly string[]): Promise<string> {
    const script = path.join(import.meta.dirname, 'improveProcess.ts');
    const child = spawn(process.execPath, [script, server.url, folder, ...modes], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const watch = setInterval(() => {
      if (killAt !== undefined && server.requests.length >= killAt) child.kill('SIGKILL');
    }, 1);
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    clearInterval(watch);
    if (code !== null) assert.equal(code, 0);
    return code === null ? '' : said;
  }
});

/**
 * One model knows a label only where the prompt names it and writes a full stop behind every other answer, another one knows all labels and
 * writes it always; the reflecting model proposes the rules one by one, after idle edits.
 */
function answerTo({ model, prompt, body: sent }: RecordedRequest): string {
  const all = JSON.stringify(sent);
  const stop = all.includes(noStop) || (model === 'sorting' && /[13579] days/.test(prompt)) ? '' : '.';
  if (model === 'sorting')
    return `${prompt.includes('is gone since') && all.includes(rule) ? 'delivery' : 'refund'}${stop}`;
  if (model === 'moved') return `${prompt.includes('is gone since') ? 'delivery' : 'refund'}${stop}`;
  const [, open, close] = /between "(begin\w+)" and "(end\w+)"/.exec(prompt) ?? [];
  const [, current = ''] = /\n={10}\n([\s\S]*?)\n={10}\n/.exec(prompt) ?? [];
  const tried = prompt.split('dropped').length - 1;
  const lacksLabel = prompt.includes('Expected: equals "delivery"\nAnswer: refund') && !current.includes(rule);
  const better = lacksLabel ? current.replace('refund.', `refund.\n${rule}`) : `${current}\n${noStop}`;
  return `Something is missing.\n${open}\n${tried < 2 ? `Attempt ${tried}. ${current}` : better}\n${close}`;
}
