import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/core/json.ts';
import { Warnings } from '../../../../src/core/providers/contract/warnings.ts';
import { strictTool } from '../../../../src/core/providers/mapping/strictTool.ts';

/** A tool as it is sent, with what was said about it. */
function sent(inputSchema: JsonObject | undefined, strict?: boolean) {
  const warnings = new Warnings();
  const tool = { name: 'look', ...(inputSchema ? { inputSchema } : {}), ...(strict === undefined ? {} : { strict }) };
  return { ...strictTool(tool, warnings), said: warnings.list.map(({ message }) => message) };
}

const closed = { type: 'object', properties: { q: { type: 'string' } }, required: ['q'], additionalProperties: false };
const { additionalProperties: _closed, ...open } = closed;

describe('a tool that a model is held to', () => {
  it('is sent as it is where nobody asks for that', () => {
    assert.deepEqual(sent(open), { schema: open, strict: undefined, said: [] });
    assert.deepEqual(sent(open, false), { schema: open, strict: false, said: [] });
    assert.deepEqual(sent(undefined).schema, { type: 'object', properties: {} });
  });

  it('is sent as it is where its objects are closed', () => {
    assert.deepEqual(sent(closed, true), { schema: closed, strict: true, said: [] });
  });

  it('has its objects closed, however deep they stand, and says so', () => {
    const said = ['The objects of the tool "look" were closed, as strict tools need.'];
    assert.deepEqual(sent(open, true), { schema: closed, strict: true, said });
    const within = (inner: JsonObject) => ({
      ...closed,
      properties: { list: { type: 'array', items: inner }, either: { anyOf: [inner, { type: 'null' }] } },
      required: ['list', 'either'],
      $defs: { one: inner },
    });
    assert.deepEqual(sent(within(open), true), { schema: within(closed), strict: true, said });
  });

  it('keeps its data and the names of its properties as they are', () => {
    const named = (inner: JsonObject) => ({
      ...closed,
      properties: { properties: inner, type: { type: 'string', enum: ['object'] } },
      required: ['properties', 'type'],
    });
    assert.deepEqual(sent(named(open), true).schema, named(closed));
  });

  it('is sent without strict, and says so, where closing is not enough', () => {
    const why = 'strict tools need closed objects, every property required, and no limits that they do not know';
    const said = [`The tool "look" was sent without strict: ${why}.`];
    const loose: readonly JsonObject[] = [
      { ...open, required: [] },
      { ...open, additionalProperties: true },
      { ...closed, properties: { q: { type: 'string', minLength: 3 } } },
    ];
    for (const schema of loose) assert.deepEqual(sent(schema, true), { schema, strict: false, said });
  });
});
