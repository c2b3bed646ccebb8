import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { foldAll } from '../../src/core/run/state.ts';
import { readJournal } from '../../src/node/records/journal.ts';
import { type LoopbackServer, type RecordedRequest, startLoopbackServer } from '../support/loopbackServer.ts';

/** `POLYPROMPT_KILLS=200` is the full measure; a few are enough to see that nothing broke. */
const kills = Math.ceil(Number(process.env['POLYPROMPT_KILLS'] ?? 25) / 3);
const atOnce = 4;
const mostPerLife = 40;
const rule = 'Use delivery for what is gone.';
const body = 'Sort this mail. Labels: refund.\n\n{{mail}}';

describe('an improvement that is killed', function () {
  this.timeout(300_000);
  let server: LoopbackServer;
  let folder: string;
  before(async () => {
    server = await startLoopbackServer({ models: ['sorting', 'reflecting'] });
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
    const from = server.requests.length;
    let killed = 0;
    for (let said = ''; said === ''; ) {
      said = await live(
        killed < kills ? server.requests.length + 1 + Math.floor(Math.random() * mostPerLife) : undefined,
      );
      if (said === '') killed++;
      else {
        const result = JSON.parse(said);
        assert.equal(result.offered, body.replace('refund.', `refund.\n${rule}`));
        assert.ok(result.proof.p < 0.01 && result.proof.rows >= 38, said);
        assert.ok(result.calls <= 400);
      }
    }
    assert.ok(killed > 0);
    const asked = modelCalls(from);
    // A draw asks the very same, so what was asked is counted by the cells that asked it.
    assert.ok(
      asked.length <= cells() + killed * atOnce,
      `${asked.length} calls for ${cells()} cells and ${killed} kills`,
    );
    const before = server.requests.length;
    const again = JSON.parse(await live(undefined, 'replay'));
    assert.equal(again.ended, 'nothing-fails');
    assert.equal(server.requests.length, before);
  });

  const cells = () =>
    foldAll(readJournal(path.join(folder, '.polyprompt'), '20260101-000000-improve')?.events ?? [])?.plan.length ?? 0;
  const modelCalls = (from: number) => server.requests.slice(from).filter(({ method }) => method === 'POST');

  /** One process, to its end or to a SIGKILL after so many requests; gives what it said. */
  async function live(killAt: number | undefined, mode = ''): Promise<string> {
    const script = path.join(import.meta.dirname, 'improveProcess.ts');
    const child = spawn(process.execPath, [script, server.url, folder, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
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

/** A model that knows a label only where the prompt names it, and one that proposes the rule at its third request. */
function answerTo({ model, prompt, body: sent }: RecordedRequest): string {
  if (model === 'sorting')
    return prompt.includes('is gone since') && JSON.stringify(sent).includes(rule) ? 'delivery' : 'refund';
  const [, open, close] = /between "(begin\w+)" and "(end\w+)"/.exec(prompt) ?? [];
  const tried = prompt.split('dropped').length - 1;
  const edit = tried < 2 ? `Attempt ${tried}. ${body}` : body.replace('refund.', `refund.\n${rule}`);
  return `A label is missing.\n${open}\n${edit}\n${close}`;
}
