import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PolypromptError } from '../../../../src/core/errors.ts';
import type { ModelEvent } from '../../../../src/core/messages.ts';
import { planRun, targetsFor } from '../../../../src/core/plan/plan.ts';
import type { ProviderRegistry } from '../../../../src/core/providers/registry.ts';
import type { RunState } from '../../../../src/core/run/state.ts';
import { Journal } from '../../../../src/node/records/journal.ts';
import { isLocked, RunLock } from '../../../../src/node/records/runLock.ts';
import { readRun } from '../../../../src/node/runs/readRun.ts';
import { RunHistory } from '../../../../src/node/runs/runHistory.ts';
import { RunSession } from '../../../../src/node/runs/runSession.ts';
import { FakeClock, settle } from '../../../support/fakeClock.ts';
import { done, fail, pause, type Step, scriptedRegistry, text } from '../../../support/scriptedProvider.ts';
import { quietEnvironment } from '../../../support/sessionContext.ts';

const planOf = (models: readonly string[]) =>
  planRun({
    runId: '20260101-000000-test',
    prompt: 'p.prompt',
    promptVersion: 'v',
    targets: targetsFor(models, {}),
    cases: [{ caseId: 'inputs', inputs: {}, messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }] }],
  });

const answers = (state: RunState | undefined) =>
  Object.values(state?.cells ?? {}).map((cell) => [cell.target, cell.status, cell.text]);

describe('RunSession', () => {
  let storage = '';
  let failures: unknown[] = [];
  beforeEach(() => {
    storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-session-'));
    failures = [];
  });
  afterEach(() => rmSync(storage, { recursive: true }));

  function start(scripts: Readonly<Record<string, readonly (readonly Step[])[]>>, models: readonly string[]) {
    const clock = new FakeClock();
    const registry = scriptedRegistry(clock, scripts);
    const context = {
      storage,
      registry,
      catalog: { entries: new Map() },
      environment: quietEnvironment(clock),
      onStorageFailure: (error: unknown) => failures.push(error),
    };
    return { clock, registry, context, session: RunSession.start(context, planOf(models)) };
  }

  it('reads the same run back from its journal', async () => {
    const { session, context } = start(
      { one: [[text('first'), done]], two: [[fail(new PolypromptError('billing', 'No credit.'))]] },
      ['fake/one', 'fake/two'],
    );
    await session.ended();
    assert.equal(session.state.status, 'done');
    const reopened = RunSession.reopen(context, session.state.runId);
    assert.deepEqual(reopened?.state, session.state);
  });

  it('reruns one column and keeps the answers of the others', async () => {
    const { session, registry } = start(
      {
        one: [
          [text('before'), done],
          [text('after'), done],
        ],
        two: [[text('kept'), done]],
      },
      ['fake/one', 'fake/two'],
    );
    await session.ended();
    session.rerunTarget('fake/one');
    assert.equal(session.state.status, 'running');
    await session.ended();
    assert.deepEqual(answers(session.state), [
      ['fake/one', 'done', 'after'],
      ['fake/two', 'done', 'kept'],
    ]);
    assert.equal(registry.calls.length, 3);
    assert.deepEqual(readRun(storage, session.state.runId), session.state);
  });

  it('hears nothing of an answer that was stopped, however late it still comes (fault 39)', async () => {
    const { clock, registry, context } = start({ one: [[text('unused'), done]] }, ['fake/one']);
    let asked = 0;
    /** Goes on sending whatever its signal says, as a vendor does whose last packets are under way. */
    async function* deaf(): AsyncGenerator<ModelEvent> {
      const number = ++asked;
      for (let part = 0; part < 5; part++) {
        yield { type: 'text', text: `${number}.${part} ` };
        await clock.sleep(100);
      }
      yield { type: 'done', finishReason: 'stop' };
    }
    const provider = { ...registry.resolve('fake/one').provider, stream: deaf };
    const own: ProviderRegistry = {
      ...registry,
      get: () => provider,
      resolve: (id) => ({ ...registry.resolve(id), provider }),
    };
    const session = RunSession.start({ ...context, registry: own }, { ...planOf(['fake/one']), runId: 'late' });
    await clock.advance(150);
    session.stopTarget('fake/one');
    await clock.advance(100);
    assert.deepEqual(answers(session.state), [['fake/one', 'cancelled', '1.0 1.1 ']]);
    session.rerunTarget('fake/one');
    await clock.advance(10_000);
    await session.ended();
    assert.deepEqual(answers(session.state), [['fake/one', 'done', '2.0 2.1 2.2 2.3 2.4 ']]);
    assert.deepEqual(answers(readRun(storage, 'late')), answers(session.state));
  });

  it('adds a column without asking the others again, and takes one away', async () => {
    const { session, registry } = start({ one: [[text('one'), done]], new: [[text('new'), done]] }, ['fake/one']);
    await session.ended();
    session.setTargets(targetsFor(['fake/one', 'fake/new'], {}));
    await session.ended();
    assert.deepEqual(answers(session.state), [
      ['fake/one', 'done', 'one'],
      ['fake/new', 'done', 'new'],
    ]);
    session.setTargets(targetsFor(['fake/new'], {}));
    assert.deepEqual(answers(session.state), [['fake/new', 'done', 'new']]);
    assert.equal(registry.calls.length, 2);
    assert.equal(isLocked(storage, session.state.runId), false);
  });

  it('shows what a crash left open as stopped, and keeps what was finished', async () => {
    const { session, clock } = start(
      { quick: [[text('whole'), done]], slow: [[text('ha'), pause(1e6), text('lf'), done]] },
      ['fake/quick', 'fake/slow'],
    );
    await clock.advance(10);
    assert.equal(session.isRunning, true);
    assert.deepEqual(answers(readRun(storage, session.state.runId)), [
      ['fake/quick', 'done', 'whole'],
      ['fake/slow', 'cancelled', ''],
    ]);
    session.dispose();
    await session.ended();
  });

  it('stops one column', async () => {
    const { session } = start({ slow: [[pause(1e6), done]], quick: [[text('x'), done]] }, ['fake/slow', 'fake/quick']);
    await settle();
    session.stopTarget('fake/slow');
    await session.ended();
    assert.deepEqual(answers(session.state), [
      ['fake/slow', 'cancelled', ''],
      ['fake/quick', 'done', 'x'],
    ]);
    assert.equal(session.state.status, 'cancelled');
  });

  it('goes on in memory and complains once when the disk refuses (fault 50)', async () => {
    writeFileSync(path.join(storage, 'runs'), 'in the way');
    const { session } = start({ one: [[text('a'), text('b'), done]] }, ['fake/one']);
    await session.ended();
    assert.equal(failures.length, 1);
    assert.deepEqual(answers(session.state), [['fake/one', 'done', 'ab']]);
  });

  it('asks chosen cells anew, whatever the cache says, and stores what they answer now', async () => {
    const stored = new Map<string, string>();
    const { context } = start(
      {
        one: [
          [text('first'), done],
          [text('second'), done],
        ],
      },
      [],
    );
    const cache = {
      get: () => undefined,
      set: (key: string, { answer }: { readonly answer: string }) => stored.set(key, answer),
    };
    const session = RunSession.start({ ...context, cache }, { ...planOf(['fake/one']), runId: '20260101-000001-test' });
    await session.ended();
    const [cell] = session.state.plan;
    cache.get = () => assert.fail('the cache was asked');
    session.rerunCells(new Set([cell?.id ?? '']));
    await session.ended();
    assert.deepEqual(answers(session.state), [['fake/one', 'done', 'second']]);
    assert.deepEqual([...stored.values()], ['second']);
  });
});

