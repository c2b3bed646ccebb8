import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { panelHtml } from '../../../src/extension/editor/panelHtml.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const page = panelHtml({
  nonce: 'N0nce',
  cspSource: 'https://panel.test',
  scriptUri: 'https://panel.test/webview.js',
  styleUris: ['https://panel.test/panel.css'],
  element: 'polyprompt-panel',
  codiconUri: 'https://panel.test/codicon.css',
});

describe('the panel page', () => {
  it('has its policy first, and the policy allows nothing but its own files', () => {
    const policy =
      /<head>\s*<meta charset="UTF-8">\s*<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(page)?.[1];
    assert.deepEqual(policy?.split('; '), [
      "default-src 'none'",
      "script-src 'nonce-N0nce'",
      'style-src https://panel.test',
      'font-src https://panel.test',
      'img-src https://panel.test',
      "connect-src 'none'",
      "form-action 'none'",
      "frame-src 'none'",
      "base-uri 'none'",
      "object-src 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types lit-html dompurify polyprompt-markdown',
    ]);
  });

  it('has no script and no style of its own inside', () => {
    assert.doesNotMatch(page, /unsafe-|javascript:|\son\w+=|style="|<style|<script(?![^>]*\ssrc=)/);
  });
});

describe('the panel sources', () => {
  const sources = globSync('src/webview/**/*.ts', { cwd: root }).map((file) => ({
    file,
    text: readFileSync(path.join(root, file), 'utf8'),
  }));

  it('set styles only through properties: an attribute would break the policy', () => {
    const broken = sources.filter(({ text }) => /styleMap|[\s"]style=/.test(text));
    assert.deepEqual(
      broken.map(({ file }) => file),
      [],
    );
  });

  it('make HTML from text in one place only', () => {
    const makers = sources.filter(({ text }) => /innerHTML|unsafeHTML|insertAdjacentHTML|document\.write/.test(text));
    assert.deepEqual(
      makers.map(({ file }) => file),
      [path.join('src', 'webview', 'panel', 'markdown.ts')],
    );
  });

  it("use the editor's colours and no other", () => {
    const css = readFileSync(path.join(root, 'media/panel.css'), 'utf8');
    assert.doesNotMatch(
      css,
      /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|color-mix)\(|:\s*(?:white|black|red|green|blue|gr[ae]y)\b/i,
    );
  });
});
