import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PolypromptError } from '../../../../src/core/errors.ts';
import type { AnswerVerdict } from '../../../../src/core/grading/verdict.ts';
import { planRun, targetsFor } from '../../../../src/core/plan/plan.ts';
import type { CellResult } from '../../../../src/core/run/events.ts';
import type { RunState } from '../../../../src/core/run/state.ts';
import { journalFile, runsFolder } from '../../../../src/node/records/journal.ts';
import { lockFile, RunLock } from '../../../../src/node/records/runLock.ts';
import { readRun } from '../../../../src/node/runs/readRun.ts';
import { RunSession } from '../../../../src/node/runs/runSession.ts';
import type { SessionContext } from '../../../../src/node/runs/sessionContext.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { done, fail, pause, type Step, scriptedRegistry, text, usage } from '../../../support/scriptedProvider.ts';
import { sessionContext } from '../../../support/sessionContext.ts';

const runId = '20260101-000000-test';
const answer: readonly Step[] = [pause(100), text('An answer.'), usage, done];

const planOf = (cases: number, models: readonly string[] = ['fake/one']) =>
  planRun({
    runId,
    prompt: 'p.prompt',
    promptVersion: 'v',
    targets: targetsFor(models, {}),
    cases: Array.from({ length: cases }, (_, row) => ({
      caseId: `case ${row}`,
      inputs: { row },
      messages: [{ role: 'user', parts: [{ type: 'text', text: `Say ${row}. ${'Context. '.repeat(100)}` }] }],
    })),
  });

const statuses = (state: RunState | undefined) => {
  const counts: Record<string, number> = {};
  for (const cell of Object.values(state?.cells ?? {})) counts[cell.status] = (counts[cell.status] ?? 0) + 1;
  return counts;
};

