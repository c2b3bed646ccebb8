import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { PolypromptError } from '../../../../src/core/errors.ts';
import { type TimeLimits, withTimeouts } from '../../../../src/core/providers/wire/timeouts.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

type Step = readonly [waitMs: number, item: string];
const limits = { connect: 10, firstByte: 120_000, idle: 60_000, total: 900_000 };

interface Watched {
  readonly clock: FakeClock;
  readonly received: string[];
  readonly controller: AbortController;
  readonly ended: Promise<unknown>;
  /** What ended the stream, once it has ended. */
  outcome(): unknown;
  wasStopped(): boolean;
}

/** A stream of items with pauses between them, read under the limits; `ping` is no content, and it never ends by itself. */
function watch(
  steps: readonly Step[],
  clock = new FakeClock(),
  silentSince?: TimeLimits<string>['silentSince'],
): Watched {
  const received: string[] = [];
  const controller = new AbortController();
  let stopped = false;
  let outcome: unknown;
  const open = async function* (signal: AbortSignal) {
    signal.addEventListener('abort', () => {
      stopped = true;
    });
    for (const [waitMs, item] of steps) {
      await clock.sleep(waitMs);
      yield item;
    }
    await clock.sleep(10_000_000);
  };
  const timeLimits: TimeLimits<string> = {
    timeouts: limits,
    clock,
    signal: controller.signal,
    who: 'OpenAI',
    isContent: (item) => item !== 'ping',
    ...(silentSince ? { silentSince } : {}),
  };
  const read = async () => {
    for await (const item of withTimeouts(open, timeLimits)) received.push(item);
  };
  const ended = read().then(
    () => {
      outcome = 'done';
    },
    (error: unknown) => {
      outcome = error;
    },
  );
  return { clock, received, controller, ended, outcome: () => outcome, wasStopped: () => stopped };
}

function codeOf(outcome: unknown): string | undefined {
  return outcome instanceof PolypromptError ? outcome.code : undefined;
}

describe('withTimeouts', () => {
  it('counts no wait behind other requests towards the first-byte limit', async () => {
    const clock = new FakeClock();
    const stream = watch([], clock, () => Math.min(clock.now(), 400_000));
    await clock.advance(519_000);
    assert.equal(stream.outcome(), undefined);
    await clock.advance(2000);
    assert.equal(codeOf(stream.outcome()), 'timeout-first-byte');
    assert.equal(clock.pending, 1);
  });

  it('counts no wait behind other requests towards the whole time, and counts from there on', async () => {
    const clock = new FakeClock();
    const behind = 2_000_000;
    const items = Array.from({ length: 60 }, (_, index) => [index === 0 ? behind + 30_000 : 30_000, 'word'] as const);
    const stream = watch(items, clock, () => Math.min(clock.now(), behind));
    await clock.advance(behind + 899_000);
    assert.equal(stream.outcome(), undefined);
    await clock.advance(2000);
    assert.equal(codeOf(stream.outcome()), 'timeout-total');
  });

  it('ends a stream that says nothing within the first-byte limit (fault 23)', async () => {
    const stream = watch([]);
    await stream.clock.advance(119_999);
    assert.equal(stream.outcome(), undefined);
    await stream.clock.advance(1);
    assert.equal(codeOf(stream.outcome()), 'timeout-first-byte');
    assert.equal(String(stream.outcome()), 'PolypromptError: OpenAI sent nothing within 120 s.');
    assert.ok(stream.wasStopped());
  });

  it('does not count keep-alives as a first byte (fault 23)', async () => {
    const stream = watch([1, 2, 3, 4, 5].map((): Step => [50_000, 'ping']));
    await stream.clock.advance(120_000);
    assert.deepEqual(stream.received, ['ping', 'ping']);
    assert.equal(codeOf(stream.outcome()), 'timeout-first-byte');
  });

  it('ends a stream that stalls, pings or not (fault 25)', async () => {
    const stream = watch([
      [1000, 'Hello'],
      [30_000, 'ping'],
      [29_000, 'ping'],
      [30_000, 'ping'],
    ]);
    await stream.clock.advance(60_999);
    assert.equal(stream.outcome(), undefined);
    await stream.clock.advance(1);
    assert.equal(codeOf(stream.outcome()), 'timeout-idle');
    assert.equal(stream.clock.pending, 1, 'only the stream itself still waits');
  });

  it('lets a slow stream go on as long as content keeps coming', async () => {
    const stream = watch(Array.from({ length: 10 }, (): Step => [59_000, 'word']));
    await stream.clock.advance(590_000);
    assert.equal(stream.received.length, 10);
    assert.equal(stream.outcome(), undefined);
  });

  it('ends a drip at the total limit (fault 26)', async () => {
    const stream = watch(Array.from({ length: 2000 }, (): Step => [1000, '.']));
    await stream.clock.advance(899_999);
    assert.equal(stream.outcome(), undefined);
    await stream.clock.advance(1);
    assert.equal(codeOf(stream.outcome()), 'timeout-total');
  });

  it('takes a sleep of the machine for silence, which may be tried again, not for an answer that took too long (fault 44)', async () => {
    const steps = Array.from({ length: 20 }, (): Step => [50_000, 'word']);
    const [waiting, streaming] = [watch([]), watch(steps)];
    await streaming.clock.advance(500_000);
    for (const stream of [waiting, streaming]) await stream.clock.suspend(1_000_000);
    assert.equal(codeOf(waiting.outcome()), 'timeout-first-byte');
    assert.equal(codeOf(streaming.outcome()), 'timeout-idle');
  });

  it("throws the signal's own reason at once when stopped, and stops the stream", async () => {
    const stream = watch([[1000, 'Hello']]);
    await stream.clock.advance(1500);
    const reason = new DOMException('stopped', 'AbortError');
    stream.controller.abort(reason);
    await stream.ended;
    assert.equal(stream.outcome(), reason);
    assert.ok(stream.wasStopped());
  });

  it('opens nothing when it is stopped already', async () => {
    let opened = false;
    const open = () => {
      opened = true;
      return (async function* () {})();
    };
    const signal = AbortSignal.abort();
    const stream = withTimeouts<string>(open, {
      timeouts: limits,
      clock: new FakeClock(),
      signal,
      who: 'X',
      isContent: () => true,
    });
    await assert.rejects(stream.next(), { name: 'AbortError' });
    assert.equal(opened, false);
  });

  it('leaves no timer behind and stops the request when the reader walks away', async () => {
    const clock = new FakeClock();
    let stopped = false;
    const open = async function* (signal: AbortSignal) {
      signal.addEventListener('abort', () => {
        stopped = true;
      });
      yield 'one';
      yield 'two';
    };
    const signal = new AbortController().signal;
    for await (const _ of withTimeouts(open, { timeouts: limits, clock, signal, who: 'X', isContent: () => true }))
      break;
    assert.ok(stopped);
    assert.equal(clock.pending, 0);
  });

  it("does not count the reader's own slowness as the provider's silence", async () => {
    const clock = new FakeClock();
    const open = async function* () {
      yield 'one';
      await clock.sleep(30_000);
      yield 'two';
    };
    const signal = new AbortController().signal;
    const received: string[] = [];
    const reading = (async () => {
      for await (const item of withTimeouts(open, {
        timeouts: limits,
        clock,
        signal,
        who: 'X',
        isContent: () => true,
      })) {
        received.push(item);
        await clock.sleep(50_000);
      }
    })();
    await clock.advance(200_000);
    await reading;
    assert.deepEqual(received, ['one', 'two']);
  });
});
