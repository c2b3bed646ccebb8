import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/core/json.ts';
import { CallFragments } from '../../../../src/core/providers/mapping/callFragments.ts';

const first = (id: string, given: string): JsonObject => ({
  index: 0,
  id,
  function: { name: 'find', arguments: given },
});
const next = (given: string): JsonObject => ({ index: 0, function: { arguments: given } });

function joined(...fragments: readonly JsonObject[]) {
  const calls = new CallFragments();
  for (const fragment of fragments) calls.add(fragment);
  return calls.take().map(({ id, input }) => [id, input]);
}

describe('the fragments of a call', () => {
  it('are joined, and a whole call that is given once more counts once', () => {
    assert.deepEqual(joined(first('a', ''), next('{"n":'), next('1}')), [['a', { n: 1 }]]);
    assert.deepEqual(joined(first('a', '{"n":1}'), next('{"n":1}')), [['a', { n: 1 }]]);
    assert.deepEqual(joined(first('a', '1'), next('1')), [['a', 1]]);
    assert.deepEqual(joined(first('a', '[1,'), next('[1,'), next('2]]')), [['a', [1, [1, 2]]]]);
  });

  it('of another call under the same index begin it', () => {
    const another = { index: 0, function: { name: 'find', arguments: '{"n":2}' } };
    assert.deepEqual(
      joined(first('', '{"n":1}'), another).map(([, input]) => input),
      [{ n: 1 }, { n: 2 }],
    );
    assert.deepEqual(
      joined(first('a', '{"n":1}'), first('b', '{"n":2}')).map(([id]) => id),
      ['a', 'b'],
    );
  });

  it('are parsed when the call is whole and not with each piece', () => {
    const pieces = Array.from({ length: 20_000 }, (_, index) => `"piece ${index}",`);
    const parse = JSON.parse;
    let parsed = 0;
    JSON.parse = (text, reviver) => {
      parsed++;
      return parse(text, reviver);
    };
    try {
      const [call] = joined(first('a', '['), ...pieces.map(next), next('0]'));
      assert.equal(Array.isArray(call?.[1]) && call[1].length, 20_001);
    } finally {
      JSON.parse = parse;
    }
    assert.ok(parsed < 5, `${parsed} times`);
  });
});
