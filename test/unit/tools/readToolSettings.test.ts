import assert from 'node:assert/strict';
import { type ReportAt, yamlValue } from '../../../src/core/text/placedValue.ts';
import type { Problem } from '../../../src/core/text/problem.ts';
import type { TextRange } from '../../../src/core/text/textRange.ts';
import { readYaml } from '../../../src/core/text/yamlSource.ts';
import { readToolMock } from '../../../src/core/tools/readToolMock.ts';
import { readToolSettings } from '../../../src/core/tools/readToolSettings.ts';

/** What is read of a YAML text, with each problem as `severity code at the first line of its text`. */
function read(text: string) {
  const problems: Problem[] = [];
  const report: ReportAt<TextRange> = (range, code, message, severity = 'error') =>
    problems.push({ severity, code, message, range });
  const yaml = readYaml(text, 0);
  const { settings } = readToolSettings(yamlValue(yaml), report);
  const mocked = readToolMock(yamlValue(yaml, ['mock']), 'look', report);
  return {
    settings,
    mocks: mocked.map(({ rule }) => rule),
    messages: problems.map(({ message }) => message),
    said: problems.map(
      ({ severity, code, range }) => `${severity} ${code} at ${text.slice(range.start, range.end).split('\n')[0]}`,
    ),
  };
}

const rule = (fields: string) => `toolResults:\n  - {tool: look, ${fields}}\n`;

describe('rules for the answers of tools', () => {
  it('are read in their order, with what they ask for and what they answer', () => {
    const { settings, said } = read(`
maxTurns: 3
returnToolRequests: false
toolResults:
  - {tool: look, args: {city: Oslo}, times: 2, result: {degrees: 4}}
  - {tool: look, error: 503 try again, times: 1}
  - {tool: look, parts: [{text: A map}, {text: of Oslo}, {media: {url: "https://example.com/map.png", contentType: image/png}}], args: {}}
  - {tool: look, javascript: args.city.length}
  - {tool: clock, result: null}
`);
    assert.deepEqual(said, []);
    assert.deepEqual(settings, {
      maxTurns: 3,
      returnToolRequests: false,
      toolResults: [
        { tool: 'look', args: { city: 'Oslo' }, times: 2, answer: { type: 'result', value: { degrees: 4 } } },
        { tool: 'look', times: 1, answer: { type: 'error', message: '503 try again' } },
        {
          tool: 'look',
          args: {},
          answer: {
            type: 'parts',
            text: 'A map\nof Oslo',
            media: [{ type: 'media', url: 'https://example.com/map.png', contentType: 'image/png' }],
          },
        },
        { tool: 'look', answer: { type: 'javascript', code: 'args.city.length' } },
        { tool: 'clock', answer: { type: 'result', value: null } },
      ],
    });
  });

  it('are none where nothing is said', () => {
    assert.deepEqual(read('name: x').settings, undefined);
    assert.deepEqual(read('toolResults:\nmaxTurns:\n'), { settings: undefined, mocks: [], messages: [], said: [] });
  });

  for (const [fields, said] of [
    ['result: 1, error: broken', 'error two-answers at error'],
    ['args: {a: 1}', 'error no-answer at {tool: look, args: {a: 1}}'],
    ['result: 1, times: 0', 'error wrong-number at 0'],
    ['result: 1, times: 1.5', 'error wrong-number at 1.5'],
    ['result: 1, times: "2"', 'error wrong-number at "2"'],
    ['result: 1, times: null', 'error wrong-number at null'],
    ['result: 1, args: Oslo', 'error wrong-type at Oslo'],
    ['result: 1, args: null', 'error wrong-type at null'],
    ['error: ""', 'error wrong-type at ""'],
    ['error: 503', 'error wrong-type at 503'],
    ['javascript: [1]', 'error wrong-type at [1]'],
    ['parts: []', 'error wrong-type at []'],
    ['parts: text', 'error wrong-type at text'],
    ['parts: [{text: a}, {image: b}]', 'error wrong-type at {image: b}'],
    ['parts: [{text: a}, {media: {url: map.png}}]', 'error unsupported at {media: {url: map.png}}'],
    ['parts: [{media: {url: a, type: b}}]', 'error wrong-type at {media: {url: a, type: b}}'],
    ['parts: [{media: {url: a, contentType: 1}}]', 'error wrong-type at {media: {url: a, contentType: 1}}'],
  ] as const)
    it(`are refused as {${fields}}, and answer nothing`, () => {
      const found = read(rule(fields));
      assert.deepEqual([found.settings, found.said], [undefined, [said]]);
    });

  for (const [text, said] of [
    ['toolResults: look', 'error wrong-type at look'],
    ['toolResults: {look: 1}', 'error wrong-type at {look: 1}'],
    ['toolResults: [look]', 'error wrong-type at look'],
    ['toolResults: [{result: 1}]', 'error no-tool at {result: 1}'],
    ['toolResults: [{tool: " ", result: 1}]', 'error no-tool at " "'],
    ['maxTurns: 0', 'error wrong-number at 0'],
    ['maxTurns: 101', 'error wrong-number at 101'],
    ['maxTurns: two', 'error wrong-number at two'],
    ['returnToolRequests: maybe', 'error wrong-type at maybe'],
  ] as const)
    it(`are refused as ${text}`, () => {
      const found = read(text);
      assert.deepEqual([found.settings, found.said], [undefined, [said]]);
    });

  it('name the key that was meant', () => {
    const { said, messages } = read(rule('arguments: {a: 1}, result: 1'));
    assert.deepEqual(said, ['error unknown-key at arguments']);
    assert.match(messages[0] ?? '', /Did you mean "args"\?$/);
    assert.deepEqual(read(rule('reslt: 1')).said.slice(0, 1), ['error unknown-key at reslt']);
    assert.deepEqual(read(rule('result: 1, colour: red')).said, ['warning unknown-key at colour']);
    assert.deepEqual(read(rule('result: 1, description: why')).said, []);
  });

  it('behind one that answers every call of their tool are errors', () => {
    const { said, messages } = read('toolResults: [{tool: a, result: 1}, {tool: b, result: 2}, {tool: a, error: x}]');
    assert.deepEqual(said, ['error unreachable-rule at a']);
    assert.match(messages[0] ?? '', /^This rule is never reached: one before it answers every call of "a"\./);
    assert.deepEqual(read('toolResults: [{tool: a, times: 1, result: 1}, {tool: a, error: x}]').said, []);
  });
});

