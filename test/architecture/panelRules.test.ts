import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..', '..');
const read = (pattern: string) =>
  globSync(pattern, { cwd: root }).map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));

describe('panel rules', () => {
  it('takes every colour from the theme', () => {
    const found = read('media/**/*.css').flatMap(({ file, text }) =>
      [...text.matchAll(/#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(/gi)].map((match) => `${file}: ${match[0]}`),
    );
    assert.deepEqual(found, []);
  });

  it('writes no style attribute, which the content policy would refuse', () => {
    const found = read('src/webview/**/*.ts')
      .filter(({ text }) => /styleMap|\sstyle=/.test(text))
      .map(({ file }) => file);
    assert.deepEqual(found, []);
  });

  it('keeps no hidden panel alive and allows no command link', () => {
    const found = read('src/**/*.ts')
      .filter(({ text }) => /retainContextWhenHidden|enableCommandUris|isTrusted\s*=\s*true/.test(text))
      .map(({ file }) => file);
    assert.deepEqual(found, []);
  });
});
