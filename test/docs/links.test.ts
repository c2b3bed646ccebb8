import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type MarkdownFile, markdownFiles, proseOf, readMarkdown, root } from './markdownFile.ts';

const link = /!?\[(?:[^\][]|\[[^\]]*\])*\]\(([^)\s]+)(?: "[^"]*")?\)/g;

/** What GitHub makes of the text of a heading. */
function anchorOf(heading: string): string {
  return heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

function anchorsOf({ text }: MarkdownFile): Set<string> {
  const withoutBlocks = text.replace(/^( *)```[\s\S]*?^\1```$/gm, '');
  return new Set([...withoutBlocks.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)));
}

/** Undefined where the link leads somewhere. */
function faultOf(markdown: MarkdownFile, target: string): string | undefined {
  if (/^(https|mailto|command):/.test(target)) return undefined;
  const [name = '', anchor] = target.split('#');
  const file = name === '' ? markdown.file : path.posix.join(path.posix.dirname(markdown.file), name);
  if (!existsSync(path.join(root, file))) return `${markdown.file}: ${target} does not exist`;
  if (anchor === undefined || anchorsOf(readMarkdown(file)).has(anchor)) return undefined;
  return `${markdown.file}: ${target} has no such heading`;
}

describe('links of the documentation', () => {
  it('all lead somewhere', () => {
    const files = markdownFiles();
    const faults = files.flatMap((markdown) =>
      [...proseOf(markdown).matchAll(link)].map(([, target = '']) => faultOf(markdown, target)),
    );
    assert.deepEqual(
      faults.filter((fault) => fault !== undefined),
      [],
    );
    assert.ok(files.length > 10);
  });

  it('of every page lead to no page that is missing from the index', () => {
    const index = readMarkdown('docs/README.md').text;
    const pages = markdownFiles().flatMap(({ file }) => (/^docs\/[^/]+\.md$/.test(file) ? [path.basename(file)] : []));
    assert.deepEqual(
      pages.filter((page) => page !== 'README.md' && !index.includes(`](${page})`)),
      [],
    );
  });
});
