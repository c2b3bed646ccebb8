import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { markdownText } from '../../../src/core/text/markdownText.ts';

/** The most that a renderer may do with it. */
const renderer = new MarkdownIt({ html: true, linkify: true, typographer: false });

describe('markdownText', () => {
  it('makes no markup, link or image of hostile text', () => {
    const hostile = [
      '![x](https://evil.example/p)',
      '[click](command:polyprompt.runSuite)',
      '<img src=x onerror=alert(1)>',
      'see https://evil.example/p and www.evil.example',
      '<https://evil.example>',
      '`code` **bold** _it_ ~~gone~~ &lt;b&gt;',
      '\\[a](b)',
      'line\n# heading\n- item',
    ];
    for (const text of hostile) assert.doesNotMatch(renderer.renderInline(markdownText(text)), /</, text);
  });

  it('shows the very text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab *_`[](){}#+-.!|<>~&:;@/\\"\'=^$%,?0') }), (text) => {
        const shown = renderer
          .renderInline(markdownText(text))
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&amp;', '&');
        assert.equal(shown, text.replace(/\s+/g, ' '));
      }),
    );
  });
});
