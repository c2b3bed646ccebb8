import assert from 'node:assert/strict';
import fastCheck from 'fast-check';
import { readPrompt } from '../../../src/core/prompt/readPrompt.ts';
import { scanTags } from '../../../src/core/prompt/templateTags.ts';
import { yamlCursorAt } from '../../../src/core/text/yamlCursor.ts';

const tags = (source: string) =>
  scanTags(source).map(({ kind, name, range, isClosed }) => {
    const text = source.slice(range.start, range.end);
    return `${kind} ${name} ${isClosed ? '' : 'open-ended '}<<${text}>>`;
  });

describe('finding tags', () => {
  it('tells what each one is', () => {
    assert.deepEqual(
      tags('{{a}} {{~#if b~}} {{else}} {{^}} {{/if}} {{> c/d x=1}} {{! e }} {{!-- f}} --}} {{{g}}} {{#> h}}'),
      [
        'output a <<{{a}}>>',
        'open if <<{{~#if b~}}>>',
        'else else <<{{else}}>>',
        'else  <<{{^}}>>',
        'close if <<{{/if}}>>',
        'partial c/d <<{{> c/d x=1}}>>',
        'comment e <<{{! e }}>>',
        'comment f <<{{!-- f}} --}}>>',
        'output g <<{{{g}}}>>',
        'open h <<{{#> h}}>>',
      ],
    );
  });

  it('is not misled by braces in quotes or after a backslash', () => {
    assert.deepEqual(tags('{{json "}}"}} \\{{a}} \\\\{{b}}'), ['output json <<{{json "}}"}}>>', 'output b <<{{b}}>>']);
  });

  it('ends an unfinished tag at the next tag or line', () => {
    assert.deepEqual(tags('{{a {{b}} {{c\nd'), [
      'output a open-ended <<{{a >>',
      'output b <<{{b}}>>',
      'output c open-ended <<{{c>>',
    ]);
  });
});

describe('reading any text at all', () => {
  const piece = fastCheck.constantFrom(
    '{{',
    '}}',
    '{{{',
    '#if ',
    '/if',
    '> p',
    '"',
    "'",
    '\\',
    '---\n',
    'a: ',
    '- ',
    '[',
    ']',
    '&x ',
    '*x',
    '\n',
    '\r\n',
    '  ',
    '!--',
    '--',
    'x',
    'as |y|',
    '(',
    ')',
    '>=',
    'else',
    '\uFEFF',
    '👩‍👩‍👧',
  );
  const text = fastCheck.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

  for (const path of ['a.prompt', 'a.prompt.yml', 'a.prompt.txt'])
    it(`never throws and keeps every place inside the file: ${path}`, () => {
      fastCheck.assert(
        fastCheck.property(text, (source) => {
          const { problems, variables, partials } = readPrompt({ path, text: source });
          const ranges = [
            ...problems,
            ...partials,
            ...variables.flatMap((variable) => variable.ranges.map((range) => ({ range }))),
          ];
          for (const { range } of ranges)
            assert.ok(0 <= range.start && range.start <= range.end && range.end <= source.length);
        }),
        { numRuns: 500 },
      );
    });
});

describe('the cursor in YAML', () => {
  const cursor = (marked: string) => {
    const { parents, before } = yamlCursorAt(marked.replace('¦', ''), marked.indexOf('¦'));
    return [...parents, `<${before}>`].join(' ');
  };

  const cases: readonly (readonly [string, string])[] = [
    ['mo¦', '<mo>'],
    ['a: 1\nb¦', '<b>'],
    ['a:\n  b: 1\n  c¦', 'a <c>'],
    ['a:\n  b:\n    c: 1\n  d¦: 2', 'a <d>'],
    ['a:\n  - b: 1\n    c¦', 'a <c>'],
    ['a:\n- b: 1\n- c¦', 'a <c>'],
    ['a:\r\n  "b":\r\n    # comment:\r\n\r\n    c: d¦', 'a b <c: d>'],
    ['polyprompt.models:\n  - x¦', 'polyprompt.models <x>'],
  ];
  for (const [marked, expected] of cases)
    it(JSON.stringify(marked), () => {
      assert.equal(cursor(marked), expected);
    });
});