describe('RunSession.resume', () => {
  let storage = '';
  let failures: unknown[] = [];
  beforeEach(() => {
    storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-resume-'));
    failures = [];
  });
  afterEach(() => rmSync(storage, { recursive: true }));

  /** A fresh process, as it were: its own clock and providers over the same folder. */
  function world(scripts: Readonly<Record<string, readonly (readonly Step[])[]>>, more: Partial<SessionContext> = {}) {
    const clock = new FakeClock();
    const registry = scriptedRegistry(clock, scripts);
    const price = { input: 1000, output: 1000 };
    const context = sessionContext({
      storage,
      registry,
      clock,
      catalog: { entries: new Map([['fake/priced', { id: 'fake/priced', price }]]) },
      onStorageFailure: (error: unknown) => failures.push(error),
      ...more,
    });
    return { clock, registry, context };
  }

  it('asks only what has no answer yet, in the same run', async () => {
    const locked = new PolypromptError('invalid-key', 'No.');
    const first = world({ one: [...Array.from({ length: 8 }, () => answer), [fail(locked)]] });
    const session = RunSession.start(first.context, planOf(20));
    await first.clock.advance(10_000);
    await session.ended();
    assert.equal(session.state.status, 'stopped');
    assert.deepEqual(statuses(session.state), { done: 8, failed: 1, queued: 11 });
    const second = world({ one: [answer] });
    const resumed = RunSession.resume(second.context, runId);
    await second.clock.advance(10_000);
    await resumed?.ended();
    assert.equal(second.registry.calls.length, 12);
    assert.equal(resumed?.state.status, 'done');
    assert.deepEqual(statuses(readRun(storage, runId)), { done: 20 });
  });

  it('asks what failed again only when told to', async () => {
    const first = world({ one: [[fail(new PolypromptError('request-rejected', 'No.'))], answer] });
    const session = RunSession.start(first.context, planOf(3));
    await first.clock.advance(1000);
    await session.ended();
    const without = world({ one: [answer] });
    assert.equal(RunSession.resume(without.context, runId)?.isRunning, false);
    const withFailed = world({ one: [answer] });
    const resumed = RunSession.resume(withFailed.context, runId, { failedToo: true });
    await withFailed.clock.advance(1000);
    await resumed?.ended();
    assert.equal(withFailed.registry.calls.length, 1);
    assert.deepEqual(statuses(resumed?.state), { done: 3 });
  });

  it('goes on with a higher cap, counting what was paid before (fault 88)', async () => {
    const first = world({ priced: [answer] }, { maxCost: 2 });
    const session = RunSession.start(first.context, planOf(100, ['fake/priced']));
    await first.clock.advance(100_000);
    await session.ended();
    assert.equal(session.state.status, 'budget');
    const paid = first.registry.calls.length * 0.015;
    assert.ok(Math.abs((session.spent ?? 0) - paid) < 1e-9 && paid <= 2);
    const second = world({ priced: [answer] }, { maxCost: 50 });
    const resumed = RunSession.resume(second.context, runId);
    await second.clock.advance(100_000);
    await resumed?.ended();
    assert.equal(resumed?.state.status, 'done');
    assert.equal(first.registry.calls.length + second.registry.calls.length, 100);
    assert.ok(Math.abs((resumed?.spent ?? 0) - 1.5) < 1e-9);
  });

  it('grades answers whose verdict was never written, without asking again', async () => {
    const first = world({ one: [answer] });
    const session = RunSession.start(first.context, planOf(3));
    await first.clock.advance(1000);
    await session.ended();
    const graded: CellResult[] = [];
    const second = world(
      { one: [answer] },
      {
        grading: {
          grade: async (_cell, result) => {
            graded.push(result);
            return { outcome: 'pass', score: 1, reason: '', namedScores: {}, checks: [] };
          },
        },
      },
    );
    const resumed = RunSession.resume(second.context, runId);
    await resumed?.ended();
    assert.equal(second.registry.calls.length, 0);
    assert.deepEqual(
      graded.map((result) => result.answer),
      ['An answer.', 'An answer.', 'An answer.'],
    );
    assert.ok(Object.values(readRun(storage, runId)?.cells ?? {}).every((cell) => cell.verdict?.outcome === 'pass'));
  });

  it('compares the rows whose comparison was never written, without grading their answers again', async () => {
    const open: AnswerVerdict = {
      outcome: 'pass',
      score: 1,
      reason: '',
      namedScores: {},
      checks: [],
      awaitsComparison: true,
    };
    const first = world({ one: [answer] }, { grading: { grade: async () => open } });
    const session = RunSession.start(first.context, planOf(3));
    await first.clock.advance(1000);
    await session.ended();
    const { awaitsComparison: _over, ...closed } = open;
    const rows: number[] = [];
    const second = world(
      { one: [answer] },
      {
        grading: {
          grade: () => Promise.reject(new Error('no answer is graded again')),
          rowOf: () => ({ key: 'all', cells: planOf(3).cells }),
          compare: async (answers) => {
            rows.push(answers.length);
            return answers.map(() => closed);
          },
        },
      },
    );
    const resumed = RunSession.resume(second.context, runId);
    await resumed?.ended();
    assert.deepEqual(rows, [3]);
    assert.equal(resumed?.state.status, 'done');
    assert.deepEqual(
      Object.values(readRun(storage, runId)?.cells ?? {}).map((cell) => cell.verdict),
      [closed, closed, closed],
    );
  });

  it('leaves a run alone that another process works on (fault 53)', async () => {
    const first = world({ one: [answer] });
    const session = RunSession.start(first.context, planOf(3));
    await first.clock.advance(1000);
    await session.ended();
    const lock = RunLock.acquire(storage, runId);
    assert.throws(() => RunSession.resume(first.context, runId), {
      code: 'storage',
      message: /is working on this run/,
    });
    lock.release();
  });

  it('knows no run that was never recorded', () => {
    assert.equal(RunSession.resume(world({}).context, '20260101-000000-none'), undefined);
  });

  it('pauses when the disk is full, and loses no answer when it goes on (fault 49)', async () => {
    let isFull = false;
    const { clock, registry, context } = world(
      { one: [answer] },
      {
        whenDiskIsFull: 'pause',
        write: (descriptor, bytes) => {
          if (isFull) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
          return writeSync(descriptor, bytes);
        },
      },
    );
    const session = RunSession.start(context, planOf(20));
    await clock.advance(250);
    isFull = true;
    await clock.advance(10_000);
    assert.equal(session.isPaused, true);
    assert.equal(failures.length, 1);
    assert.equal(registry.calls.length, 12);
    assert.equal(session.retryRecording(), false);
    isFull = false;
    assert.equal(session.retryRecording(), true);
    await clock.advance(10_000);
    await session.ended();
    assert.equal(registry.calls.length, 20);
    assert.deepEqual(statuses(readRun(storage, runId)), { done: 20 });
    assert.deepEqual(readRun(storage, runId), withoutLanes(session.state));
  });

  it('asks nothing more when the disk is full, keeps what was under way, and resumes only where there is room (fault 49)', async () => {
    let isFull = false;
    const onDisk: Partial<SessionContext> = {
      whenDiskIsFull: 'finish',
      write: (descriptor, bytes) => {
        if (isFull) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
        return writeSync(descriptor, bytes);
      },
    };
    const first = world({ one: [answer] }, onDisk);
    const session = RunSession.start(first.context, planOf(20));
    await first.clock.advance(250);
    isFull = true;
    await first.clock.advance(100_000);
    await session.ended();
    assert.equal(failures.length, 1);
    assert.equal(first.registry.calls.length, 12);
    assert.equal(session.isRecorded, true);
    const kept = statuses(readRun(storage, runId))['done'] ?? 0;
    for (let again = 0; again < 2; again++) {
      const second = world({ one: [answer] }, onDisk);
      assert.throws(() => RunSession.resume(second.context, runId), {
        code: 'storage',
        message: 'The answers of this run could not be kept (ENOSPC).',
      });
      assert.equal(second.registry.calls.length, 0);
    }
    isFull = false;
    const third = world({ one: [answer] }, onDisk);
    const resumed = RunSession.resume(third.context, runId);
    await third.clock.advance(100_000);
    await resumed?.ended();
    assert.equal(third.registry.calls.length, 20 - kept);
    assert.deepEqual(statuses(readRun(storage, runId)), { done: 20 });
    assert.deepEqual(readdirSync(runsFolder(storage)), [`${runId}.jsonl`]);
  });

  it('keeps the answers under way when there is room again before they have ended (fault 49)', async () => {
    let isFull = false;
    const first = world(
      { one: [answer] },
      {
        whenDiskIsFull: 'finish',
        write: (descriptor, bytes) => {
          if (isFull) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
          return writeSync(descriptor, bytes);
        },
        onStorageFailure: () => {
          isFull = false;
        },
      },
    );
    const session = RunSession.start(first.context, planOf(20));
    await first.clock.advance(250);
    isFull = true;
    await first.clock.advance(100_000);
    await session.ended();
    assert.deepEqual(statuses(readRun(storage, runId)), statuses(session.state));
  });

  it('leaves nothing on a disk that took nothing, and has no record to name (fault 49, fault 50)', async () => {
    const { clock, registry, context } = world(
      { one: [answer] },
      {
        whenDiskIsFull: 'finish',
        write: () => {
          throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
        },
      },
    );
    const session = RunSession.start(context, planOf(3));
    await clock.advance(10_000);
    await session.ended();
    assert.equal(registry.calls.length, 3);
    assert.equal(session.isRecorded, false);
    assert.deepEqual(readdirSync(runsFolder(storage)), []);
  });

  it('stops before anything is asked once another process has taken the run over, and writes no line more (fault 53)', async () => {
    const realNow = Date.now;
    const told: string[] = [];
    const first = world({ one: [answer] }, { onTakenOver: ({ message }) => told.push(message) });
    const session = RunSession.start(first.context, planOf(20));
    await first.clock.advance(150);
    const asked = first.registry.calls.length;
    assert.ok(asked < 20);
    // The process stands still for 33 seconds; meanwhile another one takes the run.
    writeFileSync(lockFile(storage, runId), JSON.stringify({ pid: process.pid, token: 'other' }));
    const before = readFileSync(journalFile(storage, runId), 'utf8');
    Date.now = () => realNow() + 33_000;
    try {
      await first.clock.advance(100_000);
      await session.ended();
    } finally {
      Date.now = realNow;
    }
    assert.equal(first.registry.calls.length, asked);
    assert.deepEqual(told, ['Another window or command has taken this run over, so this one has stopped.']);
    assert.equal(readFileSync(journalFile(storage, runId), 'utf8'), before);
    assert.equal(readFileSync(lockFile(storage, runId), 'utf8').includes('other'), true);
  });

  it('records a cell in at most 3 kB beyond its prompt and answer', async () => {
    const { clock, context } = world({ one: [answer] });
    const session = RunSession.start(context, planOf(50));
    await clock.advance(10_000);
    await session.ended();
    assert.ok(statSync(journalFile(storage, runId)).size / 50 < 3000);
    assert.equal(readFileSync(journalFile(storage, runId), 'utf8').split('Say 7.').length, 2);
  });
});

/** How fast models could be asked is not recorded. */
function withoutLanes({ lanes: _passing, ...state }: RunState): RunState {
  return state;
}
