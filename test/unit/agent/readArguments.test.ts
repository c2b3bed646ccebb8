import assert from 'node:assert/strict';
import { readArguments } from '../../../src/core/agent/readArguments.ts';
import { amount, choice, fields, flag, free, list, text, whole } from '../../../src/core/agent/schema.ts';
import type { JsonValue } from '../../../src/core/json.ts';

const schema = fields(
  {
    suite: text('A suite.', 10),
    only: choice('What.', ['all', 'failed']),
    repeat: whole('How often.', { minimum: 1, maximum: 20 }),
    max_cost: amount('USD.', { minimum: 0 }),
    alongside: flag('Whether.'),
    models: list('Models.', text('A model.'), 2),
    inputs: free('Values.'),
  },
  ['suite'],
);

describe('the arguments of a tool', () => {
  it('come as they are where they fit', () => {
    const given = {
      suite: 'a',
      only: 'all',
      repeat: 20,
      max_cost: 0,
      alongside: false,
      models: ['x'],
      inputs: { a: [1] },
    };
    assert.deepEqual(readArguments(schema, given), given);
    assert.deepEqual(readArguments(fields({}, []), undefined), {});
  });

  const faults: readonly (readonly [unknown, RegExp])[] = [
    [{}, /^The argument suite is missing\.$/],
    [[], /^The arguments are no JSON object\.$/],
    ['x', /^The arguments are no JSON object\.$/],
    [{ suit: 'a' }, /^There is no argument "suit"\. Is suite meant\?$/],
    [{ suite: 'a', zzzzzz: 1 }, /^There is no argument "zzzzzz"\. There are: suite, only, /],
    [{ suite: 1 }, /^The argument suite is not a text\.$/],
    [{ suite: 'a'.repeat(11) }, /^The argument suite has more than 10 characters\.$/],
    [{ suite: 'a', only: 'none' }, /^The argument only is one of: all, failed\.$/],
    [{ suite: 'a', repeat: 0 }, /^The argument repeat is 1 or more\.$/],
    [{ suite: 'a', repeat: 21 }, /^The argument repeat is 20 or less\.$/],
    [{ suite: 'a', repeat: 1.5 }, /^The argument repeat is not a whole number\.$/],
    [{ suite: 'a', max_cost: Number.NaN }, /^The argument max_cost is not a number\.$/],
    [{ suite: 'a', alongside: 'yes' }, /^The argument alongside is not true or false\.$/],
    [{ suite: 'a', models: 'x' }, /^The argument models is not a list\.$/],
    [{ suite: 'a', models: ['x', 2] }, /^The argument models\[1\] is not a text\.$/],
    [{ suite: 'a', models: ['x', 'y', 'z'] }, /^The argument models has 2 items at most\.$/],
    [{ suite: 'a', inputs: ['x'] }, /^The argument inputs is not an object\.$/],
    [{ suite: 'a', inputs: nested(60) }, /^The argument inputs is nested too deep\.$/],
    [{ suite: 'a', toString: 'x' }, /^There is no argument "toString"/],
  ];
  for (const [given, message] of faults)
    it(`are refused: ${String(message)}`, () => {
      assert.throws(() => readArguments(schema, given), { code: 'invalid-arguments', message });
    });

  it('may be absent, and are not taken from an object that all objects come from', () => {
    const given: unknown = JSON.parse('{"suite": "a", "__proto__": {"repeat": 3}}');
    assert.throws(() => readArguments(schema, given), /no argument "__proto__"/);
  });
});

function nested(levels: number): JsonValue {
  return levels === 0 ? 1 : { a: nested(levels - 1) };
}
