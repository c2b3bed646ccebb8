import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { type ServerSentEvent, ServerSentEvents } from '../../../../src/core/providers/wire/serverSentEvents.ts';

/** The events in these bytes, handed over in pieces of so many. */
function eventsIn(text: string, size = Number.POSITIVE_INFINITY): ServerSentEvent[] {
  const bytes = new TextEncoder().encode(text);
  const parser = new ServerSentEvents();
  const events: ServerSentEvent[] = [];
  for (let start = 0; start < bytes.length; start += size)
    events.push(...parser.add(bytes.subarray(start, start + size)));
  return [...events, ...[parser.end() ?? []].flat()];
}

const unnamed = (data: string): ServerSentEvent => ({ name: '', data });

describe('ServerSentEvents', () => {
  it('reads names and data, and passes over comments and other fields', () => {
    assert.deepEqual(eventsIn('event: delta\nid: 7\n: hello\ndata: {"a":1}\n\ndata:two\n\n'), [
      { name: 'delta', data: '{"a":1}' },
      unnamed('two'),
    ]);
  });

  it('joins the data of several lines', () => {
    assert.deepEqual(eventsIn('data: [1,\ndata: 2]\n\n'), [unnamed('[1,\n2]')]);
  });

  it('takes a line to end with LF, CR or both', () => {
    assert.deepEqual(eventsIn('data: 1\r\n\r\ndata: 2\r\rdata: 3\n\n'), [unnamed('1'), unnamed('2'), unnamed('3')]);
  });

  it('passes over a byte order mark', () => {
    assert.deepEqual(eventsIn('\ufeffdata: 1\n\n'), [unnamed('1')]);
  });

  it('tells no event without data', () => {
    assert.deepEqual(eventsIn('event: ping\n\ndata:\n\ndata: 1\n\n'), [unnamed('1')]);
  });

  it('tells a last event that lacks only its blank line, and no half one', () => {
    assert.deepEqual(eventsIn('data: {"a":1}'), [unnamed('{"a":1}')]);
    assert.deepEqual(eventsIn('data: [DONE]\n'), [unnamed('[DONE]')]);
    assert.deepEqual(eventsIn('data: 1\n\ndata: {"a":'), [unnamed('1')]);
  });

  it('says the same wherever the bytes are cut', () => {
    const line = fc.constantFrom('data: {"ü":"世界 👋"}', 'data: 2', 'event: x', ': c', '', '');
    const lines = fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')));
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 9 }), (parts, size) => {
        const text = parts.flat().join('');
        assert.deepEqual(eventsIn(text, size), eventsIn(text));
      }),
    );
  });
});
