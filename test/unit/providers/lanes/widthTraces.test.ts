import assert from 'node:assert/strict';
import type { LaneLimits } from '../../../../src/core/providers/lanes/laneLimits.ts';
import { slowdowns, type TimeAtOnce, unslowed, unslowedTimes } from '../../../../src/core/providers/lanes/unslowed.ts';
import { WidthSearch } from '../../../../src/core/providers/lanes/widthSearch.ts';
import { seededRandom } from '../../../../src/core/providers/simulated/seed.ts';
import { assertWhole } from '../../../support/whole.ts';

/** A server with a number of places, each of which takes one request at a time. */
interface Server {
  /** At this time, in milliseconds. */
  slots(now: number): number;
  /** Milliseconds of one answer, without the line before it. */
  readonly service: number;
  /** So much an answer differs from the mean, as a share of it. */
  readonly spread: number;
  readonly seconds: number;
  /** By how many times an answer takes longer that begins then, with so many under way. */
  slowness?(now: number, underWay: number): number;
  readonly models?: readonly string[];
  /** At the beginning of a second. */
  act?(search: WidthSearch, second: number): void;
}

interface Waiting {
  readonly place: ReturnType<WidthSearch['begin']>;
  readonly sentAt: number;
  readonly model: string;
}

/** The widths in their order with the second in which each began: `0:4 2:8`. */
function traceOf(name: string, search: WidthSearch, server: Server): string {
  const random = seededRandom(name);
  const line: Waiting[] = [];
  const served: (Waiting & { readonly endsAt: number })[] = [];
  const widths = [`0:${search.width}`];
  let [last, now, second, sent] = [search.width, 0, 0, 0];
  const { models = ['m'] } = server;
  while (now < server.seconds * 1000) {
    while (!search.isFull) {
      const model = models[sent++ % models.length] ?? 'm';
      line.push({ place: search.begin(), sentAt: now, model });
    }
    while (served.length < server.slots(now) && line.length > 0) {
      const next = line.shift();
      const times = server.slowness?.(now, served.length + 1) ?? 1;
      if (next)
        served.push({ ...next, endsAt: now + times * server.service * (1 + server.spread * (2 * random() - 1)) });
    }
    served.sort((left, right) => left.endsAt - right.endsAt);
    const done = served.shift();
    if (!done) break;
    now = done.endsAt;
    for (; second < now / 1000; second++) server.act?.(search, second);
    search.answered({ place: done.place, model: done.model, milliseconds: now - done.sentAt }, now);
    if (search.width !== last) widths.push(`${(now / 1000).toFixed(1)}:${search.width}`);
    last = search.width;
  }
  return `${name}\n  ${widths.join(' ')}\n`;
}

const steady = (slots: number, more: Partial<Server> = {}): Server => ({
  slots: () => slots,
  service: 1000,
  spread: 0.2,
  seconds: 400,
  ...more,
});

const limits = { start: 4, nearStart: 2, max: 64 };

describe('the widths that a search tries', () => {
  it('are the same from one release to the next, at servers of every kind', () => {
    const traces = [
      ...[1, 2, 3, 5, 8, 13, 20, 40, 64, 100].map((slots) =>
        traceOf(`${slots} at once`, new WidthSearch(limits, false), steady(slots)),
      ),
      ...[1, 4, 12].map((slots) =>
        traceOf(`${slots} at once, on this machine`, new WidthSearch(limits, true), steady(slots, { service: 300 })),
      ),
      traceOf('8 at once, all alike', new WidthSearch(limits, false), steady(8, { spread: 0 })),
      traceOf('8 at once, of great difference', new WidthSearch(limits, false), steady(8, { spread: 0.9 })),
      traceOf('8 at once, quick', new WidthSearch(limits, false), steady(8, { service: 20, seconds: 60 })),
      traceOf('8 at once, slow', new WidthSearch(limits, false), steady(8, { service: 12_000, seconds: 3000 })),
      traceOf('8 at once, of two models', new WidthSearch(limits, false), steady(8, { models: ['m', 'n'] })),
      traceOf(
        '16 at once, then 4',
        new WidthSearch(limits, false),
        steady(0, { slots: (now) => (now < 150_000 ? 16 : 4), seconds: 600 }),
      ),
      traceOf(
        '4 at once, then 16',
        new WidthSearch(limits, false),
        steady(0, { slots: (now) => (now < 150_000 ? 4 : 16), seconds: 900 }),
      ),
      traceOf(
        '30 at once, of which 12 are refused',
        new WidthSearch(limits, false),
        steady(30, {
          seconds: 900,
          act: (search, second) => {
            if (second === 20) search.halve(20_000, { underWay: 12, epoch: 0, number: 1 });
            if (second === 21) search.refused({ underWay: 10, epoch: 0, number: 1 });
          },
        }),
      ),
      traceOf(
        '30 at once, with slots told and trouble',
        new WidthSearch(limits, false),
        steady(30, {
          act: (search, second) => {
            if (second === 1) search.holdUntil(30_000);
            if (second === 60) search.limit(10);
            if (second === 120) search.halve(120_000);
          },
        }),
      ),
      traceOf('at most 6', new WidthSearch({ start: 4, max: 6 }, false), steady(30)),
      traceOf('at most 1', new WidthSearch({ start: 1, max: 1 }, false), steady(30)),
    ];
    assertWhole('width-searches.txt', traces.join(''));
  });
});

