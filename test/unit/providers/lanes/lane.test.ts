import assert from 'node:assert/strict';
import { PolypromptError } from '../../../../src/core/errors.ts';
import { Lane } from '../../../../src/core/providers/lanes/lanes.ts';
import { WidthSearch } from '../../../../src/core/providers/lanes/widthSearch.ts';

const refusal = new PolypromptError('rate-limited', 'Too many at once.');
const late = new PolypromptError('timeout-first-byte', 'It sent nothing within 120 s.');

function lane(start: number) {
  return new Lane({ id: 'a', model: 'x/a' }, new WidthSearch({ start, max: 64 }, false), () => 0.5);
}

describe('a lane in trouble', () => {
  it('learns of each refusal of a moment how many were too many, in whatever order they come', () => {
    const own = lane(8);
    const passes = Array.from({ length: 8 }, () => own.begin(0, 0));
    own.failed(passes[7] ?? assert.fail(), refusal, 10);
    assert.equal(own.concurrency, 4);
    own.failed(passes[2] ?? assert.fail(), refusal, 11);
    assert.equal(own.concurrency, 2);
  });

  it('takes a refusal for no matter of how many go at once where limits per minute are told', () => {
    const own = lane(8);
    const passes = Array.from({ length: 8 }, () => own.begin(0, 0));
    const first = passes[0] ?? assert.fail();
    own.learn({ requests: { limit: 600, remaining: 0, resetMs: 1000 } }, first, 5);
    own.failed(passes[7] ?? assert.fail(), refusal, 10);
    own.failed(passes[1] ?? assert.fail(), refusal, 11);
    assert.equal(own.concurrency, 4);
  });

  const away = new PolypromptError('connection-refused', 'Nobody listens.');
  const answer = { tokens: undefined, timed: { totalMs: 100 } };

  it('rests after a refusal, twice as long after each further one, up to a minute', () => {
    const own = lane(8);
    let now = 0;
    const rests = Array.from({ length: 8 }, () => {
      own.failed(own.begin(0, now), refusal, now);
      const rest = own.waitMs(0, now);
      now += rest;
      return rest;
    });
    assert.deepEqual(rests, [750, 1500, 3000, 6000, 12_000, 24_000, 45_000, 45_000]);
    own.answered(own.begin(0, now), answer, now);
    own.failed(own.begin(0, now), refusal, now);
    assert.equal(own.waitMs(0, now), 750, 'an answer ends the trouble');
  });

  it('says until when it rests, and why', () => {
    const own = lane(8);
    own.failed(own.begin(0, 0), refusal, 100);
    assert.deepEqual(own.pauseAt(849), { until: 850, error: refusal });
    assert.equal(own.pauseAt(850), undefined);
  });

  it('rests as long as the server asks for, and believes in no wait at all once', () => {
    const own = lane(8);
    const told = (retryAfterMs: number) => new PolypromptError('rate-limited', 'Wait.', { retryAfterMs });
    own.failed(own.begin(0, 0), told(9000), 0);
    assert.equal(own.waitMs(0, 0), 9000);
    const other = lane(8);
    other.failed(other.begin(0, 0), told(0), 0);
    assert.equal(other.waitMs(0, 0), 0);
    other.failed(other.begin(0, 1), told(0), 1);
    assert.equal(other.waitMs(0, 1), 1500);
  });

  it('lets one request find out when trouble goes on, before the others', () => {
    const own = lane(8);
    own.failed(own.begin(0, 0), refusal, 0);
    own.failed(own.begin(0, 1000), refusal, 1000);
    const next = own.begin(0, 10_000);
    assert.equal(own.waitMs(0, 10_000), Number.POSITIVE_INFINITY);
    own.answered(next, answer, 10_100);
    assert.equal(own.waitMs(0, 10_100), 0);
  });

  it('is given up after more than eight rests and ten minutes without an answer', () => {
    const own = lane(8);
    const minute = 60_000;
    const ends = Array.from({ length: 12 }, (_, index) =>
      own.failed(own.begin(0, index * minute), refusal, index * minute),
    );
    assert.deepEqual(ends.slice(0, 11), new Array(11).fill('pause'));
    assert.equal(ends[11], 'stop');
    assert.equal(own.stoppedBy, refusal);
    const quick = lane(8);
    const soon = Array.from({ length: 12 }, (_, index) => quick.failed(quick.begin(0, index), refusal, index));
    assert.deepEqual(soon, new Array(12).fill('pause'));
  });

  it('is given up at once for a fault that every request would meet, unless one was answered', () => {
    const missing = new PolypromptError('model-not-found', 'There is no such model.');
    const own = lane(8);
    assert.equal(own.failed(own.begin(0, 0), missing, 0), 'stop');
    const answered = lane(8);
    answered.answered(answered.begin(0, 0), answer, 1);
    assert.equal(answered.failed(answered.begin(0, 2), missing, 2), 'none');
    assert.equal(answered.failed(answered.begin(0, 3), new PolypromptError('invalid-key', 'No.'), 3), 'stop');
  });

  it('waits for a server that was there and is away, and for no other', () => {
    const own = lane(8);
    assert.equal(own.failed(own.begin(0, 0), away, 0), 'none');
    own.answered(own.begin(0, 1), answer, 2);
    assert.equal(own.failed(own.begin(0, 3), away, 3), 'pause');
  });

  it('reckons with more tokens than were estimated where answers take more, and with no fewer', () => {
    const waitAfter = (tokens: number) => {
      const own = lane(8);
      const pass = own.begin(100, 0);
      own.answered(pass, { ...answer, tokens }, 0);
      own.learn({ tokens: { limit: 1000, remaining: 0 } }, pass, 0);
      return own.waitMs(100, 0);
    };
    assert.deepEqual([waitAfter(100), waitAfter(200), waitAfter(50)], [6000, 7200, 6000]);
  });

  it('halves once for all that got nothing in time together', () => {
    const own = lane(8);
    const passes = Array.from({ length: 8 }, () => own.begin(0, 0));
    for (const pass of passes.slice(0, 5)) assert.equal(own.failed(pass, late, 120_000), 'none');
    assert.equal(own.concurrency, 4);
    assert.equal(own.waitMs(0, 120_000), 0);
    const next = own.begin(0, 120_000);
    own.failed(next, late, 240_000);
    assert.equal(own.concurrency, 2);
  });
});
