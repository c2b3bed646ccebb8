import assert from 'node:assert/strict';
import { type ConversionFormat, convertPrompt } from '../../../src/core/prompt/convertPrompt.ts';
import { readPrompt } from '../../../src/core/prompt/readPrompt.ts';
import { renderPrompt } from '../../../src/core/prompt/renderPrompt.ts';

const plain = {
  'a.prompt':
    '---\nmodel: openai/gpt-5.6-luna\nconfig: {temperature: 0.2, maxOutputTokens: 50}\n---\n{{role "system"}}\nBe {{style}}.\n{{role "user"}}\n{{text}}\n',
  'a.prompt.yml':
    'model: openai/gpt-5.6-luna\nmodelParameters: {temperature: 0.2, maxTokens: 50}\nmessages:\n  - {role: system, content: "Be {{style}}."}\n  - {role: user, content: "{{text}}"}\n',
  'a.prompty':
    '---\nmodel: {id: gpt-5.6-luna, provider: openai, options: {temperature: 0.2, maxOutputTokens: 50}}\n---\nsystem:\nBe {{style}}.\n\nuser:\n{{text}}\n',
};
const fileNames: Readonly<Record<ConversionFormat, string>> = {
  dotprompt: 'b.prompt',
  github: 'b.prompt.yml',
  prompty: 'b.prompty',
};

describe('a prompt in another format', () => {
  for (const [path, text] of Object.entries(plain))
    for (const to of ['dotprompt', 'github', 'prompty'] as const)
      it(`says the same: ${path} as ${to}`, () => {
        const conversion = convertPrompt(readPrompt({ path, text }), to);
        assert.deepEqual(conversion.lost, []);
        const document = readPrompt({ path: fileNames[to], text: conversion.text });
        assert.deepEqual(document.problems, []);
        assert.deepEqual(
          [document.model?.value, document.parameters],
          ['openai/gpt-5.6-luna', { temperature: 0.2, maxOutputTokens: 50 }],
        );
        const { messages } = renderPrompt(document, { inputs: { style: 'kind', text: 'Hello' } });
        assert.deepEqual(
          messages.map(({ role, parts }) => [
            role,
            parts.map((part) => (part.type === 'text' ? part.text.trim() : '')),
          ]),
          [
            ['system', ['Be kind.']],
            ['user', ['Hello']],
          ],
        );
      });

  it('keeps what its tools give back', () => {
    const path = 'a.prompt';
    const text = `---
toolDefs:
  - {name: look, inputSchema: {city: string}, mock: [{args: {city: Oslo}, result: null}, {error: down}]}
  - {name: draw, mock: {parts: [{text: A map}, {media: {url: "https://example.com/map.png", contentType: image/png}}]}}
toolResults: [{tool: look, times: 1, javascript: args.city}]
maxTurns: 3
returnToolRequests: false
---
Hi`;
    const { toolSettings } = readPrompt({ path, text });
    assert.equal(toolSettings?.toolResults?.length, 4);
    for (const to of ['dotprompt', 'prompty'] as const) {
      const conversion = convertPrompt(readPrompt({ path, text }), to);
      const document = readPrompt({ path: fileNames[to], text: conversion.text });
      assert.deepEqual([document.problems, document.toolSettings], [[], toolSettings], to);
    }
    const { lost } = convertPrompt(readPrompt({ path, text }), 'github');
    assert.deepEqual(lost, ['Tools.', 'What the tools give back.']);
  });

  it('lists what is lost', () => {
    const text =
      '---\nmodel: a/b\nconfig: {topK: 5}\ninput: {schema: {x: string}, default: {x: y}}\nfoo.bar: 1\n---\n{{#if x}}{{> part}}{{/if}}';
    assert.deepEqual(convertPrompt(readPrompt({ path: 'a.prompt', text }), 'github').lost, [
      "The template's logic has no counterpart and stands as it was: {{#if x}}",
      "The template's logic has no counterpart and stands as it was: {{> part}}",
      "The template's logic has no counterpart and stands as it was: {{/if}}",
      'The partial "part" is not included.',
      'The extension "foo".',
      'The setting "topK".',
      'The schema of the inputs.',
      'The default values of the inputs became the first row of testData.',
    ]);
  });

  it('writes the text of a partial in its place', () => {
    const text = '{{role "system"}}\n{{> tone}} Always.\n{{role "user"}}\n{{x}}';
    const partials = new Map([
      ['tone', 'Be kind. {{> more}}\n'],
      ['more', 'Be brief.'],
    ]);
    const { text: written, lost } = convertPrompt(readPrompt({ path: 'a.prompt', text }), 'github', partials);
    assert.match(written, /content: Be kind\. Be brief\. Always\./);
    assert.deepEqual(lost, []);
  });

  it('keeps the logic of a template within its language', () => {
    const text = '---\nname: x\n---\nuser:\n{% if x %}{{ x | upper }}{% endif %}\n';
    const { text: written, lost } = convertPrompt(readPrompt({ path: 'a.prompty', text }), 'prompty');
    assert.deepEqual([lost, written.includes('{% if x %}{{ x | upper }}{% endif %}')], [[], true]);
  });
});
