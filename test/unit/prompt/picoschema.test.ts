import assert from 'node:assert/strict';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';
import { toJsonSchema } from '../../../src/core/prompt/picoschema.ts';

const object = (properties: JsonObject, required: string[] = Object.keys(properties)): JsonObject => ({
  type: 'object',
  properties,
  additionalProperties: false,
  ...(required.length > 0 ? { required } : {}),
});

describe('picoschema', () => {
  const cases: readonly (readonly [string, JsonValue, JsonObject])[] = [
    ['a type', 'integer', { type: 'integer' }],
    ['a type with a description', 'string, a name, in full', { type: 'string', description: 'a name, in full' }],
    ['anything', 'any, what you like', { type: 'any', description: 'what you like' }],
    [
      'fields',
      { a: 'string', 'b?': 'number' },
      object({ a: { type: 'string' }, b: { type: ['number', 'null'] } }, ['a']),
    ],
    [
      'lists',
      { 'a(array, words)': 'string', 'b?(array)': { c: 'boolean' } },
      object(
        {
          a: { type: 'array', items: { type: 'string' }, description: 'words' },
          b: { type: ['array', 'null'], items: object({ c: { type: 'boolean' } }) },
        },
        ['a'],
      ),
    ],
    [
      'maps',
      { 'a?(object, inner)': { b: 'null' } },
      object({ a: { ...object({ b: { type: 'null' } }), type: ['object', 'null'], description: 'inner' } }, []),
    ],
    [
      'choices',
      { 'a(enum, which)': ['x', 'y'], 'b?(enum)': ['z', null] },
      object({ a: { enum: ['x', 'y'], description: 'which' }, b: { enum: ['z', null] } }, ['a']),
    ],
    ['other fields', { '(*)': 'number' }, { type: 'object', properties: {}, additionalProperties: { type: 'number' } }],
    [
      'JSON Schema, untouched',
      { type: 'array', items: { type: 'string' } },
      { type: 'array', items: { type: 'string' } },
    ],
    ['JSON Schema without a type', { properties: { a: {} } }, { type: 'object', properties: { a: {} } }],
    [
      'a field named like a keyword',
      { type: 'string, what kind' },
      object({ type: { type: 'string', description: 'what kind' } }),
    ],
    [
      'a field named __proto__',
      JSON.parse('{"__proto__": "string"}'),
      object(JSON.parse('{"__proto__": {"type": "string"}}')),
    ],
  ];
  for (const [name, source, schema] of cases)
    it(`knows ${name}`, () => {
      assert.deepEqual(toJsonSchema(source), { schema, problems: [] });
    });

  it('takes the place of a named schema, which a field may describe anew', () => {
    const registry = new Map([['Name', { type: 'string', description: 'a name' }]]);
    assert.deepEqual(toJsonSchema('Name', registry).schema, { type: 'string', description: 'a name' });
    assert.deepEqual(
      toJsonSchema({ 'a?': 'Name, of a cat' }, registry).schema,
      object({ a: { type: ['string', 'null'], description: 'of a cat' } }, []),
    );
  });

  const mistakes: readonly (readonly [JsonValue, readonly (string | number)[], RegExp])[] = [
    ['strng', [], /There is no type "strng"/],
    [{ a: { b: 'string[]' } }, ['a', 'b'], /name\(array\): string/],
    [{ a: '"x" | "y"' }, ['a'], /name\(enum\)/],
    [{ 'a(list)': 'string' }, ['a(list)'], /"list" cannot stand in parentheses/],
    [{ 'a(enum)': 'x' }, ['a(enum)'], /are a list/],
    [{ a: 3 }, ['a'], /A type is a word/],
    [['string'], [], /A type is a word/],
  ];
  for (const [source, path, message] of mistakes)
    it(`says what is wrong with ${JSON.stringify(source)}`, () => {
      const [problem] = toJsonSchema(source).problems;
      assert.deepEqual(problem?.path, path);
      assert.match(problem?.message ?? '', message);
    });
});
