import assert from 'node:assert/strict';
import { TokenCounter } from '../../../../src/node/tokens/tokenCounter.ts';
import { eventually } from '../../../support/eventually.ts';

const workerFile = new URL('../../../../src/node/tokens/tokenCounterWorker.ts', import.meta.url);

describe('TokenCounter', () => {
  const counters: TokenCounter[] = [];
  const open = (options: Partial<ConstructorParameters<typeof TokenCounter>[0]> = {}) => {
    const counter = new TokenCounter({ workerFile, ...options });
    counters.push(counter);
    return counter;
  };
  afterEach(() => Promise.all(counters.splice(0).map((counter) => counter.dispose())));

  it('counts as OpenAI does, and takes special tokens for the text they are', async () => {
    const texts = ['', 'hello world', 'Grüße, 世界!', '<|endoftext|>'];
    const { countTokens, isGuessed } = await open().count(texts);
    assert.deepEqual(texts.map(countTokens), [0, 2, 6, 7]);
    assert.equal(isGuessed, false);
  });

  it('starts no thread before there is something to count, and ends it when nobody asks any more', async () => {
    const counter = open({ idleMs: 1 });
    await counter.count([]);
    assert.equal(counter.isRunning, false);
    await counter.count(['some text']);
    await eventually('the thread to end', () => (counter.isRunning ? undefined : true));
    assert.equal((await counter.count(['another text'])).countTokens('another text'), 2);
  });

  it('remembers counts without asking again', async () => {
    const counter = open();
    const text = 'a sentence that is longer than what is its own key, by some words';
    const first = (await counter.count([text])).countTokens(text);
    await counter.dispose();
    assert.equal((await counter.count([text])).countTokens(text), first);
    assert.equal(counter.isRunning, false);
  });

  it('counts unbroken runs of letters in bounded time', async () => {
    const run = 'a'.repeat(100_000);
    const started = performance.now();
    const { countTokens } = await open().count([run]);
    assert.ok(countTokens(run) > 10_000 && countTokens(run) < 15_000, `${countTokens(run)}`);
    assert.ok(performance.now() - started < 5000);
  });

  it('guesses one token per four characters, and says so, when its thread cannot start', async () => {
    const missing = open({ workerFile: new URL('./no-such-worker.ts', import.meta.url) });
    const { countTokens, isGuessed } = await missing.count(['twelve chars']);
    assert.deepEqual([countTokens('twelve chars'), isGuessed], [3, true]);
  });

  it('counts many texts in the order in which they were asked', async () => {
    const texts = Array.from({ length: 2500 }, (_, index) => 'word '.repeat(index % 7));
    const counter = open();
    const [first, second] = await Promise.all([counter.count(texts), counter.count(['word'])]);
    assert.deepEqual([first?.countTokens('word '.repeat(6)), second?.countTokens('word')], [7, 1]);
  });
});