describe('the widths that a search tries on the edges of its rules', () => {
  const search = (more: Partial<LaneLimits> = {}) => new WidthSearch({ ...limits, ...more }, false);

  it('are the same from one release to the next', () => {
    const traces = [
      // Answers that come at whole tenths of a second end rounds exactly when these are long enough.
      ...[1, 2, 4, 7].flatMap((slots) =>
        [25, 50, 250].map((service) =>
          traceOf(
            `${slots} at once, every ${service} ms`,
            search(),
            steady(slots, { service, spread: 0, seconds: 120 }),
          ),
        ),
      ),
      ...[2, 3, 6, 20].map((slots) =>
        traceOf(`${slots} at once, of very great difference`, search(), steady(slots, { spread: 0.99, seconds: 900 })),
      ),
      ...[1.2, 4].map((times) =>
        traceOf(
          `8 at once, ${times} times as slow after a while`,
          search(),
          steady(8, { seconds: 600, slowness: (now) => (now < 100_000 ? 1 : times) }),
        ),
      ),
      ...[0.9, 0.7, 0.4].map((times) =>
        traceOf(
          `8 at once, in ${times} of the time after a while`,
          search(),
          steady(8, { seconds: 600, slowness: (now) => (now < 100_000 ? 1 : times) }),
        ),
      ),
      traceOf(
        '8 at once, with a hiccup',
        search(),
        steady(8, { seconds: 400, slowness: (now) => (now > 100_000 && now < 120_000 ? 5 : 1) }),
      ),
      ...[0.5, 0.8].map((share) =>
        traceOf(
          `each further one slows the others by ${share}`,
          search(),
          steady(64, { seconds: 600, slowness: (_now, underWay) => underWay ** share }),
        ),
      ),
      traceOf('12 at once, from one on', search({ start: 1, max: 40 }), steady(12, { seconds: 300 })),
      traceOf('12 at once, from forty on', search({ start: 40, max: 40 }), steady(12, { seconds: 300 })),
      traceOf('3 at once, in five models', search(), steady(3, { models: ['a', 'b', 'c', 'd', 'e'], seconds: 400 })),
    ];
    assertWhole('width-edges.txt', traces.join(''));
  });
});

describe('times that waited behind others of ours', () => {
  const times = (atOnce: number | undefined, count: number, milliseconds: number): TimeAtOnce[] =>
    Array.from({ length: count }, (_, index) => ({
      milliseconds: milliseconds + index,
      ...(atOnce === undefined ? {} : { atOnce }),
    }));

  const groups: Readonly<Record<string, readonly TimeAtOnce[]>> = {
    nothing: [],
    'times of which nobody counted': times(undefined, 6, 100),
    'one at once': times(1, 6, 100),
    'four at once alone': times(4, 6, 100),
    'four and six at once, alike': [...times(4, 6, 100), ...times(6, 6, 100)],
    'four and five at once, alike': [...times(4, 6, 100), ...times(5, 6, 100)],
    'one and eight at once, alike': [...times(1, 6, 100), ...times(8, 6, 100)],
    'one at once, and eight that took longer': [...times(1, 6, 100), ...times(8, 6, 200)],
    'one at once, and eight that took a little longer': [...times(1, 6, 100), ...times(8, 6, 112)],
    'eight at once that took longer, too few to count': [...times(1, 6, 100), ...times(8, 4, 200)],
    'eight at once that took longer, just enough': [...times(1, 6, 100), ...times(8, 5, 200)],
    'more and more': [...times(1, 5, 100), ...times(2, 5, 110), ...times(4, 5, 150), ...times(8, 5, 300)],
    'none that took any time': [...times(1, 6, 0), ...times(8, 6, 0)],
    'some counted and some not': [...times(undefined, 3, 50), ...times(1, 5, 100), ...times(8, 5, 300)],
  };

  it('are left out, and told by how much they were slowed', () => {
    const lines = Object.entries(groups).map(([name, all]) => {
      const { limit, measuredUnder } = unslowed(all);
      const slowdown = slowdowns(all);
      const slowed = [undefined, 1, 2, 4, 5, 8, 9].map((atOnce) => Number(slowdown(atOnce).toFixed(3)));
      return `${name}: limit ${limit}, measured under ${measuredUnder ?? '-'}, ${unslowedTimes(all).length} of ${all.length} count, slowed ${slowed.join(' ')}\n`;
    });
    assertWhole('unslowed-times.txt', lines.join(''));
    assert.equal(slowdowns([])(3), 1);
  });
});
