import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { anyId, CallIds, nineCharacterId, wordId } from '../../../../src/core/providers/mapping/callIds.ts';

const sentIds = (ids: readonly string[], form = nineCharacterId): string[] => {
  const calls = new CallIds(form);
  return ids.map((id) => calls.of(id));
};

describe('the ids of calls', () => {
  it('stay as they are where a vendor takes any', () => {
    assert.deepEqual(sentIds(['functions.find:0', 'ü'], anyId), ['functions.find:0', 'ü']);
  });

  it('become words where a vendor takes no other signs, and stay apart', () => {
    assert.deepEqual(sentIds(['toolu_1', 'find:0', 'find.0', ''], wordId), ['toolu_1', 'find_0', 'find_0_1', 'call']);
  });

  it('become nine letters and digits, unless they are', () => {
    const [own, foreign = ''] = sentIds(['abcDEF123', 'call_1']);
    assert.equal(own, 'abcDEF123');
    assert.match(foreign, /^[a-zA-Z0-9]{9}$/);
  });

  it('are the same for a call and its result, and in a longer conversation of the same beginning', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 30 }), fc.array(fc.string(), { maxLength: 5 }), (ids, more) => {
        const sent = sentIds(ids);
        assert.deepEqual(sentIds([...ids, ...ids]), [...sent, ...sent]);
        assert.deepEqual(sentIds([...ids, ...more]).slice(0, ids.length), sent);
        assert.equal(new Set(sent).size, new Set(ids).size);
      }),
    );
  });

  it('stay apart where two forms of an id meet', () => {
    const [foreign = ''] = sentIds(['call_1']);
    const both = sentIds([foreign, 'call_1']);
    assert.equal(both[0], foreign);
    assert.notEqual(both[1], foreign);
  });
});
