import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isJsonObject, type JsonObject } from '../../src/core/json.ts';
import { listAt } from '../../src/core/jsonRead.ts';
import { isModelCall, type LoopbackServer, startLoopbackServer } from '../support/loopbackServer.ts';
import { onPosix } from '../support/onPosix.ts';
import { polyprompt } from './commandLine.ts';

const examples = path.resolve(import.meta.dirname, '..', '..', 'examples');
const { it: interruptedIt } = onPosix('Ctrl-C cannot be sent to another program');

describe('prompts with tools', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-tools-'));
    for (const file of ['desk.prompt', 'desk.eval.yaml', 'cases/desk.jsonl'])
      cpSync(path.join(examples, file), path.join(folder, file));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const rows = (): JsonObject[] =>
    listAt(JSON.parse(readFileSync(path.join(folder, 'out.json'), 'utf8')), 'results').filter(isJsonObject);
  const outcomes = () => Map.groupBy(rows(), (row) => `${row['outcome']}`);

  it('fail the rows whose answers read well and whose way was wrong, and no others', async () => {
    const { code } = await polyprompt(['eval', 'desk.eval.yaml', '--yes', '-o', 'out.json'], { cwd: folder });
    assert.equal(code, 1);
    const failed = outcomes().get('fail') ?? [];
    assert.equal(rows().length - failed.length, 76);
    const reasons = new Set(failed.map(({ reason }) => `${reason}`));
    assert.deepEqual([...reasons].map((reason) => /^[^.]*/.exec(reason)?.[0]).sort(), [
      'Should call refund_order at least once and at most once',
      'Should not call refund_order',
    ]);
  }).timeout(60_000);

  it('end with 2, and never in green, where a rule answers nothing', async () => {
    const prompt = path.join(folder, 'desk.prompt');
    writeFileSync(prompt, readFileSync(prompt, 'utf8').replace(/tool: check_stock/, 'tool: check_stok'));
    const { code, stderr } = await polyprompt(['eval', 'desk.eval.yaml', '--yes', '-o', 'out.json'], { cwd: folder });
    assert.equal(code, 2);
    assert.match(stderr, /desk\.prompt:\d+:\d+: error: .*check_stok.*Did you mean "check_stock"\?/);
    const errors = outcomes().get('error') ?? [];
    assert.ok(errors.every(({ reason }) => /called check_stock with .* no result is declared/.test(`${reason}`)));
    assert.equal(errors.length, 16);
  }).timeout(60_000);

  it('show each call with its result in a run', async () => {
    const { code, stdout } = await polyprompt(['run', 'desk.prompt', '-m', 'simulated/terse'], { cwd: folder });
    assert.equal(code, 0);
    assert.match(
      stdout,
      /\[calls find_order \{"orderId":"A-1004"\} -> \{"orderId":"A-1004","status":"late","total":24\}\]\n\[calls refund_order /,
    );
  });

  describe('on a server', function () {
    this.timeout(60_000);
    let server: LoopbackServer;
    beforeEach(async () => {
      server = await startLoopbackServer();
      const suite = {
        prompt: './desk.prompt',
        models: ['local/m'],
        cases: Array.from({ length: 6 }, (_, index) => ({
          vars: { message: `Order A-10${index}` },
          assert: [{ type: 'contains', value: 'late' }],
        })),
      };
      writeFileSync(path.join(folder, 'six.eval.yaml'), JSON.stringify(suite));
    });
    afterEach(() => server.close());

    /** A model that calls a tool in each of its first two answers. */
    function answerInRounds(delayMs: number): void {
      server.otherwise(({ body }) => {
        const said = listAt(body, 'messages').filter(
          (message) => isJsonObject(message) && message['role'] === 'assistant',
        ).length;
        const call = { id: `call_${said}`, name: 'find_order', input: { orderId: 'A-1002' } };
        return { delayMs, answer: said < 2 ? { toolCalls: [call] } : { text: 'It is late.' } };
      });
    }

    const flags = () => ['--endpoint', `local=${server.url}/v1`, '--yes', '--no-cache'];

    interruptedIt('go on in the round in which they were stopped, and send nothing twice', async () => {
      answerInRounds(60);
      const stopped = await polyprompt(['eval', 'six.eval.yaml', ...flags(), '--concurrency', '1'], {
        cwd: folder,
        onStart: (interrupt) => {
          const timer = setInterval(() => {
            if (server.requests.filter(isModelCall).length < 5) return;
            clearInterval(timer);
            interrupt();
          }, 5);
        },
      });
      assert.equal(stopped.code, 130);
      const whole = () => server.requests.filter((request) => isModelCall(request) && !request.wasCut).length;
      const before = whole();
      const { code, stderr } = await polyprompt(
        ['eval', 'six.eval.yaml', '--resume', '--yes', ...flags().slice(0, 2), '-o', 'out.json'],
        {
          cwd: folder,
        },
      );
      assert.equal(code, 0, stderr);
      assert.equal(whole(), 18, `${before} before the stop`);
      assert.deepEqual(
        rows().map((row) => listAt(row, 'rounds').length),
        Array(6).fill(2),
      );
    });
  });
});
