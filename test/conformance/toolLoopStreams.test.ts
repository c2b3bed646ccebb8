import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { listAt, objectAt } from '../../src/core/jsonRead.ts';
import type { ModelEvent } from '../../src/core/messages.ts';
import { anthropicReader } from '../../src/core/providers/anthropic/anthropicReader.ts';
import { googleReader } from '../../src/core/providers/google/googleReader.ts';
import { openaiReader } from '../../src/core/providers/openai/openaiReader.ts';
import type { StreamReader } from '../../src/core/providers/wire/streamReader.ts';
import { readWholeAnswer } from '../../src/core/providers/wire/wholeAnswer.ts';
import { accessTo, callOf } from '../support/access.ts';
import { type Collected, collect } from '../support/collect.ts';
import { skipWithoutData } from './data.ts';
import { scriptedLoops } from './toolLoopData.ts';
import { encodedAnswer, loopRegistry, speakerOf } from './toolLoopWires.ts';

const answers = scriptedLoops().flatMap(({ id, data, wires }) =>
  wires.flatMap((wire) =>
    listAt(objectAt(objectAt(data, 'wires'), wire), 'answers').map((answer, round) => ({
      name: `${id} ${wire} ${round + 1}`,
      wire,
      bytes: new TextEncoder().encode(encodedAnswer(wire, answer)),
      whole: objectAt(answer, 'response'),
    })),
  ),
);

const registry = loopRegistry();

/** The events of an answer that arrives in pieces of these lengths, over and over. */
function read(wire: string, bytes: Uint8Array, lengths: readonly number[]): Promise<Collected> {
  const provider = registry.get(speakerOf(wire)) ?? assert.fail(`nobody speaks ${wire}`);
  let [place, turn] = [0, 0];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const end = place + (lengths[turn++ % lengths.length] ?? 1);
      if (place >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(place, end));
      place = end;
    },
  });
  const rawFetch = () => Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
  const access = accessTo(provider.defaultBaseUrl ?? '', { rawFetch });
  return collect(provider.stream(callOf('m', 'hi'), access, new AbortController().signal));
}

const source = { who: 'Vendor', model: 'm', wallTime: 0 };
/** The readers of the lines of batch jobs. */
const readers: Readonly<Record<string, () => StreamReader>> = {
  'openai-responses': () => openaiReader(source),
  anthropic: () => anthropicReader(source),
  google: () => googleReader(source),
};

const isMade = ({ type }: ModelEvent) => type === 'tool-call' || type === 'turn';

describe('the answers of the scripted loops', () => {
  skipWithoutData(answers);
  if (answers.length === 0) return;
  const anAnswer = fc.constantFrom(...answers);

  it('are read alike however they are split', async () => {
    await fc.assert(
      fc.asyncProperty(
        anAnswer,
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
        async (answer, lengths) => {
          const { wire, bytes } = answer;
          const whole = await read(wire, bytes, [bytes.length]);
          assert.equal(whole.error, undefined);
          assert.deepEqual((await read(wire, bytes, lengths)).events, whole.events);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('hold the same calls and state in the line of a batch job', async () => {
    for (const { name, wire, bytes, whole } of answers) {
      const reader = readers[wire]?.();
      if (!reader || !whole) continue;
      const { events, fate } = readWholeAnswer({ key: 'k', reader, body: whole, who: source.who });
      assert.equal(fate, 'answered', name);
      const streamed = await read(wire, bytes, [bytes.length]);
      assert.deepEqual(events.filter(isMade), streamed.events.filter(isMade), name);
    }
  });

  it('give no half call and no turn when they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(anAnswer, fc.double({ min: 0, max: 1, noNaN: true }), async ({ wire, bytes }, cut) => {
        const whole = (await read(wire, bytes, [bytes.length])).events.filter(isMade);
        const { events, error } = await read(wire, bytes.subarray(0, Math.floor(cut * bytes.length)), [bytes.length]);
        const made = events.filter(isMade);
        assert.deepEqual(made, error === undefined ? whole : whole.slice(0, made.length));
        if (error !== undefined) assert.ok(made.every(({ type }) => type === 'tool-call'));
      }),
      { numRuns: 300 },
    );
  });
});