describe('the mock of a tool', () => {
  for (const [mock, answer] of [
    ['4 degrees', { type: 'result', value: '4 degrees' }],
    ['{degrees: 4}', { type: 'result', value: { degrees: 4 } }],
    ['[Oslo, Lima]', { type: 'result', value: ['Oslo', 'Lima'] }],
    ['{result: {degrees: 4}}', { type: 'result', value: { degrees: 4 } }],
    ['{error: down}', { type: 'error', message: 'down' }],
    ['{javascript: args.a}', { type: 'javascript', code: 'args.a' }],
    ['{parts: [{text: a}]}', { type: 'parts', text: 'a', media: [] }],
  ] as const)
    it(`${mock} answers every call`, () => {
      assert.deepEqual(read(`mock: ${mock}`), {
        settings: undefined,
        mocks: [{ tool: 'look', answer }],
        messages: [],
        said: [],
      });
    });

  it('may be several rules', () => {
    const { mocks, said } = read('mock: [{args: {a: 1}, result: one}, {error: none}]');
    assert.deepEqual(said, []);
    assert.deepEqual(mocks, [
      { tool: 'look', args: { a: 1 }, answer: { type: 'result', value: 'one' } },
      { tool: 'look', answer: { type: 'error', message: 'none' } },
    ]);
  });

  for (const [mock, said] of [
    ['[{result: 1}, 2]', 'error wrong-type at 2'],
    ['[{result: 1}, {args: {a: 1}}]', 'error no-answer at {args: {a: 1}}'],
    ['{reslt: 1}', 'error no-answer at {reslt: 1}'],
    ['{args: {a: 1}}', 'error no-answer at {args: {a: 1}}'],
    ['{tool: other, result: 1}', 'error unknown-key at tool'],
    ['{result: 1, unit: C}', 'warning unknown-key at unit'],
  ] as const)
    it(`${mock} has a problem`, () => {
      assert.deepEqual(read(`mock: ${mock}`).said, [said]);
    });
});
