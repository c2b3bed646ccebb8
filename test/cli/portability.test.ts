import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { polyprompt } from './commandLine.ts';

describe('polyprompt portability', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-cli-'));
    mkdirSync(path.join(folder, '.git'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  const check = (...args: readonly string[]) => polyprompt(['portability', ...args], { cwd: folder });

  it('says per model what is dropped, with its place, and ends with 1', async () => {
    write('a.prompt', '---\nconfig:\n  seed: 7\n---\nHi {{name}}, {{media url="here.png"}}');
    const models = ['-m', 'openai/gpt-6-luna', '-m', 'google/gemini-3.8-flash'];
    const { code, stdout, stderr } = await check('a.prompt', ...models);
    assert.equal(code, 1, stderr);
    assert.equal(
      stdout,
      'a.prompt:3:9: dropped: openai/gpt-6-luna: The Responses API has no seed.\n\n' +
        'model                                         prompt  dropped\n' +
        'openai/gpt-6-luna        accepted, 1 setting dropped        1\n' +
        'google/gemini-3.8-flash                   as written        0\n',
    );
  });

  it('ends with 0 where things are changed and none is lost; as JSON it has every place and fix', async () => {
    write('b.prompt', '---\nmodel: anthropic/claude-haiku-4-5\nconfig:\n  temperature: 1.5\n---\nHi');
    const { code, stdout } = await check('b.prompt', '--json');
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), {
      models: [{ model: 'anthropic/claude-haiku-4-5', prompt: 'accepted, 1 setting changed', file: 'b.prompt' }],
      findings: [
        {
          model: 'anthropic/claude-haiku-4-5',
          effect: 'clamped',
          field: 'temperature',
          message: 'temperature 1.5 is outside 0 to 1; 1 was sent.',
          file: 'b.prompt',
          line: 4,
          column: 16,
          fix: 'Change "temperature" to 1',
        },
      ],
    });
  });

  it('looks at the values that are given', async () => {
    write('c.prompt', 'Ticket:\n{{ticket}}\n\nAnswer in one word.');
    write('long.json', '{"ticket": "It broke.\\n\\nSend a new one."}');
    const { code, stdout } = await check('c.prompt', '-m', 'simulated/terse', '--inputs', 'long.json');
    assert.equal(code, 0);
    assert.match(stdout, /^c\.prompt:2:1: doubtful: A value of \{\{ticket\}\} has several lines/);
  });

  it('looks at the variant that a model gets', async () => {
    write('polyprompt.yaml', 'variants:\n  openai/*: gpt\n');
    write('e.prompt', '---\nconfig:\n  seed: 7\n---\nHi');
    write('e.gpt.prompt', 'Hi');
    const { code, stdout } = await check('e.prompt', '-m', 'openai/gpt-6-luna', '-m', 'anthropic/claude-haiku-4-5');
    assert.equal(code, 1);
    assert.equal(
      stdout,
      'e.prompt:3:9: dropped: anthropic/claude-haiku-4-5: Anthropic has no seed.\n\n' +
        'model                                            prompt  dropped\n' +
        'openai/gpt-6-luna                            as written        0\n' +
        'anthropic/claude-haiku-4-5  accepted, 1 setting dropped        1\n',
    );
  });

  it('needs a model', async () => {
    write('d.prompt', 'Hi');
    const { code, stderr } = await check('d.prompt');
    assert.equal(code, 2);
    assert.match(stderr, /d\.prompt names no model\. Give one with --model/);
  });
});
