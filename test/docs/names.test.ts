import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { presets } from '../../src/core/providers/presets.ts';
import { markdownFiles, readMarkdown, root } from './markdownFile.ts';

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const documents = markdownFiles();

/** What a pattern finds in all documents that is not among what there is. */
function unknown(pattern: RegExp, isKnown: (name: string) => boolean): readonly string[] {
  return documents.flatMap(({ file, text }) =>
    [...text.matchAll(pattern)].flatMap(([, name = '']) => (isKnown(name) ? [] : [`${file}: ${name}`])),
  );
}

describe('names in the documentation', () => {
  it('are those of commands', () => {
    const titles = new Set(manifest.contributes.commands.map(({ title }: { readonly title: string }) => title));
    assert.deepEqual(
      unknown(/`Polyprompt: ([^`]+)`/g, (name) => titles.has(name)),
      [],
    );
  });

  it('are those of settings', () => {
    const settings = [manifest.contributes.configuration].flat().flatMap(({ properties }) => Object.keys(properties));
    const isKnown = (name: string) => settings.some((setting) => setting === name || setting.startsWith(`${name}.`));
    const inFrontmatter = new Set(['polyprompt.models', 'polyprompt.evals']);
    const isFile = (name: string) => /\.(vsix|yaml|sarif)$/.test(name);
    assert.deepEqual(
      unknown(/`(polyprompt\.[\w.]+)`/g, (name) => isKnown(name) || isFile(name) || inFrontmatter.has(name)),
      [],
    );
  });

  it('are those of providers, with the address and the variables of each', () => {
    const { text } = readMarkdown('docs/keys-and-endpoints.md');
    const missing = presets.flatMap(({ id, baseUrl, keyVariables }) =>
      [
        `\`${id}/...\``,
        ...(baseUrl === undefined ? [] : [`\`${baseUrl}\``]),
        ...keyVariables.map((name) => `\`${name}\``),
      ].filter((words) => !text.includes(words)),
    );
    assert.deepEqual(missing, []);
  });

  it('write figures in one format', () => {
    const found = unknown(
      /(?<![\w`])(\d+ %|\d{1,3}[\u2009\u202f ]\d{3}(?!\d)(?= (?:cases|rows|cells|tokens)))/g,
      () => false,
    );
    assert.deepEqual(found, []);
  });

  it('name one place where the project lives', () => {
    const [, home = ''] = /github\.com\/([\w.-]+\/[\w.-]+?)\.git$/.exec(manifest.repository.url) ?? [];
    assert.match(home, /^[\w.-]+\/polyprompt$/);
    const addresses = [manifest.homepage, manifest.bugs.url, manifest.qna].map(String);
    assert.deepEqual(
      addresses.filter((address) => !address.startsWith(`https://github.com/${home}`)),
      [],
    );
    assert.deepEqual(
      unknown(/(?:github\.com\/|uses: )([\w.-]+\/polyprompt)\b/g, (name) => name === home),
      [],
    );
  });
});
