import assert from 'node:assert/strict';
import { PolypromptError } from '../../../src/core/errors.ts';
import { LaneSearches } from '../../../src/core/execute/laneSearches.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';
import { scriptedRegistry } from '../../support/scriptedProvider.ts';

const limits = { start: 4, max: 64 };
const local = 'http://localhost:8080/v1';

/** Searches, and a way to submit requests to an address whose server answers a question with `page` when it is asked. */
function start(page: () => Promise<Response>) {
  const clock = new FakeClock();
  const searches = new LaneSearches(clock);
  const questions: { readonly address: string; readonly signal: AbortSignal | undefined }[] = [];
  const fetch = (input: string | URL | Request, init?: RequestInit) => {
    questions.push({ address: String(input), signal: init?.signal ?? undefined });
    return page();
  };
  const [provider] = scriptedRegistry(clock, {}).list();
  assert.ok(provider);
  const submit = (baseUrl: string, count: number) => {
    const timeouts = { connect: 1, firstByte: 1, idle: 1, total: 1 };
    const access = { baseUrl, key: undefined, fetch, clock, random: () => 0.5, timeouts };
    for (let number = 0; number < count; number++) searches.submitted({ provider, access, model: 'm' });
  };
  return { clock, searches, questions, submit };
}

describe('the searches for the width of lanes', () => {
  it('ask a local server once, after twelve requests, and keep its lanes within what it says', async () => {
    const { searches, questions, submit } = start(async () => Response.json({ total_slots: 3 }));
    const search = searches.at(local, limits);
    search.pin(10);
    submit(local, 11);
    assert.equal(questions.length, 0);
    submit(local, 30);
    await settle();
    // The page of a server is read in turns of the event loop.
    await new Promise(setImmediate);
    assert.deepEqual(
      questions.map(({ address }) => address),
      ['http://localhost:8080/props'],
    );
    assert.equal(search.width, 3);
  });

  it('are one for all models of a local server, and one for each model of a vendor', () => {
    const { searches } = start(async () => Response.error());
    assert.equal(searches.at(local, limits), searches.at('http://localhost:8080/other', limits));
    assert.notEqual(searches.at(local, limits), searches.at('http://localhost:8081/v1', limits));
    assert.notEqual(searches.at('https://far.example/v1', limits), searches.at('https://far.example/v1', limits));
  });

  it('ask no vendor, and no server that has no lane', () => {
    const { searches, questions, submit } = start(async () => Response.json({ total_slots: 3 }));
    submit(local, 20);
    searches.at(local, limits);
    searches.at('https://far.example/v1', limits);
    submit('https://far.example/v1', 20);
    assert.equal(questions.length, 0);
  });

  it('take a request without access to its model for no request to a local server', () => {
    const { searches, questions, submit } = start(async () => Response.json({ total_slots: 3 }));
    searches.at(local, limits);
    submit(local, 11);
    searches.submitted(new PolypromptError('missing-key', 'There is no key.'));
    assert.equal(questions.length, 0);
    submit(local, 1);
    assert.equal(questions.length, 1);
  });

  it('give a question up after five seconds, or when the run stops', async () => {
    const { clock, searches, questions, submit } = start(() => new Promise(() => undefined));
    searches.at(local, limits);
    submit(local, 12);
    await clock.advance(4999);
    assert.equal(questions[0]?.signal?.aborted, false);
    await clock.advance(1);
    assert.equal(questions[0]?.signal?.aborted, true);
    searches.at('http://10.0.0.2/v1', limits);
    submit('http://10.0.0.2/v1', 12);
    assert.equal(questions[1]?.signal?.aborted, false);
    searches.stop();
    assert.equal(questions[1]?.signal?.aborted, true);
  });
});
