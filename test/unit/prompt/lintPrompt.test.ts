import assert from 'node:assert/strict';
import type { ModelKnowledge } from '../../../src/core/models/modelKnowledge.ts';
import { suggestModels } from '../../../src/core/models/modelKnowledge.ts';
import { lintPrompt } from '../../../src/core/prompt/lintPrompt.ts';
import { dotprompt, github, outline } from './prompts.ts';

const models: ModelKnowledge = {
  models: ['openai/gpt-5.6-luna', 'openai/gpt-5.6', 'anthropic/claude-haiku-4-5', 'google/gemini-3.8-flash'].map(
    (id) => ({
      id,
      detail: '',
    }),
  ),
  providers: ['openai', 'anthropic', 'google', 'ollama'],
};

const lint = (text: string) => outline(lintPrompt(dotprompt(text), { models }), text);

describe('problems in a template', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['{{role "sytem"}}Hi', ['error unknown-role <<{{role "sytem"}}>>']],
    ['{{role "assistant"}}Hi', ['information role-name <<{{role "assistant"}}>>']],
    ['{{role}}', ['error wrong-arguments <<{{role}}>>']],
    ['{{#role "user"}}Hi{{/role}}', ['warning wrong-helper-form <<role>>']],
    ['{{#json x}}{{/json}}', ['error wrong-helper-form <<json>>']],
    ['{{if x}}', ['error wrong-helper-form <<{{if x}}>>']],
    ['{{#if x y}}{{/if}}', ['error wrong-arguments <<if>>']],
    ['{{shout x}}', ['error unknown-helper <<{{shout x}}>>']],
    ['{{json (add 1 2)}}', ['error unknown-helper <<(add 1 2)>>']],
    ['{{media link}}', ['error wrong-arguments <<{{media link}}>>']],
    ['{{media url=x mime="image/png"}}', ['warning wrong-arguments <<{{media url=x mime="image/png"}}>>']],
    ['Hi {{#if x}}there', ['error unclosed-block <<{{#if x}}>>']],
    [
      'Hi {{#if x}}there{{/each}}',
      ['error unmatched-closing-block <<{{/each}}>>', 'error unclosed-block <<{{#if x}}>>'],
    ],
    ['Hi\n{{/if}}', ['error unmatched-closing-block <<{{/if}}>>']],
    ['Hi {{name\nthere', ['error unclosed-tag <<{{name>>']],
    ['Hi {{na(me}} there', ['error template-syntax <<{{na(me}} there>>']],
    ['{{#if a}}{{#if b}}{{/if}}', ['error unclosed-block <<{{#if a}}>>']],
    ['Hi {{* decorate}}', ['error unsupported-syntax <<{{* decorate}}>>']],
    ['', ['warning empty-prompt <<>>']],
  ];
  for (const [text, expected] of cases)
    it(text.replaceAll('\n', '⏎') || 'nothing at all', () => {
      assert.deepEqual([...lint(text)].sort(), [...expected].sort());
    });

  it('are none in a template that uses everything', () => {
    const text =
      '{{role "system"}}{{#each items as |item|}}{{item.name}}{{@index}}{{../x}}{{/each}}{{#ifEquals a "b"}}{{else}}{{/ifEquals}}{{#unless c}}{{/unless}}{{#with d}}{{e}}{{/with}}{{lookup f "g"}}{{log h}}{{history}}{{section "s"}}';
    assert.deepEqual(lint(text), []);
  });

  it('suggest the nearest word', () => {
    const [problem] = lintPrompt(dotprompt('{{role "sytem"}}Hi'));
    assert.equal(problem?.message, 'There is no role "sytem". Did you mean "system"?');
  });
});

describe('problems with variables', () => {
  const schema = '---\ninput:\n  schema:\n    name: string\n    unit?: string\n---\n';

  it('are those that the schema does not declare, at each use', () => {
    assert.deepEqual(lint(`${schema}{{name}} {{unit}} {{nam}} {{#if nam}}{{/if}}`), [
      'warning undeclared-variable <<nam>>',
      'warning undeclared-variable <<nam>>',
    ]);
  });

  it('are those that nobody uses (fault 63)', () => {
    assert.deepEqual(lint(`${schema}{{name}}`), ['warning unused-variable <<unit?>>']);
  });

  it('are none when a partial uses them, or all are used at once', () => {
    const text = `${schema}{{name}} {{> footer}}`;
    const partials = { partials: new Map([['footer', '{{unit}}']]), problems: [] };
    assert.deepEqual(lintPrompt(dotprompt(text), { partials }), []);
    assert.deepEqual(lint(`${schema}{{json this}}`), []);
  });

  it('are rows of test data without a value', () => {
    const text = 'messages: [{role: user, content: "{{a}}"}]\ntestData:\n  - a: 1\n  - b: 2\n';
    assert.deepEqual(outline(lintPrompt(github(text)), text), ['warning missing-variable <<b: 2\n>>']);
  });
});

describe('problems with keys', () => {
  it('are pointed out as slips, with the nearest key', () => {
    const text = '---\ndescripton: x\ntemperature: 1\nfoo: bar\nacme.key: 1\npolyprompt.model: a\n---\nHi';
    assert.deepEqual(
      lintPrompt(dotprompt(text)).map(({ severity, message }) => `${severity}: ${message}`),
      [
        'information: Polyprompt does not know the key "descripton" and leaves it alone. Did you mean "description"?',
        'information: Polyprompt does not know the key "temperature" and leaves it alone. Settings belong under "config".',
        'information: Polyprompt does not know the key "foo" and leaves it alone.',
        'information: Polyprompt does not know the key "polyprompt.model" and leaves it alone. Did you mean "polyprompt.models"?',
      ],
    );
  });

  it('are none for keys that Genkit reads', () => {
    assert.deepEqual(lint('---\nmaxTurns: 3\nuse: []\n---\nHi'), []);
  });

  it('name tools that nobody defined', () => {
    assert.deepEqual(lint('---\ntools: [weather]\n---\nHi'), ['warning undefined-tool <<weather>>']);
  });
});

describe('problems with models', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['openai/gpt-5.6-luna', []],
    ['gpt-5.6', []],
    ['ollama/whatever', []],
    ['openai/gpt-5.6-lunar', ['information unknown-model <<openai/gpt-5.6-lunar>>']],
    ['opnai/gpt-5.6', ['error unknown-model <<opnai/gpt-5.6>>']],
    ['cool-model', ['error unknown-model <<cool-model>>']],
  ];
  for (const [model, expected] of cases)
    it(model, () => {
      assert.deepEqual(lint(`---\nmodel: ${model}\n---\nHi`), expected);
    });

  it('suggest the closest known ids', () => {
    assert.deepEqual(suggestModels('openai/gpt-5.6-lun', models), ['openai/gpt-5.6-luna', 'openai/gpt-5.6']);
    assert.deepEqual(suggestModels('claude-haiku-45', models), ['anthropic/claude-haiku-4-5']);
    assert.deepEqual(suggestModels('opnai/gpt-5.6', models, 1), ['openai/gpt-5.6']);
    assert.deepEqual(suggestModels('ollama/x', models), []);
  });
});
