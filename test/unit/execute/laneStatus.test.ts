import assert from 'node:assert/strict';
import { PolypromptError } from '../../../src/core/errors.ts';
import { laneStatus } from '../../../src/core/execute/ways.ts';
import { Lane } from '../../../src/core/providers/lanes/lanes.ts';
import { WidthSearch } from '../../../src/core/providers/lanes/widthSearch.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { scriptedRegistry } from '../../support/scriptedProvider.ts';
import { quietEnvironment } from '../../support/sessionContext.ts';

async function start() {
  const clock = new FakeClock();
  await clock.advance(5000);
  const lane = new Lane({ id: 'way', model: 'x/a' }, new WidthSearch({ start: 4, max: 8 }, false), () => 0.5);
  const registry = scriptedRegistry(clock, {});
  const context = {
    ...{ registry, environment: quietEnvironment(clock), catalog: { entries: new Map() } },
    emit: () => undefined,
  };
  return { clock, lane, told: () => laneStatus(context, lane) };
}

describe('what is told of a lane', () => {
  it('is its width, and no limits that nobody has told', async () => {
    const { told } = await start();
    assert.deepEqual(told(), { id: 'way', model: 'x/a', state: 'open', concurrency: 4 });
  });

  it('has the limits that a server tells, each alone', async () => {
    const { lane, told } = await start();
    lane.learn({ requests: { limit: 600, remaining: 599, resetMs: 100 } }, lane.begin(0, 5000), 5000);
    assert.deepEqual([told().requestsPerMinute, told().tokensPerMinute], [600, undefined]);
    lane.learn({ tokens: { limit: 90_000, remaining: 89_000, resetMs: 100 } }, lane.begin(0, 5000), 5000);
    assert.deepEqual([told().requestsPerMinute, told().tokensPerMinute], [600, 90_000]);
  });

  it('is paused until a moment of the wall clock, with the reason', async () => {
    const { clock, lane, told } = await start();
    const limited = new PolypromptError('rate-limited', 'Slow down.', { retryAfterMs: 2000 });
    lane.failed(lane.begin(0, 5000), limited, 5000);
    const { state, until, error } = told();
    assert.deepEqual([state, until, error?.code], ['paused', clock.wallTime() + 2000, 'rate-limited']);
    await clock.advance(2000);
    assert.equal(told().state, 'open');
  });

  it('is stopped for good by a key that is wrong', async () => {
    const { lane, told } = await start();
    lane.failed(lane.begin(0, 5000), new PolypromptError('invalid-key', 'No.'), 5000);
    const { state, until, error } = told();
    assert.deepEqual([state, until, error?.code], ['stopped', undefined, 'invalid-key']);
  });
});
