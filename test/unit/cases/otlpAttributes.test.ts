import assert from 'node:assert/strict';
import { anyValue } from '../../../src/core/cases/formats/otlpAttributes.ts';
import type { JsonValue } from '../../../src/core/json.ts';

describe('values of OTLP', () => {
  const values: readonly (readonly [JsonValue | undefined, JsonValue])[] = [
    [undefined, null],
    ['bare', 'bare'],
    [{ stringValue: '' }, ''],
    [{ intValue: '12' }, 12],
    [{ intValue: 12 }, 12],
    [{ doubleValue: 0.5 }, 0.5],
    [{ boolValue: true }, true],
    [{ boolValue: false }, false],
    [{ bytesValue: 'AA==' }, 'AA=='],
    [{ arrayValue: { values: [{ intValue: '1' }, { boolValue: false }] } }, [1, false]],
    [{ arrayValue: {} }, []],
    [{ kvlistValue: { values: [{ key: 'a', value: { stringValue: 'b' } }] } }, { a: 'b' }],
    [{}, null],
  ];
  for (const [written, meant] of values)
    it(`read ${JSON.stringify(written)} as ${JSON.stringify(meant)}`, () => {
      assert.deepEqual(anyValue(written), meant);
    });
});
