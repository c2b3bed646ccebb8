import assert from 'node:assert/strict';
import path from 'node:path';
import { agentsPage } from '../../scripts/docs/agentsPage.ts';
import { cliReference } from '../../scripts/docs/cliReference.ts';
import { docsIndex } from '../../scripts/docs/docsIndex.ts';
import { settingsReference } from '../../scripts/docs/settingsReference.ts';
import { readMarkdown, root } from './markdownFile.ts';

const stale = (file: string) => `${file} is not what the code says: npm run docs`;

describe('pages that are made from the code', () => {
  it('the commands', async () =>
    assert.equal(readMarkdown('docs/cli.md').text, await cliReference(), stale('docs/cli.md')));

  it('the settings', () =>
    assert.equal(readMarkdown('docs/settings.md').text, settingsReference(), stale('docs/settings.md')));

  it('the tools for coding agents', () => {
    const { text } = readMarkdown('docs/agents.md');
    assert.equal(text, agentsPage(text), stale('docs/agents.md'));
  });

  it('the index', () =>
    assert.equal(readMarkdown('docs/README.md').text, docsIndex(path.join(root, 'docs')), stale('docs/README.md')));
});
