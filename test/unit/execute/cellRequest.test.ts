import assert from 'node:assert/strict';
import { type CellDesk, CellRequest } from '../../../src/core/execute/cellRequest.ts';
import type { PlannedCell } from '../../../src/core/run/events.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { scriptedRegistry } from '../../support/scriptedProvider.ts';
import { quietEnvironment } from '../../support/sessionContext.ts';

describe('CellRequest', () => {
  it('looks at its prompt when its turn comes, and once', () => {
    let looks = 0;
    const cell: PlannedCell = {
      ...{ id: 'c', target: 'fake/one', caseId: 'c', repeat: 0, inputs: {} },
      get messages() {
        looks++;
        return [{ role: 'user' as const, parts: [{ type: 'text' as const, text: 'Which label fits?' }] }];
      },
    };
    const clock = new FakeClock();
    const context = {
      registry: scriptedRegistry(clock, {}),
      environment: quietEnvironment(clock),
      catalog: { entries: new Map() },
      emit: () => undefined,
    };
    const desk: CellDesk = {
      accessTo: () => Promise.reject(new Error('nothing is asked')),
      called: () => undefined,
      answered: () => undefined,
      failed: () => undefined,
    };
    const target = { id: 'fake/one', model: 'fake/one', parameters: {} };
    const request = new CellRequest(context, { cell, target, rounds: [] }, desk);
    assert.deepEqual([request.id, request.isAwaited, looks], ['c', undefined, 0]);
    assert.ok(request.tokens > 100);
    assert.ok(request.maxCost >= 0);
    assert.equal(looks, 1);
  });
});
