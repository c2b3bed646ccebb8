import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { foldAll } from '../../src/core/run/state.ts';
import { readJournal } from '../../src/node/records/journal.ts';
import { type LoopbackServer, startLoopbackServer } from '../support/loopbackServer.ts';
import { atOnce, kills, live } from './killedLife.ts';
import { killPlan } from './killPlan.ts';

const cells = 60;

describe('an eval that is killed (fault 46)', function () {
  this.timeout(300_000);
  let server: LoopbackServer;
  before(async () => {
    server = await startLoopbackServer();
    server.otherwise(({ prompt }) => ({ answer: { text: prompt }, delayMs: 2 + Math.random() * 8 }));
  });
  after(() => server.close());

  it(`ends as if it had not been, after ${kills} kills: no safe answer lost, none bought twice but those under way`, async () => {
    let done = 0;
    while (done < kills) done += await runToItsEnd(server, kills - done);
  });
});

/** One run, killed again and again until it ends by itself; gives how often. */
async function runToItsEnd(server: LoopbackServer, mostKills: number): Promise<number> {
  const storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-kill-'));
  const promptOf = new Map(killPlan(cells).cells.map((cell) => [cell.id, `Say ${cell.inputs['row']}.`]));
  const before = server.requests.length;
  const safe = new Set<string>();
  let killed = 0;
  for (let isOver = false; !isOver; ) {
    const from = server.requests.length;
    const life = await live(server, [storage, String(cells)], killed < mostKills);
    const asked = new Set(server.requests.slice(from).map((request) => request.prompt));
    for (const cell of safe) assert.ok(!asked.has(promptOf.get(cell) ?? ''), `${cell} was bought twice`);
    for (const cell of life.safe) safe.add(cell);
    assertSafe(storage, safe);
    if (life.wasKilled) killed++;
    else isOver = true;
  }
  // A server on this machine is asked for its slots as well.
  const requests = server.requests.slice(before).filter(({ method }) => method === 'POST').length;
  assert.ok(requests <= cells + killed * atOnce, `${requests} requests for ${cells} cells and ${killed} kills`);
  assertWhole(storage);
  rmSync(storage, { recursive: true });
  return killed;
}

function assertSafe(storage: string, safe: ReadonlySet<string>): void {
  const plan = killPlan(cells);
  const state = foldAll(readJournal(storage, plan.runId)?.events ?? []);
  for (const id of safe) assert.equal(state?.cells[id]?.status, 'done', `${id} was lost`);
}

/** What an uninterrupted run leaves behind: every cell answered once and graded once, nothing damaged. */
function assertWhole(storage: string): void {
  const plan = killPlan(cells);
  const content = readJournal(storage, plan.runId);
  const state = foldAll(content?.events ?? []);
  assert.equal(state?.status, 'done');
  const answers = plan.cells.map((cell) => {
    const end = state?.cells[cell.id];
    return [end?.status, end?.text, end?.verdict?.outcome, end?.verdict?.reason];
  });
  assert.deepEqual(
    answers,
    plan.cells.map((cell) => ['done', `Say ${cell.inputs['row']}.`, 'pass', `Say ${cell.inputs['row']}.`]),
  );
  const ends = content?.events.filter((event) => event.type === 'cell-done').length;
  assert.deepEqual([ends, content?.damaged], [cells, 0]);
}
