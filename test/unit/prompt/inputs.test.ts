import assert from 'node:assert/strict';
import { inputFields, parseInputValue } from '../../../src/core/prompt/inputs.ts';
import { dotprompt, github } from './prompts.ts';

const prompt = dotprompt(`---
input:
  schema:
    ticket: string, what the customer wrote
    tone?(enum): [kind, firm]
    count: integer
    tags(array): string
    customer: {name: string}
  default:
    count: 3
---
{{ticket}} {{tone}} {{count}} {{extra}} {{#if vip}}!{{/if}} {{customer.name}} {{#each tags}}{{this}}{{/each}} {{> footer}}
`);

describe('the fields of a prompt', () => {
  it('are those of the schema in its order, then those that only the template names', () => {
    assert.deepEqual(inputFields(prompt), [
      { name: 'ticket', type: 'string', description: 'what the customer wrote', required: true },
      { name: 'tone', type: 'string', options: ['kind', 'firm'], required: false },
      { name: 'count', type: 'integer', required: false, default: 3 },
      { name: 'tags', type: 'array', required: true },
      { name: 'customer', type: 'object', required: true },
      { name: 'extra', type: 'any', required: true },
      { name: 'vip', type: 'any', required: false },
    ]);
  });

  it('include what partials use', () => {
    const names = inputFields(
      dotprompt('{{> a}}{{> b user}}{{> c name="x"}}'),
      new Map([
        ['a', '{{> deeper}}'],
        ['deeper', '{{signature}}'],
        ['b', '{{inner}}'],
        ['c', '{{name}}{{place}}'],
      ]),
    ).map(({ name, required }) => `${name} ${required}`);
    assert.deepEqual(names, ['signature true', 'user true', 'place true']);
  });

  it('of other formats are their places', () => {
    const document = github('messages: [{role: user, content: "{{b}} {{a}} {{b}}"}]');
    assert.deepEqual(
      inputFields(document).map(({ name, required }) => [name, required]),
      [
        ['b', true],
        ['a', true],
      ],
    );
  });
});

describe('an input as it is typed', () => {
  const cases: readonly (readonly [Parameters<typeof parseInputValue>[0]['type'], string, unknown])[] = [
    ['string', '5', '5'],
    ['string', '', ''],
    ['number', '0.5', 0.5],
    ['integer', '3', 3],
    ['boolean', 'true', true],
    ['array', '["a"]', ['a']],
    ['object', '{"a": 1}', { a: 1 }],
    ['any', 'plain words', 'plain words'],
    ['any', '3', 3],
    ['any', 'false', false],
    ['any', '[1]', [1]],
    ['any', '007', '007'],
    ['any', '12345678901234567890', '12345678901234567890'],
    ['any', '"quoted"', '"quoted"'],
  ];
  for (const [type, text, value] of cases)
    it(`${text} as ${type}`, () => {
      assert.deepEqual(parseInputValue({ name: 'x', type }, text), { value });
    });

  it('that does not fit is refused with an example', () => {
    assert.deepEqual(parseInputValue({ name: 'count', type: 'integer' }, '1.5'), {
      problem: 'The input "count" is a whole number: write count=3.',
    });
    assert.deepEqual(parseInputValue({ name: 'tags', type: 'array' }, 'a, b'), {
      problem: 'The input "tags" is a list: write tags=["first", "second"].',
    });
  });
});
