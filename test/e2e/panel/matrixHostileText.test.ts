import assert from 'node:assert/strict';
import { PolypromptError } from '../../../src/core/errors.ts';
import type { MatrixHostMessage } from '../../../src/protocol.ts';
import { infestedRun } from './matrixHostileRun.ts';
import { detailsOf, matrixSetup, viewOf } from './matrixStates.ts';
import { underAttack } from './underAttack.ts';

function infested(payload: string, seq: number): readonly MatrixHostMessage[] {
  const run = infestedRun(payload);
  const history = [{ runId: payload, startedAt: 0, label: payload }];
  const setup = { ...matrixSetup, title: payload, estimate: payload, history };
  const lane = {
    lane: 0,
    model: payload,
    state: 'stopped' as const,
    concurrency: 1,
    error: new PolypromptError('billing', payload, { hint: payload }).toRecord(),
  };
  const view = { ...viewOf(run), lanes: [lane], expected: payload };
  const row = Object.values(detailsOf(run))[0] ?? null;
  return [
    { type: 'snapshot', seq, setup, view },
    { type: 'row', seq: seq + 1, row, reveals: true },
  ];
}

describe('hostile text in the matrix', () => {
  const attack = underAttack();

  for (const view of ['plain', 'Markdown', 'diff'] as const) {
    it(`stays text, shown ${view}: nothing runs, nothing is fetched, nothing is wished`, async () => {
      const matrix = await attack.browser.openMatrix({ state: 'done' });
      if (view === 'Markdown') await matrix.page.keyboard.press('m');
      if (view === 'diff') await matrix.page.keyboard.press('d');
      await matrix.page.getByRole('button', { name: 'Show Earlier Runs' }).click();
      for (const [index, { id, payload }] of attack.payloads.entries()) {
        for (const message of infested(payload, index * 2 + 2)) await matrix.send(message);
        const state: unknown = await matrix.page.evaluate(
          "({ struck: window.struck ?? null, shown: document.querySelectorAll('.detail .column').length === 2 })",
        );
        assert.deepEqual(state, { struck: null, shown: true }, id);
      }
      assert.deepEqual([matrix.dialogs, matrix.strayRequests, attack.canary.requests], [[], [], []]);
      assert.deepEqual(
        matrix.complaints.filter((text) => !text.includes('favicon')),
        [],
      );
      const types = new Set((await matrix.posted()).map((message) => message.type));
      assert.deepEqual([...types], ['ready']);
      await matrix.close();
    });
  }
});
