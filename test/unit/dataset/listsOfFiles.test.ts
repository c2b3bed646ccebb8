import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { memoryFiles } from './memoryFiles.ts';

const head = 'prompts: ["{{q}}"]\nproviders: [openai:gpt-5-mini]\n';

async function suiteOf(rest: string, files: Readonly<Record<string, string>> = {}) {
  return readSuite('promptfooconfig.yaml', memoryFiles({ ...files, 'promptfooconfig.yaml': rest }));
}

describe('a list of variables that names files', () => {
  it('holds their texts, and multiplies as texts do', async () => {
    const files = { 'a.txt': ' one ', 'b.txt': 'two' };
    const { cases, problems } = await suiteOf(
      `${head}tests: [{vars: {q: [zero, file://a.txt, "file://*.txt"]}}]\n`,
      files,
    );
    assert.deepEqual(
      cases.map(({ vars }) => vars['q']),
      ['zero', 'one', 'one', 'two'],
    );
    assert.deepEqual(
      problems.map(({ severity }) => severity),
      ['information'],
    );
  });

  it('that are not there is an error', async () => {
    const { problems } = await suiteOf(`${head}tests: [{vars: {q: [file://none.txt, x]}}]\n`);
    assert.ok(problems.some(({ code, severity }) => code === 'missing-file' && severity === 'error'));
  });
});

describe('small things of promptfoo', () => {
  it('a template that is no model yet never becomes one', async () => {
    const { targets, problems } = await suiteOf(
      'prompts: [x]\nproviders: ["{{env.MODEL}}", "openai:{{env.MODEL}}"]\ntests: [{}]\n',
    );
    assert.deepEqual(targets, []);
    assert.ok(problems.some(({ code }) => code === 'unsupported'));
  });

  it('line ends of Windows in a text prompt are no part of it', async () => {
    const text = 'prompts: [file://p.txt]\nproviders: [openai:gpt-5-mini]\ntests: [{}]\n';
    const { prompts } = await suiteOf(text, { 'p.txt': 'a\r\nb\r\n---\r\nc\r\n' });
    assert.deepEqual(
      prompts.map(({ raw }) => raw),
      ['a\nb', 'c'],
    );
  });

  it('its command line options count', async () => {
    const { repeat, concurrency } = await suiteOf(`${head}commandLineOptions: {repeat: 2, maxConcurrency: 3}\n`);
    assert.deepEqual([repeat, concurrency], [2, 3]);
  });
});
