import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readPrompt } from '../../../../src/core/prompt/readPrompt.ts';
import { diskFiles } from '../../../../src/node/files/diskFiles.ts';
import { withReferences } from '../../../../src/node/suites/promptyFiles.ts';
import { workspaceSuiteFiles } from '../../../../src/node/suites/workspaceSuiteFiles.ts';

describe('the files that a .prompty names', () => {
  const outer = mkdtempSync(path.join(tmpdir(), 'polyprompt-'));
  const folder = path.join(outer, 'workspace');
  after(() => rmSync(outer, { recursive: true, force: true }));

  before(() => {
    mkdirSync(path.join(folder, 'prompts/lib'), { recursive: true });
    const files = {
      'secret.json': '{"who": "secret"}',
      'workspace/shared.json': '{"who": "Bob"}',
      'workspace/prompts/lib/base.prompty': `---\nsample: \${file:mood.json}\n---\n`,
      'workspace/prompts/lib/mood.json': '{"mood": "calm"}',
      'workspace/prompts/a.prompty': promptWith(`sample: \${file:../shared.json}\nbase: lib/base.prompty`),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(outer, name), text);
  });

  const read = async (text: string) =>
    readPrompt(await withReferences({ path: path.join(folder, 'prompts/x.prompty'), text }, diskFiles(folder)));

  it('are read within the workspace folder, and those of the prompt that it is based on', async () => {
    const document = await read(promptWith(`sample: \${file:../shared.json}\nbase: lib/base.prompty`));
    assert.deepEqual(document.problems, []);
    assert.deepEqual(document.input.defaults, { who: 'Bob', mood: 'calm' });
  });

  it('are not read outside of it', async () => {
    const { problems, input } = await read(promptWith(`sample: \${file:../../secret.json}`));
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['refused-file'],
    );
    assert.deepEqual(input.defaults, {});
  });

  it('are read where a suite opens the prompt', async () => {
    const opened = await workspaceSuiteFiles(folder).openPrompt('prompts/a.prompty');
    assert.ok(opened && 'render' in opened);
    assert.deepEqual(opened.problems, []);
    assert.deepEqual(opened.render({}).messages[0]?.parts, [{ type: 'text', text: 'Bob is calm' }]);
  });
});

function promptWith(head: string): string {
  return `---\n${head}\n---\nuser:\n{{who}} is {{mood}}\n`;
}
