import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PromptFormat } from '../../../src/core/prompt/document.ts';
import { addToolRule } from '../../../src/core/prompt/editToolResults.ts';
import { readPrompt } from '../../../src/core/prompt/readPrompt.ts';
import type { ToolRule } from '../../../src/core/tools/toolSettings.ts';

const rule: ToolRule = {
  tool: 'get_weather',
  args: { city: 'Oslo' },
  answer: { type: 'result', value: { temperature: 4 } },
};
const tools = 'tools: [get_weather]\ntoolDefs:\n  - name: get_weather\n    inputSchema: {city: string}\n';

/** Numbers of more digits than a computer holds are read as text, which is another matter. */
const plainJson = fc.jsonValue().filter((value) => !/__proto__|\d{15}|\de/.test(JSON.stringify(value)));

function added(text: string, what: ToolRule = rule, format: PromptFormat = 'dotprompt'): string | undefined {
  const edit = addToolRule({ format, text }, what);
  return edit && text.slice(0, edit.range.start) + edit.text + text.slice(edit.range.end);
}

function rulesOf(text: string): readonly ToolRule[] {
  const { toolSettings } = readPrompt({ path: 'a.prompt', text }, 'dotprompt');
  return toolSettings?.toolResults ?? [];
}

describe('addToolRule', () => {
  it('adds the key at the end of the head', () => {
    assert.equal(
      added('---\nmodel: a/b\n---\nHi'),
      '---\nmodel: a/b\ntoolResults:\n  - tool: get_weather\n    args:\n      city: Oslo\n    result:\n      temperature: 4\n---\nHi',
    );
  });

  it('adds a rule behind the last one, at the place of its dash', () => {
    const before =
      '---\ntoolResults:\n- {tool: get_weather, args: {city: Bern}, result: mild} # mine\nmodel: a/b\n---\nHi';
    const error: ToolRule = { tool: 'get_weather', answer: { type: 'error', message: '503: try again' } };
    assert.equal(
      added(before, error),
      '---\ntoolResults:\n- {tool: get_weather, args: {city: Bern}, result: mild}\n- tool: get_weather\n  error: "503: try again" # mine\nmodel: a/b\n---\nHi',
    );
  });

  it('adds a rule to a list on one line', () => {
    const flow = '{"tool":"get_weather","args":{"city":"Oslo"},"result":{"temperature":4}}';
    assert.equal(added('---\ntoolResults: []\n---\nHi'), `---\ntoolResults: [${flow}]\n---\nHi`);
    const one = '---\ntoolResults: [{tool: x, result: 1}]\n---\nHi';
    assert.equal(added(one), `---\ntoolResults: [{tool: x, result: 1}, ${flow}]\n---\nHi`);
  });

  it('keeps the line ends of the file', () => {
    assert.ok(!/[^\r]\n/.test(added('---\r\nmodel: a/b\r\n---\r\nHi') ?? '\n'));
  });

  it('changes nothing where the head is missing, broken, or holds something else', () => {
    for (const text of ['Hi', '---\nmodel: a/b\n', '---\na: [\n---\nHi', '---\ntoolResults: many\n---\nHi'])
      assert.equal(added(text), undefined, text);
  });

  it('writes rules that are read as they were meant, whatever they hold', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.string(), { noNullPrototype: true }),
        plainJson,
        (args, given) => {
          const value = JSON.parse(JSON.stringify(given));
          const written: ToolRule = { tool: 'get_weather', args, answer: { type: 'result', value } };
          const once = added(`---\n${tools}---\nWeather?`, written);
          assert.ok(once !== undefined);
          const twice = added(once, rule);
          assert.deepEqual(rulesOf(twice ?? ''), [written, rule]);
        },
      ),
      { numRuns: 200 },
    );
  });
});
