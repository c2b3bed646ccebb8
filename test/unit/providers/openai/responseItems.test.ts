import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/core/json.ts';
import { ResponseItems } from '../../../../src/core/providers/openai/responseItems.ts';

const output = (text: string) => ({ type: 'output_text', text });
const message = (...texts: readonly string[]) => ({ type: 'message', content: texts.map(output) });
const delta = (text: string) => ({ type: 'response.output_text.delta', delta: text });

/** What is told of each piece of a stream, in its order: text as it is, reasoning within parentheses. */
function told(...chunks: readonly JsonObject[]) {
  const items = new ResponseItems();
  const events = chunks.map((chunk) =>
    items
      .read(chunk)
      .map((event) =>
        event.type === 'text' ? event.text : event.type === 'reasoning' ? `(${event.text})` : event.type,
      )
      .join('|'),
  );
  return { items, events };
}

describe('the items of a response', () => {
  it('are told once, though parts, items and the response repeat them', () => {
    const { events, items } = told(
      delta('Hel'),
      delta('lo'),
      { type: 'response.output_text.done', text: 'Hello' },
      { type: 'response.content_part.done', part: output('Hello') },
      { type: 'response.output_item.done', item: message('Hello') },
    );
    assert.deepEqual(events, ['Hel', 'lo', '', '', '']);
    assert.deepEqual(items.rest([message('Hello')]), []);
  });

  it('are told with the first piece that has them, where a server leaves the deltas out', () => {
    const part = { type: 'response.content_part.done', part: output('Hello') };
    assert.deepEqual(told(part).events, ['Hello']);
    assert.deepEqual(told({ type: 'response.output_text.done', text: 'Hello' }, part).events, ['Hello', '']);
    assert.deepEqual(told({ type: 'response.output_item.done', item: message('Hel', 'lo') }).events, ['Hello']);
    assert.deepEqual(told().items.rest([message('Hello')]), [{ type: 'text', text: 'Hello' }]);
  });

  it('are made whole where the end of a text is missing', () => {
    const { events } = told(delta('Hel'), { type: 'response.content_part.done', part: output('Hello') });
    assert.deepEqual(events, ['Hel', 'lo']);
    const next = told(delta('One.'), { type: 'response.content_part.done', part: output('One.') }, delta('Tw'), {
      type: 'response.output_item.done',
      item: message('One.', 'Two.'),
    });
    assert.deepEqual(next.events, ['One.', '', 'Tw', 'o.']);
  });

  it('keep what was told where the end says something else', () => {
    const { events } = told(
      delta('Hello'),
      { type: 'response.content_part.done', part: output('Goodbye') },
      {
        type: 'response.content_part.done',
      },
    );
    assert.deepEqual(events, ['Hello', '', '']);
  });

  it('are a refusal where a piece says so', () => {
    for (const chunk of [
      { type: 'response.refusal.delta', delta: 'No.' },
      { type: 'response.refusal.done', refusal: 'No.' },
      { type: 'response.content_part.done', part: { type: 'refusal', refusal: 'No.' } },
    ]) {
      const { items, events } = told(chunk);
      assert.deepEqual([events, items.refused], [['No.'], true]);
    }
    assert.equal(told(delta('Yes.')).items.refused, false);
  });

  it('have reasoning in deltas, or else at their end, and once', () => {
    const item = { type: 'reasoning', summary: [{ text: 'First.' }, { text: 'Then.' }] };
    const done = { type: 'response.output_item.done', item };
    assert.deepEqual(told(done, done).events, ['(First.\n\nThen.)', '']);
    assert.deepEqual(told({ type: 'response.reasoning_summary_text.delta', delta: 'First.' }, done).events, [
      '(First.)',
      '',
    ]);
    assert.deepEqual(told({ type: 'response.reasoning_text.delta', delta: 'Raw.' }).events, ['(Raw.)']);
  });

  it('have begun with the first text or thought', () => {
    assert.equal(told({ type: 'response.created' }).items.hasBegun, false);
    assert.equal(told(delta('')).items.hasBegun, false);
    assert.equal(told(delta('a')).items.hasBegun, true);
    assert.equal(told({ type: 'response.reasoning_text.delta', delta: 'Raw.' }).items.hasBegun, true);
  });
});
