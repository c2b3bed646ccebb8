import assert from 'node:assert/strict';
import { unslowedTimes } from '../../../src/core/providers/lanes/unslowed.ts';
import { timeOf } from '../../../src/core/run/timeOf.ts';
import { percentile } from '../../../src/core/stats/percentile.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { SlotServer, type SlotServerOptions } from '../../support/slotServer.ts';

const near = 'http://127.0.0.1:9/v1';
const far = 'https://far.example/v1';
const most = 64;

/** Runs to the end, and says how the server was used once the lane had settled: from the middle of the answers until the last few. */
async function measure(options: SlotServerOptions & { readonly cases: number; readonly models?: readonly string[] }) {
  const { cases, models = ['slots/model'] } = options;
  const clock = new FakeClock();
  const server = new SlotServer(clock, options);
  const { handle, run } = server.evaluate({ cases, models, limits: { start: 4, max: most } });
  let isOver = false;
  void handle.ended.then(() => {
    isOver = true;
  });
  for (let step = 0; !isOver && step < 10_000; step++) await clock.advance(10_000);
  const cells = Object.values(run.state?.cells ?? {});
  const at = (share: number) => server.answeredAt[Math.floor(share * cells.length)] ?? 0;
  return {
    server,
    done: cells.filter(({ status }) => status === 'done').length,
    wholeRate: (cells.length / (server.answeredAt.at(-1) ?? 0)) * 1000,
    rate: server.rate(at(0.5), at(0.95)),
    inFlight: server.meanInFlight(at(0.5), at(0.95)),
    p50: percentile(
      cells.flatMap(({ timing }) => (timing ? [timing.totalMs] : [])),
      50,
    ),
    /** As reports say it. */
    saidP95: percentile(unslowedTimes(cells.flatMap(timeOf)), 95),
    width: handle.lanes()[0]?.concurrency ?? 0,
  };
}

/** The same numbers in every run: log-normal about 1. */
function spreadTimes(spread: number, count: number): number[] {
  let seed = 11;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (seed + 1) / 2_147_483_649;
  };
  return Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    return Math.exp(spread * normal - (spread * spread) / 2);
  });
}

