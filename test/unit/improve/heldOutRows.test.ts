import assert from 'node:assert/strict';
import type { PlannedCell, RunEvent } from '../../../src/core/run/events.ts';
import { searchEvents } from '../../support/heldOutRows.ts';

const greeting = 'To whom it may concern, I write to you since';
const working = `${greeting} my kettle leaks all over the kitchen.`;
const heldOut = `${greeting} nobody came to fetch the broken wardrobe.`;

function seen(request: string): readonly string[] {
  const cell = (caseId: string, target: string, text: string): PlannedCell => ({
    id: `${caseId} ${target}`,
    target,
    caseId,
    repeat: 0,
    inputs: target.startsWith('reflecting') ? {} : { mail: text },
    messages: [{ role: 'user', parts: [{ type: 'text', text }] }],
  });
  const improve = {
    seed: '',
    file: 'a.prompt',
    text: 'Sort {{mail}}',
    target: 'a/b',
    reflect: 'a/c',
    split: { working: ['w'], choosing: [], heldOut: ['h'] },
    draws: 1,
    suite: '',
  };
  const events: readonly RunEvent[] = [
    {
      type: 'run-started',
      at: 1,
      runId: 'r',
      prompt: 's',
      promptVersion: 'v',
      kind: 'improve',
      improve,
      targets: [],
      cells: [],
    },
    {
      type: 'run-extended',
      at: 2,
      runId: 'r',
      targets: [],
      cells: [
        cell('w', 'a/b, start', working),
        cell('h', 'a/b, start', heldOut),
        cell('reflection-1', 'reflecting, a/c', request),
      ],
    },
  ];
  return searchEvents(events).seen;
}

describe('the search for held-out rows in requests', () => {
  it('finds a row, and a part of one', () => {
    assert.deepEqual(seen(`Improve this. ${heldOut}`), ['h in reflection-1']);
    assert.deepEqual(seen('It fails where nobody came to fetch the broken thing.'), ['h in reflection-1']);
  });

  it('takes no offence at what a row that may be shown says too', () =>
    assert.deepEqual(seen(`Improve this. ${working}`), []));
});