describe('RunHistory', () => {
  it('lists the runs of one prompt, newest first, and sees later changes', () => {
    const storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-history-'));
    const record = (runId: string, prompt: string) => {
      const journal = Journal.open(storage, runId);
      journal.append({ type: 'run-started', at: 1, ...planOf(['fake/one']), runId, prompt });
      journal.close();
    };
    const history = new RunHistory();
    record('20260101-000000-aaaa', 'a.prompt');
    record('20260102-000000-aaaa', 'b.prompt');
    assert.deepEqual(
      history.list(storage, { prompt: 'a.prompt', limit: 9 }).map((state) => state.runId),
      ['20260101-000000-aaaa'],
    );
    record('20260103-000000-aaaa', 'a.prompt');
    assert.deepEqual(
      history.list(storage, { prompt: 'a.prompt', limit: 9 }).map((state) => state.runId),
      ['20260103-000000-aaaa', '20260101-000000-aaaa'],
    );
    assert.equal(history.list(storage, { limit: 2 }).length, 2);
    assert.equal(history.list(storage, { kind: 'eval', limit: 9 }).length, 0);
    rmSync(storage, { recursive: true });
  });

  it('finds the evals that were cut off, unless somebody works on them (fault 46)', () => {
    const storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-history-'));
    const record = (runId: string, end: boolean) => {
      const journal = Journal.open(storage, runId);
      journal.append({ type: 'run-started', at: 1, ...planOf(['fake/one']), runId, kind: 'eval' });
      if (end) journal.append({ type: 'run-ended', at: 2, runId, outcome: 'done' });
      journal.close();
    };
    record('20260101-000000-aaaa', false);
    record('20260102-000000-aaaa', true);
    record('20260103-000000-aaaa', false);
    const lock = RunLock.acquire(storage, '20260103-000000-aaaa');
    const found = () => new RunHistory().unfinished(storage).map((state) => state.runId);
    assert.deepEqual(found(), ['20260101-000000-aaaa']);
    lock.release();
    assert.deepEqual(found(), ['20260103-000000-aaaa', '20260101-000000-aaaa']);
    new RunHistory().close(storage, '20260103-000000-aaaa', 3);
    assert.deepEqual(found(), ['20260101-000000-aaaa']);
    rmSync(storage, { recursive: true });
  });
});
