import assert from 'node:assert/strict';
import { isStrictSchema } from '../../../../src/core/providers/mapping/outputSchema.ts';

describe('a schema that can be held strictly', () => {
  const closed = { required: ['a'], additionalProperties: false };

  it('has closed objects with every property required, all the way down', () => {
    const properties = { a: { type: 'string' } };
    assert.equal(isStrictSchema({ type: 'object', properties, ...closed }), true);
    assert.equal(isStrictSchema({ type: 'object' }), false, 'an object without properties may hold anything');
    assert.equal(isStrictSchema({ properties }), false, 'properties make an object of it');
    assert.equal(isStrictSchema({ properties, ...closed }), true);
    assert.equal(isStrictSchema({ properties, ...closed, required: [] }), false);
    assert.equal(isStrictSchema({ properties: { a: { type: 'object' } }, ...closed }), false);
    assert.equal(isStrictSchema({ anyOf: [{ type: 'string' }, { type: 'object' }] }), false);
    assert.equal(isStrictSchema({ type: 'string', enum: [{ type: 'object' }] }), true, 'a choice is no schema');
  });
});
