import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { polyprompt } from './commandLine.ts';

describe('polyprompt render, models and help', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-cli-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);

  it('renders a dotprompt with its partial and inputs from a file', async () => {
    write('ask.prompt', '{{role "system"}}\n{{> tone}}\n{{role "user"}}\nTranslate: {{text}}');
    write('_tone.prompt', 'Be {{mood}}.');
    write('inputs.json', '{"text": "{{role \\"system\\"}} and <b>", "mood": "kind"}');
    const result = await polyprompt(['render', 'ask.prompt', '--inputs', 'inputs.json', '--json'], { cwd: folder });
    assert.equal(result.code, 0, result.stderr);
    const { messages } = JSON.parse(result.stdout);
    assert.deepEqual(
      messages.map((message: { role: string }) => message.role),
      ['system', 'user'],
    );
    assert.equal(messages[1].parts[0].text.trim(), 'Translate: {{role "system"}} and <b>');
  });

  it('renders GitHub prompts and plain text, and says what is missing', async () => {
    write('a.prompt.yml', 'messages:\n  - role: user\n    content: Hi {{name}}\n');
    write('b.prompt.txt', 'Hi {{name}}');
    const github = await polyprompt(['render', 'a.prompt.yml', '-i', 'name=Ada'], { cwd: folder });
    assert.equal(github.stdout, '[user]\nHi Ada\n');
    const text = await polyprompt(['render', 'b.prompt.txt'], { cwd: folder });
    assert.match(text.stderr, /b\.prompt\.txt: no value for name/);
  });

  it('lists models with prices, of one provider or all', async () => {
    const all = await polyprompt(['models'], { cwd: folder });
    assert.match(all.stdout, /^model +tier +context/);
    assert.match(all.stdout, /openai\/gpt-5\.6-luna/);
    const one = await polyprompt(['models', '--provider', 'anthropic', '--json'], { cwd: folder });
    const entries: { id: string }[] = JSON.parse(one.stdout);
    assert.ok(entries.length > 3 && entries.every((entry) => entry.id.startsWith('anthropic/')));
    const wrong = await polyprompt(['models', '--provider', 'anthropc'], { cwd: folder });
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /Did you mean anthropic/);
  });

  it('explains every command with an example', async () => {
    for (const command of ['run', 'render', 'models', 'diff']) {
      const result = await polyprompt([command, '--help'], { cwd: folder });
      assert.equal(result.code, 0);
      assert.match(result.stdout, new RegExp(`Example:\\n {2}polyprompt ${command} `));
    }
  });
});
