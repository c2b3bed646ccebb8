import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listAt } from '../../src/core/jsonRead.ts';
import { foldAll, type RunState } from '../../src/core/run/state.ts';
import { readJournal } from '../../src/node/records/journal.ts';
import { type LoopbackServer, type RecordedRequest, startLoopbackServer } from '../support/loopbackServer.ts';
import { atOnce, kills, live } from './killedLife.ts';
import { killLoopPlan } from './killPlan.ts';

const cells = 15;
const rounds = 4;

describe('an eval whose cells call tools, and that is killed', function () {
  this.timeout(300_000);
  let server: LoopbackServer;
  let storage: string;
  before(async () => {
    server = await startLoopbackServer();
    server.otherwise((request) => ({ answer: answerTo(request), delayMs: 2 + Math.random() * 8 }));
  });
  after(() => server.close());
  beforeEach(() => {
    storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-kill-'));
  });
  afterEach(() => rmSync(storage, { recursive: true }));

  it(`loses no round that was paid, and asks for none twice but those under way, in up to ${kills} kills`, async () => {
    const safe = new Set<string>();
    let killed = 0;
    for (let isOver = false; !isOver; ) {
      const from = server.requests.length;
      const life = await live(server, [storage, String(cells), '600000', String(rounds)], killed < kills);
      for (const asked of server.requests.slice(from).filter(isQuestion))
        assert.ok(!safe.has(markOf(asked)), `${markOf(asked)} was bought twice`);
      for (const mark of life.safe) safe.add(markOfSafe(mark));
      if (life.wasKilled) killed++;
      else isOver = true;
    }
    assert.ok(killed > 0);
    const asked = server.requests.filter(isQuestion).length;
    assert.ok(asked <= cells * rounds + killed * atOnce, `${asked} requests, ${killed} kills`);
    assertWhole();
  });

  function stored(): RunState | undefined {
    return foldAll(readJournal(storage, killLoopPlan(cells, rounds).runId)?.events ?? []);
  }

  /** Every cell has all its rounds, each with the result of its one call. */
  function assertWhole(): void {
    const state = stored();
    assert.equal(state?.status, 'done');
    for (const cell of Object.values(state?.cells ?? {})) {
      const results = cell.rounds?.map((round) => round.results.map(({ output }) => output));
      assert.deepEqual([cell.status, cell.text, results], ['done', 'Enough.', Array(rounds - 1).fill(['found'])]);
      assert.equal(cell.verdict?.outcome, 'pass');
    }
  }
});

const idOf = new Map(killLoopPlan(cells, rounds).cells.map(({ id, inputs }) => [id, `Say ${inputs['row']}.`]));

/** The prompt and the number of the round of an answer that a process called safe. */
function markOfSafe(said: string): string {
  const [id = '', round = String(rounds)] = said.split(' ');
  return `${idOf.get(id)} ${round}`;
}

function markOf(request: RecordedRequest): string {
  return `${request.prompt} ${saidBefore(request) + 1}`;
}

/** A server on this machine is asked for its slots as well. */
const isQuestion = ({ method }: RecordedRequest): boolean => method === 'POST';

function saidBefore({ body }: RecordedRequest): number {
  return listAt(body, 'messages').filter((message) => JSON.stringify(message).includes('"role":"assistant"')).length;
}

function answerTo(request: RecordedRequest) {
  const before = saidBefore(request);
  return before < rounds - 1 ? { toolCalls: [{ id: `call_${before}`, name: 'look', input: {} }] } : { text: 'Enough.' };
}
