import assert from 'node:assert/strict';
import type { RunEvent } from '../../../../../src/core/run/events.ts';
import { initialState, isHostMessage, receive } from '../../../../../src/webview/compare/state/compareStore.ts';
import { cellId, delta, models, runStarted, setup, snapshotOf, started } from '../../../../e2e/panel/panelStates.ts';

const [luna] = models;
const connected = receive(initialState, snapshotOf([runStarted(), started(luna)]));

function events(seq: number, ...happened: RunEvent[]) {
  return { type: 'events', seq, events: happened } as const;
}

function textAfter(state: typeof connected): string | undefined {
  return state.run?.cells[cellId(luna)]?.text;
}

describe('the store of the compare panel', () => {
  it('folds events that follow the snapshot', () => {
    const state = [events(2, delta(luna, 'Hel')), events(3, delta(luna, 'lo'))].reduce(receive, connected);
    assert.equal(textAfter(state), 'Hello');
    assert.equal(state.seq, 3);
  });

  it('asks for a new snapshot when a message is missing, and changes nothing until it comes (fault 81)', () => {
    const behind = receive(connected, events(3, delta(luna, 'lost the beginning')));
    assert.equal(behind.isBehind, true);
    assert.equal(textAfter(receive(behind, events(4, delta(luna, 'more')))), '');
    const again = receive(behind, { ...snapshotOf([runStarted(), started(luna), delta(luna, 'whole')]), seq: 9 });
    assert.deepEqual([again.isBehind, again.seq, textAfter(again)], [false, 9, 'whole']);
  });

  it('ignores a message that it has already seen', () => {
    const once = receive(connected, events(2, delta(luna, 'once')));
    assert.equal(textAfter(receive(once, events(2, delta(luna, 'once')))), 'once');
  });

  it('takes a new setup without touching the run', () => {
    const state = receive(connected, { type: 'setup', seq: 2, setup: { ...setup, estimate: 'est. $1' } });
    assert.equal(state.setup?.estimate, 'est. $1');
    assert.equal(state.run, connected.run);
  });

  it('keeps the run before as the previous one when a new run starts', () => {
    const state = receive(connected, events(2, runStarted(models, 'run-2')));
    assert.deepEqual([state.run?.runId, state.previous?.runId], ['run-2', 'run-1']);
  });

  it('tells messages of the host from those of others', () => {
    assert.equal(isHostMessage(events(1)), true);
    for (const other of [null, 'events', {}, { type: 'events' }, { type: 'run', seq: 1 }, { type: 'setup', seq: '1' }])
      assert.equal(isHostMessage(other), false);
  });
});
