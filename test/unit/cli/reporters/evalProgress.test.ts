import assert from 'node:assert/strict';
import { followEval, progressBar } from '../../../../src/cli/reporters/evalProgress.ts';
import { planRun, targetsFor } from '../../../../src/core/plan/plan.ts';
import { costOfCells } from '../../../../src/core/results/summary.ts';
import type { CellRunEvent, RunEvent } from '../../../../src/core/run/events.ts';
import { RunAccumulator } from '../../../../src/core/run/state.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

const plan = planRun({
  runId: 'r',
  prompt: 's',
  promptVersion: 'v',
  targets: targetsFor(['fake/one'], {}),
  cases: Array.from({ length: 20 }, (_, row) => ({ caseId: `c${row}`, inputs: { row }, messages: [] })),
});

/** A run that is told what happens, and what it makes the reporter write. */
function followed({ isTTY = true, columns = 80, term = 'xterm' }) {
  const run = new RunAccumulator();
  run.add({ type: 'run-started', at: 0, ...plan });
  const clock = new FakeClock();
  const listeners: ((event: RunEvent) => void)[] = [];
  const written: string[] = [];
  const session = {
    isRunning: true,
    get cost() {
      return costOfCells(run.cells);
    },
    get state() {
      assert.ok(run.state);
      return run.state;
    },
    subscribe: (listener: (event: RunEvent) => void) => {
      listeners.push(listener);
      return () => true;
    },
  };
  const stream = { isTTY, columns, write: (text: string) => written.push(text) };
  const tell = (event: RunEvent) => {
    run.add(event);
    for (const listener of listeners) listener(event);
  };
  return { follow: () => followEval(session, { stream, clock, term }), session, clock, written, tell };
}

function done(index: number): CellRunEvent {
  const nothing = {
    usage: null,
    servedModel: null,
    requestId: null,
    rawFinishReason: null,
    toolCalls: [],
    warnings: [],
  };
  const cost = { amount: 0.01, basis: 'reported', atLeast: false } as const;
  const answer = { answer: 'a', finishReason: 'stop', timing: { totalMs: 1 }, attempts: 1 } as const;
  const cell = plan.cells[index]?.id ?? '';
  return { type: 'cell-done', cell, at: 0, target: 'fake/one', model: 'fake/one', cost, ...nothing, ...answer };
}

const ended: RunEvent = { type: 'run-ended', runId: 'r', at: 0, outcome: 'done' };

describe('the progress of an eval', () => {
  it('is on a terminal a bar with cells, money and time left, which is gone at the end for good', async () => {
    const { follow, clock, written, tell } = followed({});
    follow();
    await clock.advance(1000);
    for (let index = 0; index < 5; index++) tell(done(index));
    await clock.advance(200);
    assert.equal(written.at(-1), '\r\u001b[2K[######..................] 5 of 20 cells, $0.05, about 4 s left');
    tell(ended);
    const before = written.length;
    await clock.advance(5000);
    assert.deepEqual([written.at(-1), written.length, clock.pending], ['\r\u001b[2K', before, 0]);
  });

  it('is plain lines elsewhere, one for each tenth of the run', () => {
    for (const options of [{ isTTY: false }, { term: 'dumb' }]) {
      const { follow, written, tell, clock } = followed(options);
      follow();
      for (let index = 0; index < 20; index++) tell(done(index));
      tell(ended);
      assert.equal(written.length, 10);
      assert.equal(written[0], '2 of 20 cells, $0.02, about 1 s left\n');
      assert.equal(written[9], '20 of 20 cells, $0.20, grading the last answers\n');
      assert.equal(clock.pending, 0);
    }
  });

  it('counts what a resumed run had before, and takes its speed from this one alone', async () => {
    const { follow, clock, written, tell } = followed({});
    for (let index = 0; index < 10; index++) tell(done(index));
    follow();
    await clock.advance(1000);
    tell(done(10));
    await clock.advance(1000);
    assert.match(written.at(-1) ?? '', /11 of 20 cells, \$0\.11, about 20 s left$/);
  });

  it('says nothing about a run that is over', () => {
    const { session, written, clock } = followed({});
    followEval(
      { ...session, state: session.state, cost: session.cost, isRunning: false },
      { stream: { isTTY: true, write: (text) => written.push(text) }, clock },
    );
    assert.deepEqual([written, clock.pending], [[], 0]);
  });

  it('fits into any terminal', () => {
    const progress = { ended: 120, total: 600, money: 'at least ~$0.31', leftMs: 100_000 };
    for (let width = 1; width < 120; width++)
      assert.ok(progressBar(progress, width).length < Math.max(2, width), `${width}`);
    assert.equal(progressBar(progress, 24), '120 of 600 cells, at le');
    assert.match(progressBar(progress, 70), /^\[#+\.+\] 120 of 600 cells, at least ~\$0\.31, /);
  });
});
