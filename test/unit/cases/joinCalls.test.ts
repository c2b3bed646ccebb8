import assert from 'node:assert/strict';
import { emptyCall, type LoggedCall } from '../../../src/core/cases/calls/loggedCall.ts';
import { textMessage, textOf } from '../../../src/core/cases/calls/readMessages.ts';
import { CallJoiner } from '../../../src/core/cases/joinCalls.ts';

describe('CallJoiner', () => {
  it('joins the messages of events with the counts of their span, in any order of files', () => {
    const span = part({ joinKey: 'span t s', usage: { inputTokens: 3 } });
    const asked = part({ joinKey: 'span t s', messages: [textMessage('user', 'Where?')], appends: true });
    const answered = part({
      joinKey: 'span t s',
      answers: [{ message: textMessage('assistant', 'Here.') }],
      appends: true,
    });
    for (const parts of [
      [span, asked, answered],
      [asked, answered, span],
    ]) {
      const [call, ...more] = joined(parts).calls;
      assert.deepEqual(more, []);
      assert.deepEqual(call?.messages.map(textOf), ['Where?']);
      assert.equal(call?.answers.length, 1);
      assert.equal(call?.usage.inputTokens, 3);
    }
  });

  it('keeps the attempt that was answered, and counts the other as a retry', () => {
    const failed = part({ ids: { request: 'r' }, error: 'timeout' });
    const answered = part({ ids: { request: 'r' }, answers: [{ message: textMessage('assistant', 'Here.') }] });
    for (const parts of [
      [failed, answered],
      [answered, failed],
    ]) {
      const { calls, counts } = joined(parts);
      assert.deepEqual(
        calls.map(({ error, answers }) => [error, answers.length]),
        [[undefined, 1]],
      );
      assert.deepEqual(counts, { retries: 1, duplicates: 0 });
    }
  });

  it('keeps the innermost of two spans of one answer that has the messages', () => {
    const messages = [textMessage('user', 'Where?')];
    const outer = part({ ids: { trace: 't', span: 'o', response: 'a' }, messages, metadata: { of: 'outer' } });
    const inner = part({
      ids: { trace: 't', span: 'i', parent: 'o', response: 'a' },
      messages,
      metadata: { of: 'inner' },
    });
    for (const parts of [
      [outer, inner],
      [inner, outer],
    ]) {
      const { calls, counts } = joined(parts);
      assert.deepEqual(
        calls.map(({ metadata }) => metadata),
        [{ of: 'inner' }],
      );
      assert.equal(counts.duplicates, 1);
    }
  });

  it('drops a span without content beside one that has it', () => {
    const withText = part({
      ids: { trace: 't', span: 'i', parent: 'o' },
      joinKey: 'span t i',
      messages: [textMessage('user', 'Where?')],
    });
    const bare = part({ ids: { trace: 't', span: 'o' }, joinKey: 'span t o' });
    const { calls, counts } = joined([bare, withText]);
    assert.deepEqual(
      calls.map(({ ids }) => ids.span),
      ['i'],
    );
    assert.equal(counts.duplicates, 1);
  });

  it('keeps calls apart that share the id of an answer and ask different things', () => {
    const calls = ['One?', 'Two?'].map((text) =>
      part({ ids: { response: 'cached' }, messages: [textMessage('user', text)] }),
    );
    assert.equal(joined(calls).calls.length, 2);
  });

  it('adds a score to its call', () => {
    const call = part({ ids: { request: 'o' }, messages: [textMessage('user', 'Where?')] });
    const score = part({ ids: { request: 'o' }, feedback: { thumbs: 1 } });
    for (const parts of [
      [call, score],
      [score, call],
    ]) {
      const { calls, counts } = joined(parts);
      assert.deepEqual(
        calls.map(({ feedback, messages }) => [feedback, messages.length]),
        [[{ thumbs: 1 }, 1]],
      );
      assert.equal(counts.retries, 0);
    }
  });

  it('holds no more than its bound', () => {
    const joiner = new CallJoiner(1_000);
    const given = [1, 2, 3].flatMap((number) => joiner.add(part({ ids: { request: `r${number}` } }), 600));
    assert.deepEqual(
      given.map(({ ids }) => ids.request),
      ['r1', 'r2'],
    );
    assert.deepEqual(
      joiner.end().map(({ ids }) => ids.request),
      ['r3'],
    );
  });
});

function part(fields: Partial<LoggedCall>): LoggedCall {
  return { ...emptyCall('otel-gen-ai'), ...fields };
}

function joined(parts: readonly LoggedCall[]) {
  const joiner = new CallJoiner();
  const early = parts.flatMap((one) => joiner.add(one, 100));
  return { calls: [...early, ...joiner.end()], counts: joiner.counts };
}
