import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/core/json.ts';
import { GoogleCalls } from '../../../../src/core/providers/google/googleCalls.ts';

/** The arguments of one call whose pieces come one by one, as JSON. */
function inputOf(pieces: readonly JsonObject[], args: JsonObject = {}): string {
  const calls = new GoogleCalls('Google');
  calls.take({ name: 'order', args, willContinue: true });
  for (const piece of pieces) calls.take({ partialArgs: [piece], willContinue: true });
  return JSON.stringify(calls.end()[0]?.input);
}

describe('a call of Gemini in pieces', () => {
  it('adds to the arguments that came with its name', () => {
    const pieces = [
      { jsonPath: '$.note', stringValue: 'b' },
      { jsonPath: '$.sizes[1]', numberValue: 2 },
    ];
    assert.equal(inputOf(pieces, { note: 'a', sizes: [1] }), '{"note":"ab","sizes":[1,2]}');
  });

  it('takes every name for a field, whatever it means to JavaScript', () => {
    assert.equal(inputOf([{ jsonPath: '$.__proto__.x', numberValue: 1 }]), '{"__proto__":{"x":1}}');
    assert.equal(inputOf([{ jsonPath: '$.constructor', stringValue: 'c' }]), '{"constructor":"c"}');
    assert.equal(Reflect.get({}, 'x'), undefined);
  });

  for (const [name, pieces] of Object.entries({
    'no path': [{ jsonPath: 'note', stringValue: 'x' }],
    'an empty path': [{ jsonPath: '$', stringValue: 'x' }],
    'a place behind a gap': [{ jsonPath: '$.list[1]', stringValue: 'x' }],
    'a field of a text': [
      { jsonPath: '$.a', stringValue: 'x' },
      { jsonPath: '$.a.b', stringValue: 'y' },
    ],
    'a field of a list': [
      { jsonPath: '$.a[0]', stringValue: 'x' },
      { jsonPath: '$.a.b', stringValue: 'y' },
    ],
    'a path without end': [{ jsonPath: `$${'.a'.repeat(101)}`, stringValue: 'x' }],
  }))
    it(`is broken by ${name}`, () => {
      assert.throws(() => inputOf(pieces), /Google sent an argument of a call at a place that is none\./);
    });

  it('may be as deep as any that can be read', () => {
    assert.match(inputOf([{ jsonPath: `$${'.a'.repeat(100)}`, stringValue: 'x' }]), /"x"\}{100}$/);
  });
});
