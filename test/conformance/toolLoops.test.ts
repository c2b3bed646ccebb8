import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';
import type { ModelEvent, Usage } from '../../src/core/messages.ts';
import { skipWithoutData } from './data.ts';
import { loadComparison, type ScriptedLoop, scriptedLoops } from './toolLoopData.ts';
import { driveLoop } from './toolLoopDriver.ts';

const loops = scriptedLoops();

describe('a scripted loop of tools', () => {
  skipWithoutData(loops);
  for (const loop of loops)
    for (const wire of loop.wires)
      for (const form of ['streamed', 'whole'] as const)
        it(`${loop.id} by ${wire}, ${form}: what has to be sent is sent, and what is said is read`, async () => {
          const compare = await loadComparison();
          const { bodies, answers } = await driveLoop(loop, wire, form);
          assert.deepEqual(compare(loop, wire, bodies), { problems: [], soft: [] });
          assert.deepEqual(answers.map(saidIn), scriptOf(loop).slice(0, answers.length));
          const { inputTokens, cachedInputTokens, outputTokens } =
            objectAt(objectAt(loop.data, 'expected'), 'usage') ?? {};
          assert.deepEqual(
            [sumOf(answers, 'inputTokens'), sumOf(answers, 'cachedInputTokens'), sumOf(answers, 'outputTokens')],
            [inputTokens, cachedInputTokens, outputTokens],
          );
        });
});

/** The words of an answer, the tools that it calls, and how it ended. */
interface Said {
  readonly text: string;
  readonly calls: readonly string[];
  readonly finish: string;
}

function saidIn(events: readonly ModelEvent[]): Said {
  const done = events.find((event) => event.type === 'done');
  return {
    text: events.map((event) => (event.type === 'text' ? event.text : '')).join(''),
    calls: events.filter((event) => event.type === 'tool-call').map(({ name }) => name),
    finish: done?.finishReason ?? '',
  };
}

function scriptOf({ data }: ScriptedLoop): Said[] {
  const turns = listAt(data, 'turns').filter((turn) => textAt(turn, 'user') === undefined);
  return turns.map((turn) => ({
    text: textAt(turn, 'text') ?? '',
    calls: listAt(turn, 'calls').map((call) => textAt(call, 'name') ?? ''),
    finish: textAt(turn, 'finish') ?? '',
  }));
}

function sumOf(answers: readonly (readonly ModelEvent[])[], field: keyof Usage): number {
  const counts = answers.flat().map((event) => (event.type === 'usage' ? (event.usage[field] ?? 0) : 0));
  return counts.reduce((sum, count) => sum + count, 0);
}
