import assert from 'node:assert/strict';
import type { AnswerCache } from '../../../src/core/execute/executeContext.ts';
import { RecordedServers } from '../../../src/core/execute/recordedServers.ts';
import type { ServerCall, ToolServers } from '../../../src/core/execute/toolServers.ts';
import type { CellResult } from '../../../src/core/run/events.ts';
import { type Recording, recordingHash } from '../../../src/core/tools/mcp/recording.ts';
import type { ToolLoop } from '../../../src/core/tools/toolSettings.ts';
import { always, runTools, says } from '../../support/toolRun.ts';

const find = { name: 'orders__find', inputSchema: { type: 'object', properties: { id: { type: 'string' } } } };
const recording: Recording = {
  tools: [{ name: 'find' }],
  results: [
    { tool: 'find', args: { id: 'A' }, answer: { type: 'result', value: 'lost' } },
    { tool: 'find', args: { id: 'A', all: true }, answer: { type: 'error', message: 'too many' } },
  ],
};
const recorded = { name: 'orders', recording: recordingHash(recording) };
const calling = (input: Record<string, string | boolean>) => [
  { type: 'tool-call' as const, id: 'c', name: 'orders__find', input },
  { type: 'done' as const, finishReason: 'tool-calls' as const },
];

function run(servers: ToolServers, loop: Partial<ToolLoop>, input: Record<string, string | boolean> = { id: 'A' }) {
  const kept: CellResult[] = [];
  const cache: AnswerCache = { get: () => undefined, set: (_key, result) => kept.push(result) };
  const context = { servers, cache };
  return runTools({ turns: [calling(input), says('It is lost.')], tools: [find], loop, context }).then((ran) => ({
    ...ran,
    kept,
    results: ran.cell.rounds?.flatMap(({ results }) => results) ?? [],
  }));
}

/** A server that answers with these words. */
const answering = (output: string, asked: ServerCall[] = []): ToolServers => ({
  call: async (call) => {
    asked.push(call);
    return { id: call.call.id, name: call.call.name, output, by: 'server', ms: 3 };
  },
});

describe('calls of a server', () => {
  it('are answered by what is recorded for exactly these arguments, and the answer is kept', async () => {
    const { cell, results, kept } = await run(new RecordedServers([['orders', recording]]), { servers: [recorded] });
    assert.equal(cell.status, 'done');
    assert.deepEqual(results, [{ id: 'c', name: 'orders__find', output: 'lost', by: 'recording' }]);
    assert.equal(kept.length, 1);
  });

  it('give recorded errors as errors', async () => {
    const servers = new RecordedServers([['orders', recording]]);
    const { results } = await run(servers, { servers: [recorded] }, { all: true, id: 'A' });
    assert.deepEqual(results, [{ id: 'c', name: 'orders__find', output: 'too many', isError: true, by: 'recording' }]);
  });

  it('make the row an error that names the call where they are not recorded', async () => {
    const { cell } = await run(new RecordedServers([['orders', recording]]), { servers: [recorded] }, { id: 'B' });
    assert.equal(cell.status, 'failed');
    assert.equal(cell.error?.code, 'no-tool-result');
    assert.match(cell.error?.message ?? '', /In round 1 the model called orders__find with \{"id":"B"\}.*"orders"/);
    assert.match(cell.error?.hint ?? '', /--mcp record/);
  });

  it('come after the rules, which may stand for a server', async () => {
    const asked: ServerCall[] = [];
    const loop = { rules: [always('orders__find', 'found')], servers: [recorded] };
    const { results } = await run(answering('lost', asked), loop);
    assert.deepEqual([results[0]?.output, results[0]?.by, asked.length], ['found', 'rule', 0]);
  });

  it('keep no answer in which a server has had a part just now', async () => {
    const { kept, results } = await run(answering('lost'), { servers: [recorded] });
    assert.deepEqual([results[0]?.by, results[0]?.ms, kept.length], ['server', 3, 0]);
  });

  it('keep no answer at all of a cell with a live server, and take none from the cache', async () => {
    let looked = 0;
    const cache: AnswerCache = {
      get: () => {
        looked += 1;
        return undefined;
      },
      set: () => assert.fail('nothing is kept'),
    };
    await runTools({
      turns: [says('No call is needed.')],
      tools: [find],
      loop: { servers: [{ name: 'orders', isLive: true }] },
      context: { servers: answering('lost'), cache },
    });
    assert.equal(looked, 0);
  });

  it('end with the cell that is stopped', async () => {
    let signal: AbortSignal | undefined;
    const servers: ToolServers = {
      call: (asked) => {
        signal = asked.signal;
        return new Promise((_resolve, reject) => {
          asked.signal?.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
          stopSoon();
        });
      },
    };
    let stopSoon = () => {};
    const ran = runTools({
      turns: [calling({ id: 'A' })],
      tools: [find],
      loop: { servers: [recorded] },
      context: { servers },
      onStart: (handle) => {
        stopSoon = () => setImmediate(() => handle.stop());
      },
    });
    assert.equal((await ran).cell.status, 'cancelled');
    assert.equal(signal?.aborted, true);
  });
});
