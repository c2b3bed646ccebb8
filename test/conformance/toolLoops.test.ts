import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';
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
          const { bodies, results } = await driveLoop(loop, wire, form);
          assert.deepEqual(compare(loop, wire, bodies), { problems: [], soft: [] });
          const said = results.flatMap((result) => [...(result.rounds ?? []), result]);
          assert.deepEqual(
            said.map(({ answer, toolCalls, finishReason }): Said => {
              return { text: answer, calls: toolCalls.map(({ name }) => name), finish: finishReason };
            }),
            scriptOf(loop).slice(0, said.length),
          );
          const usage = objectAt(objectAt(loop.data, 'expected'), 'usage');
          for (const field of ['inputTokens', 'cachedInputTokens', 'outputTokens'] as const)
            assert.equal(sumOf(results.map((result) => result.usage?.[field])), usage?.[field], field);
        });
});

/** The words of an answer, the tools that it calls, and how it ended. */
interface Said {
  readonly text: string;
  readonly calls: readonly string[];
  readonly finish: string;
}

function scriptOf({ data }: ScriptedLoop): Said[] {
  const turns = listAt(data, 'turns').filter((turn) => textAt(turn, 'user') === undefined);
  return turns.map((turn) => ({
    text: textAt(turn, 'text') ?? '',
    calls: listAt(turn, 'calls').map((call) => textAt(call, 'name') ?? ''),
    finish: textAt(turn, 'finish') ?? '',
  }));
}

function sumOf(counts: readonly (number | undefined)[]): number {
  return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}
