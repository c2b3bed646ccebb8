import assert from 'node:assert/strict';
import fastCheck from 'fast-check';
import Handlebars from 'handlebars';
import type { JsonObject } from '../../../src/core/json.ts';
import { render } from './prompts.ts';

const partials: ReadonlyMap<string, string> = new Map([
  ['plain', 'P[{{name}}]\n'],
  ['nested', 'N({{> plain}})'],
  ['block', 'B<{{> @partial-block}}>'],
  ['lines', 'one {{name}}\n\ntwo\n'],
]);

/** Without null, which Handlebars turns into an empty object inside some blocks. */
const inputs: JsonObject = {
  name: 'Ann <&>',
  empty: '',
  zero: 0,
  yes: true,
  no: false,
  list: ['a', 'b'],
  none: [],
  people: [
    { name: 'Bob', tags: ['x', 'y'] },
    { name: 'Cy', tags: [] },
  ],
  user: { name: 'Dee', address: { city: 'Ulm' } },
  text: 'line\nline',
};

/** What the real Handlebars makes of a template, under the options that dotprompt gives it. */
function expected(template: string): string {
  const handlebars = Handlebars.create();
  for (const [name, source] of partials) handlebars.registerPartial(name, source);
  handlebars.registerHelper('json', (value: unknown) => JSON.stringify(value));
  const options = { noEscape: true, knownHelpersOnly: true, knownHelpers: { json: true } };
  return handlebars.compile(template, options)(inputs);
}

function actual(template: string): string {
  const { messages } = render(template, inputs, { partials });
  return messages.flatMap(({ parts }) => parts.map((part) => (part.type === 'text' ? part.text : ''))).join('');
}

const paths = [
  'name',
  'this.name',
  './name',
  '../name',
  'user.name',
  'user.address.city',
  'list.length',
  'list.[1]',
  'people.0.name',
  'zero',
  'no',
  'nothing',
  'absent',
  'absent.deep',
  'list',
  'text',
  '@index',
  '@key',
  '@first',
  '@last',
  '@root.name',
  '@../index',
  'tags',
  'this',
];
const subjects = [
  'list',
  'people',
  'user',
  'none',
  'yes',
  'no',
  'zero',
  'empty',
  'absent',
  'this',
  'tags',
  '../list',
  'user.address',
  '@root.people',
];

const tilde = fastCheck.constantFrom('', '', '', '~');
const anyPath = fastCheck.constantFrom(...paths);
const subject = fastCheck.constantFrom(...subjects);
const text = fastCheck.constantFrom('x', ' ', '\n', '  \n', 'word\n', '\r\n', '\n    ', '{ }');
// A letter goes first, for Handlebars adds two numbers that follow each other: {{2}}{{3}} is 5.
const output = fastCheck.tuple(tilde, anyPath, tilde).map(([left, path, right]) => `.{{${left}${path}${right}}}`);
const other = fastCheck.constantFrom(
  '{{json user}}',
  '{{{name}}}',
  '{{&name}}',
  '{{lookup user "name"}}',
  '{{! a comment }}',
  '{{!-- a }} comment --}}',
  '\\{{name}}',
  '\\\\{{name}}',
  '{{> plain}}',
  '{{> plain user}}',
  '{{> plain name="Eve"}}',
  '{{> nested}}',
  '\n  {{> lines}}\n',
  '\n\t{{> nested}}\n',
  '{{#> block}}inner {{name}}{{/block}}',
  '{{#> unknown}}fallback{{/unknown}}',
  '{{#*inline "own"}}O{{name}}{{/inline}}{{> own}}',
  '{{#each people as |person index|}}{{index}}{{person.name}}{{name}}{{/each}}',
  '{{#with user as |who|}}{{who.name}}{{/with}}',
  '{{#if zero includeZero=true}}zero{{/if}}',
);
const { template } = fastCheck.letrec<{ template: string; block: string }>((tie) => ({
  template: fastCheck
    .array(fastCheck.oneof({ maxDepth: 3 }, text, output, other, tie('block')), { maxLength: 5 })
    .map((pieces) => pieces.join('')),
  block: fastCheck
    .tuple(
      fastCheck.constantFrom('if', 'unless', 'each', 'with', ''),
      subject,
      tie('template'),
      tie('template'),
      tilde,
      fastCheck.constantFrom('{{else}}', '{{^}}', '\n{{~else~}}\n', undefined),
    )
    .map(([helper, value, body, inverse, strip, otherwise]) => {
      const name = helper || value;
      const open = helper ? `{{${strip}#${helper} ${value}}}` : `{{#${value}${strip}}}`;
      return `${open}${body}${otherwise === undefined ? '' : otherwise + inverse}{{/${name}}}`;
    }),
}));

describe('our rendering', () => {
  it("writes what Handlebars' own would", () => {
    fastCheck.assert(
      fastCheck.property(template, (source) => {
        // Line ends are our own matter: they are the same on all systems.
        const theirs = expected(source).replaceAll('\r\n', '\n');
        // Blank messages are dropped, which is dotprompt's rule and not Handlebars'.
        assert.equal(actual(source), theirs.trim() === '' ? '' : theirs);
      }),
      { numRuns: 300 },
    );
  });
});
