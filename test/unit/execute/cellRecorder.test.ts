import assert from 'node:assert/strict';
import { PolypromptError } from '../../../src/core/errors.ts';
import { CellRecorder } from '../../../src/core/execute/cellRecorder.ts';
import type { ModelEvent } from '../../../src/core/messages.ts';
import { planCell } from '../../../src/core/plan/plan.ts';
import type { RunEvent } from '../../../src/core/run/events.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { quietEnvironment } from '../../support/sessionContext.ts';

const target = { id: 'a label', model: 'a/one', parameters: {} };
const cell = planCell({ caseId: 'c', inputs: {}, messages: [] }, target, 0);

function recorder(attempt = 1) {
  const events: RunEvent[] = [];
  const context = {
    environment: quietEnvironment(new FakeClock()),
    catalog: { entries: new Map() },
    emit: (event: RunEvent) => events.push(event),
  };
  return { events, recorder: new CellRecorder(context, { cell, target }, { number: attempt }) };
}

const done: ModelEvent = { type: 'done', finishReason: 'stop' };

describe('what is recorded of one attempt', () => {
  it('counts as content as soon as anything can be read', () => {
    for (const event of [
      { type: 'text', text: 'a' },
      { type: 'reasoning', text: 'a' },
      { type: 'tool-call', id: '1', name: 'f', input: {} },
    ] satisfies ModelEvent[]) {
      const { recorder: own } = recorder();
      assert.equal(own.hasContent, false);
      own.take(event);
      assert.equal(own.hasContent, true, event.type);
    }
  });

  it('adds the tokens that were reported, and knows none where none were', () => {
    for (const [usage, tokens] of [
      [{ inputTokens: 3, outputTokens: 2 }, 5],
      [{ outputTokens: 2 }, 2],
      [{ inputTokens: 3 }, 3],
      [{}, undefined],
    ] as const) {
      const { recorder: own } = recorder();
      own.take({ type: 'usage', usage });
      assert.equal(own.tokens, tokens);
    }
    assert.equal(recorder().recorder.tokens, undefined);
  });

  it('ends with all that came, under the names of its target', () => {
    const { recorder: own, events } = recorder(2);
    own.take({ type: 'reasoning', text: 'Hm.' });
    own.take({ type: 'text', text: 'Yes' });
    own.take({ type: 'text', text: '.' });
    own.take({ type: 'warning', warning: { field: 'seed', action: 'dropped', message: 'No seed.' } });
    own.take({ ...done, servedModel: 'one-2', requestId: 'r', rawFinishReason: 'end' });
    const { timing, ...result } = own.finish();
    assert.deepEqual(result, {
      target: 'a label',
      model: 'a/one',
      answer: 'Yes.',
      reasoning: 'Hm.',
      toolCalls: [],
      usage: null,
      cost: null,
      attempts: 2,
      servedModel: 'one-2',
      requestId: 'r',
      finishReason: 'stop',
      rawFinishReason: 'end',
      warnings: [{ field: 'seed', action: 'dropped', message: 'No seed.' }],
    });
    assert.deepEqual(Object.keys(timing), ['firstTokenMs', 'totalMs']);
    assert.deepEqual(
      events.map(({ type }) => type),
      ['cell-delta', 'cell-delta', 'cell-delta', 'cell-warning', 'cell-done'],
    );
  });

  it('is no answer before the model said that it was done', () => {
    const { recorder: own } = recorder();
    own.take({ type: 'text', text: 'Half' });
    assert.throws(() => own.finish(), { code: 'incomplete' });
  });

  it('tells how often it may be tried, more where it was tried more', () => {
    const error = new PolypromptError('overloaded', 'Down.');
    for (const [attempt, most] of [
      [1, 5],
      [9, 10],
    ] as const) {
      const { recorder: own, events } = recorder(attempt);
      own.retry(error, 5);
      const [retrying] = events;
      assert.ok(retrying?.type === 'cell-retrying');
      assert.deepEqual([retrying.attempt, retrying.maxAttempts, retrying.delayMs], [attempt, most, 5]);
    }
  });
});
