import assert from 'node:assert/strict';
import type { PlannedCell, RunEvent } from '../../../src/core/run/events.ts';
import { foldAll } from '../../../src/core/run/state.ts';

const cell = (id: string, target: string): PlannedCell => ({
  id,
  target,
  caseId: id,
  repeat: 0,
  inputs: {},
  messages: [],
});
const target = (id: string) => ({ id, model: 'a/b', parameters: {} });

describe('a run that grows', () => {
  it('gains columns and cells behind those that it has, which keep what they have', () => {
    const run = { runId: 'r', at: 1 };
    const events: RunEvent[] = [
      {
        type: 'run-started',
        ...run,
        prompt: 's',
        promptVersion: 'v',
        kind: 'improve',
        targets: [target('a')],
        cells: [cell('1', 'a')],
      },
      { type: 'cell-cancelled', cell: '1', at: 2, target: 'a', model: 'a/b', partial: 'half' },
      { type: 'run-extended', ...run, targets: [target('b')], cells: [cell('1', 'a'), cell('2', 'b')] },
      { type: 'run-extended', ...run, targets: [], cells: [cell('3', 'a')] },
    ];
    const state = foldAll(events);
    assert.deepEqual(
      state?.targets.map(({ id }) => id),
      ['a', 'b'],
    );
    assert.deepEqual(
      state?.plan.map(({ id }) => id),
      ['1', '2', '3'],
    );
    assert.deepEqual(
      Object.values(state?.cells ?? {}).map(({ status, text }) => [status, text]),
      [
        ['cancelled', 'half'],
        ['queued', ''],
        ['queued', ''],
      ],
    );
    assert.equal(state?.kind, 'improve');
  });
});
