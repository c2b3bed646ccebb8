import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { JsonValue } from '../../../../src/core/json.ts';
import { ReasoningDetails } from '../../../../src/core/providers/mapping/reasoningDetails.ts';

function joined(...deltas: readonly (readonly JsonValue[])[]) {
  const details = new ReasoningDetails();
  for (const delta of deltas) details.add(delta);
  return details.entries;
}

const text = 'reasoning.text';
const secret = 'reasoning.encrypted';

describe('the pieces of OpenRouter’s reasoning', () => {
  it('of one index and type are one entry: texts grow, the rest is that of the last', () => {
    assert.deepEqual(
      joined(
        [{ type: text, text: 'I ', format: 'f', signature: null, index: 0 }],
        [{ type: text, text: 'see', index: 0 }],
        [{ type: text, signature: 's', index: 0 }],
      ),
      [{ type: text, text: 'I see', format: 'f', signature: 's', index: 0 }],
    );
    assert.deepEqual(
      joined(
        [{ type: 'reasoning.summary', summary: 'a', index: 0 }],
        [{ type: 'reasoning.summary', summary: 'b', index: 0 }],
      ),
      [{ type: 'reasoning.summary', summary: 'ab', index: 0 }],
    );
  });

  it('of another index, type or id are another one', () => {
    const entries = [
      { type: text, text: 'a', index: 0 },
      { type: secret, data: 'x', id: 'r1', index: 0 },
      { type: secret, data: 'y', id: 'r2', index: 0 },
      { type: text, text: 'b', index: 1 },
    ];
    assert.deepEqual(joined(...entries.map((entry) => [entry])), entries);
  });

  it('without an index are one entry in a stream, and several in one message', () => {
    const [one, two] = [
      { type: text, text: 'a' },
      { type: text, text: 'b' },
    ];
    assert.deepEqual(joined([one], [two]), [{ type: text, text: 'ab' }]);
    assert.deepEqual(joined([one, two]), [one, two]);
  });

  it('are passed over where they are none', () => {
    assert.deepEqual(joined([null, 'x', 1]), []);
  });
});