describe('a lane at a server with a few slots', () => {
  for (const address of [near, far])
    for (const slots of [1, 2, 3, 5, 8, 12])
      for (const serviceMs of [50, 1000, 10_000])
        for (const refuses of [false, true]) {
          const where = address === near ? 'on this machine' : 'far away';
          const title = `${slots} slots ${where}, ${serviceMs} ms${refuses ? ', with refusals' : ''}`;
          it(`asks as many at once as it answers: ${title}`, async () => {
            const cases = Math.max(400, 60 * slots);
            const { server, done, wholeRate, rate, inFlight, p50, saidP95 } = await measure({
              ...{ address, slots, serviceMs, refuses, cases },
            });
            const best = (slots / serviceMs) * 1000;
            assert.equal(done, cases);
            assert.ok(rate >= 0.9 * best, `${rate} of ${best} answers per second`);
            // A refusal asks for a second of patience, in which a quick server could have answered dozens.
            if (!refuses) assert.ok(wholeRate >= 0.9 * best, `${wholeRate} of ${best} answers per second in all`);
            assert.ok(inFlight <= 1.5 * slots, `${inFlight} in flight`);
            assert.ok(Math.abs((p50 ?? 0) / serviceMs - 1) <= 0.15, `p50 ${p50}`);
            assert.ok((saidP95 ?? 0) <= 2 * serviceMs, `p95 ${saidP95}`);
            if (slots === 1) assert.equal(saidP95, serviceMs);
            assert.equal(server.abandoned, 0);
            assert.ok(server.requests - server.refused === cases, `${server.requests} requests`);
            assert.ok(server.refused <= 0.03 * cases, `${server.refused} refused`);
          });
        }

  for (const address of [near, far])
    it(`asks as many at once as it may where nothing limits it: ${address}`, async () => {
      const { rate, inFlight, p50, server } = await measure({
        ...{ address, slots: Number.POSITIVE_INFINITY, serviceMs: 300, cases: 1500 },
      });
      assert.ok(rate >= 0.9 * (most / 0.3), `${rate} answers per second`);
      assert.ok(inFlight > 0.9 * most && p50 === 300);
      assert.deepEqual([server.refused, server.abandoned], [0, 0]);
    });

  it('has found its width after a few answers one behind the other, where nothing limits it', async () => {
    const clock = new FakeClock();
    const server = new SlotServer(clock, { address: near, slots: Number.POSITIVE_INFINITY, serviceMs: 300 });
    const { handle } = server.evaluate({ cases: 600, limits: { start: 50, nearStart: 2, max: 50 } });
    const widths: (number | undefined)[] = [];
    for (let step = 0; step < 17; step++) {
      await clock.advance(300);
      widths.push(handle.lanes()[0]?.concurrency);
    }
    await handle.ended;
    assert.deepEqual(widths.slice(0, 6), [4, 8, 16, 32, 50, 50]);
    // Fifty at once from the beginning would take 3.6 seconds, and no doubling from 2 takes less than this.
    assert.equal(server.answeredAt.at(-1), 4800);
  });

  for (const slots of [2, 8])
    it(`never has more than twice as many there as it answers, while it looks for its width: ${slots} slots`, async () => {
      const { server } = await measure({ address: near, slots, serviceMs: 1000, cases: 12 * slots });
      assert.ok(Math.max(...server.inFlight.map(({ count }) => count)) <= 2 * slots);
    });

  for (const slots of [1, 2, 8])
    it(`is not misled by answers of very different lengths: ${slots} slots`, async () => {
      const times = spreadTimes(0.3, 600);
      const { rate, inFlight, p50 } = await measure({
        ...{ address: near, slots, serviceMs: (request: number) => 1000 * (times[request] ?? 1), cases: 600 },
      });
      assert.ok(rate >= 0.85 * slots, `${rate} answers per second`);
      assert.ok(inFlight <= 1.5 * slots, `${inFlight} in flight`);
      assert.ok(Math.abs((p50 ?? 0) / 960 - 1) <= 0.15, `p50 ${p50}`);
    });

  it('asks less at once soon after the server has fewer slots', async () => {
    const { server, done, inFlight } = await measure({
      ...{ address: far, slots: (now: number) => (now < 40_000 ? 8 : 2), serviceMs: 1000, cases: 900 },
    });
    assert.equal(done, 900);
    assert.ok(inFlight <= 3, `${inFlight} in flight`);
    assert.equal(server.abandoned, 0);
  });

  for (const before of [1, 2])
    it(`finds out that the server has more slots than ${before} by now`, async () => {
      const { rate, inFlight } = await measure({
        ...{ address: near, slots: (now: number) => (now < 100_000 ? before : 8), serviceMs: 1000, cases: 1200 },
      });
      assert.ok(rate >= 0.9 * 8, `${rate} answers per second`);
      assert.ok(inFlight <= 12, `${inFlight} in flight`);
    });

  it('asks no more at once than the server says that it answers', async () => {
    const { server, done } = await measure({ address: near, slots: 3, toldSlots: 3, serviceMs: 1000, cases: 200 });
    assert.deepEqual([done, server.asked], [200, 1]);
    assert.equal(Math.max(...server.inFlight.map(({ count }) => count)), 3);
  });

  it('asks a vendor nothing of the kind, and nobody for the sake of a few requests', async () => {
    const vendor = await measure({ address: far, slots: 8, toldSlots: 3, serviceMs: 100, cases: 50 });
    const few = await measure({ address: near, slots: 8, toldSlots: 3, serviceMs: 100, cases: 11 });
    assert.deepEqual([vendor.server.asked, few.server.asked], [0, 0]);
  });

  it('shares a server on this machine between all models there', async () => {
    const { server, done, inFlight } = await measure({
      ...{ address: near, slots: 1, cases: 150, models: ['slots/slow', 'slots/quick'] },
      serviceMs: (_request, model) => (model === 'slow' ? 3000 : 300),
    });
    assert.equal(done, 300);
    assert.ok(inFlight <= 1.5, `${inFlight} in flight`);
    assert.equal(server.abandoned, 0);
  });

  it('takes what loads before the first answer for no sign that more at once pays', async () => {
    const { server, done } = await measure({
      ...{ address: near, slots: 1, cases: 60, serviceMs: (request: number) => (request === 0 ? 1000 : 60) },
    });
    assert.equal(done, 60);
    assert.ok(Math.max(...server.inFlight.map(({ count }) => count)) <= 4);
  });

  it('notices that the server has become slower while the second of its models is asked', async () => {
    const { server, done } = await measure({
      ...{ address: near, cases: 300, models: ['slots/one', 'slots/two'] },
      slots: (now: number) => (now < 110_000 ? 4 : 1),
      serviceMs: 1000,
    });
    assert.equal(done, 600);
    const inFlight = server.meanInFlight(165_000, server.answeredAt.at(-1) ?? 0);
    assert.ok(inFlight <= 1.5, `${inFlight} in flight`);
  });

  for (const period of [3000, 5000])
    it(`keeps its width on a busy machine where all is slower for half of every ${period} ms`, async () => {
      const clock = new FakeClock();
      const isSlow = () => clock.now() % period > period / 2;
      const server = new SlotServer(clock, { address: near, slots: 8, serviceMs: () => (isSlow() ? 150 : 50) });
      const { handle } = server.evaluate({ cases: 8000, limits: { start: 4, max: 64 } });
      await clock.advance(15_000);
      const widths: number[] = [];
      for (let step = 0; step < 200; step++) {
        await clock.advance(200);
        widths.push(handle.lanes()[0]?.concurrency ?? 0);
      }
      handle.stop();
      await handle.ended;
      const steady = widths.filter((width) => width >= 7 && width <= 12).length / widths.length;
      assert.ok(steady > 0.8, `${steady}: ${widths.join(' ')}`);
    }).timeout(20_000);

  it('takes what comes of an answer for a sign that the next one only waits for it', async () => {
    const { server, done } = await measure({
      ...{ address: far, slots: 1, serviceMs: 40_000, tokenMs: 100, cases: 4, firstByteMs: 35_000 },
    });
    assert.deepEqual([done, server.abandoned], [4, 0]);
  });

  it('gives nobody up who only waits behind others of ours, and computes no answer for nobody', async () => {
    const { server, done } = await measure({
      ...{ address: near, slots: 1, serviceMs: 10_000, cases: 60, firstByteMs: 15_000 },
    });
    assert.deepEqual([done, server.requests, server.abandoned], [60, 60, 0]);
  });

  it('halves what it asks at once when nothing comes in time, and does not queue the next try behind more', async () => {
    const clock = new FakeClock();
    // From the 50th request on it answers nobody any more.
    const server = new SlotServer(clock, {
      ...{ address: far, firstByteMs: 20_000, slots: Number.POSITIVE_INFINITY },
      serviceMs: (request) => (request < 50 ? 1000 : 1e9),
    });
    const { handle } = server.evaluate({ cases: 2000, limits: { start: 4, max: 64 } });
    await clock.advance(10_000);
    const before = handle.lanes()[0]?.concurrency ?? 0;
    await clock.advance(18_000);
    assert.equal(handle.lanes()[0]?.concurrency, before / 2);
    assert.equal(server.inFlight.at(-1)?.count, before / 2);
    handle.stop();
    await handle.ended;
  });
});
