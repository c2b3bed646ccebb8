import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/core/json.ts';
import type { OutputFormat } from '../../../../src/core/messages.ts';
import { Warnings } from '../../../../src/core/providers/contract/warnings.ts';
import { isStrictSchema, namedSchema } from '../../../../src/core/providers/mapping/outputSchema.ts';

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

describe('a schema with the name that OpenAI asks for', () => {
  const closed = { type: 'object', properties: {}, required: [], additionalProperties: false };
  const open = { type: 'object' };
  const limited = { ...closed, properties: { a: { type: 'string', minLength: 2 } }, required: ['a'] };
  const sent = (output: Partial<OutputFormat>, schema: JsonObject) => {
    const warnings = new Warnings();
    const { name, strict } = namedSchema({ format: 'json', ...output }, schema, warnings);
    return { name, strict, said: warnings.list.length };
  };

  it('has sixty-four letters, digits, dashes and underscores at most', () => {
    const nameOf = (name?: string) => sent(name === undefined ? {} : { name }, closed).name;
    assert.deepEqual([nameOf(), nameOf(''), nameOf('my answer/2')], ['answer', 'answer', 'my_answer_2']);
    assert.equal(nameOf('x'.repeat(64)), 'x'.repeat(64));
    assert.equal(nameOf('x'.repeat(65)), 'x'.repeat(64));
  });

  it('is strict where it can be and nobody said otherwise; what was asked for and cannot be is said', () => {
    assert.deepEqual(sent({}, closed), { name: 'answer', strict: true, said: 0 });
    assert.deepEqual(sent({ strict: false }, closed), { name: 'answer', strict: false, said: 0 });
    assert.deepEqual(sent({}, open), { name: 'answer', strict: false, said: 0 });
    assert.deepEqual(sent({ strict: true }, open), { name: 'answer', strict: false, said: 1 });
    assert.deepEqual(sent({}, limited), { name: 'answer', strict: false, said: 1 });
    assert.deepEqual(sent({ strict: false }, limited), { name: 'answer', strict: false, said: 0 });
  });
});
