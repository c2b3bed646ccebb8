import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { memoryFiles } from './memoryFiles.ts';

const start = 'providers: [openai:gpt-5.6-luna]\ntests: [{vars: {name: Ann}}]\n';

async function suiteOf(prompt: string, files: Readonly<Record<string, string>> = {}) {
  const text = `prompts: [${prompt}]\n${start}`;
  return readSuite('promptfooconfig.yaml', memoryFiles({ ...files, 'promptfooconfig.yaml': text }));
}

describe('a prompt template that cannot be read', () => {
  it('is a Problem where it stands: in the suite, or in its own file', async () => {
    const found = async (prompt: string, files: Readonly<Record<string, string>> = {}) =>
      (await suiteOf(prompt, files)).problems.map(({ severity, code, file }) => [severity, code, file]);
    const error = ['error', 'invalid-template'];
    assert.deepEqual(await found("'Hi {{ name'"), [[...error, 'promptfooconfig.yaml']]);
    assert.deepEqual(await found('file://a.txt', { 'a.txt': 'Hi {{ name | nosuch }}' }), [[...error, 'a.txt']]);
    const chat = JSON.stringify([{ role: 'user', content: '{% if name %}' }]);
    assert.deepEqual(await found('file://a.json', { 'a.json': chat }), [[...error, 'a.json']]);
    assert.deepEqual(await found('file://a.json', { 'a.json': chat.replace('{% if name %}', '{{name}}') }), []);
  });
});

describe('a chat in YAML', () => {
  it('may hold lines such as "Name: {{name}}" in its texts', async () => {
    const chat = `# note
- role: system
  content: Be brief.
- role: user
  content: |
    Name: {{name}}
    Greet.
`;
    const suite = await suiteOf('file://chat.yaml', { 'chat.yaml': chat });
    assert.deepEqual(suite.prompts[0]?.render({ name: 'Ann\nBob' }).messages, [
      { role: 'system', parts: [{ type: 'text', text: 'Be brief.' }] },
      { role: 'user', parts: [{ type: 'text', text: 'Name: Ann\nBob\nGreet.\n' }] },
    ]);
  });

  it('is rendered before it is read where a template stands for a value', async () => {
    const suite = await suiteOf('file://chat.yaml', { 'chat.yaml': '- role: user\n  content: {{name}}\n' });
    assert.deepEqual(suite.prompts[0]?.render({ name: 'Ann' }).messages, [
      { role: 'user', parts: [{ type: 'text', text: 'Ann' }] },
    ]);
  });
});
