import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { skipWithoutData } from './data.ts';
import { loadComparison, scriptedLoops } from './toolLoopData.ts';
import { driveLoop } from './toolLoopDriver.ts';

const loops = scriptedLoops();

/** Worth a look, not wrong, and as it should be: the texts name the field that the comparison would like to see. */
const expectedSoft: readonly string[] = [];

describe('a scripted loop of tools', () => {
  skipWithoutData(loops);
  for (const loop of loops)
    for (const wire of loop.wires)
      for (const form of ['streamed', 'whole'] as const)
        it(`${loop.id} sends by ${wire} what has to be sent, its answers ${form}`, async () => {
          const compare = await loadComparison();
          const { bodies } = await driveLoop(loop, wire, form);
          const { problems, soft } = compare(loop, wire, bodies);
          assert.deepEqual({ problems, soft }, { problems: [], soft: expectedSoft });
        });
});
