import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..', '..');

export interface CodeBlock {
  /** The first word behind the fence: `sh` is run line by line, `console` is only shown. */
  readonly language: string;
  readonly text: string;
  readonly line: number;
  /** The file that the line before the fence names, as in "`triage.eval.yaml`:". */
  readonly file?: string;
}

export interface MarkdownFile {
  /** From the root of the repository, with `/`. */
  readonly file: string;
  readonly text: string;
  readonly blocks: readonly CodeBlock[];
}

/** Every Markdown file of the project itself. */
export function markdownFiles(): readonly MarkdownFile[] {
  return ['.', 'docs', 'examples', 'media/walkthrough']
    .filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) => readdirSync(path.join(root, folder)).map((name) => path.posix.join(folder, name)))
    .filter((file) => file.endsWith('.md'))
    .map(readMarkdown);
}

export function readMarkdown(file: string): MarkdownFile {
  const text = readFileSync(path.join(root, file), 'utf8').replaceAll('\r\n', '\n');
  return { file, text, blocks: [...codeBlocks(text)] };
}

function* codeBlocks(text: string): Generator<CodeBlock> {
  for (const match of text.matchAll(/^( *)```(\S*).*\n([\s\S]*?)^\1```$/gm)) {
    const [, indent = '', language = '', body = ''] = match;
    const before = text.slice(0, match.index).trimEnd().split('\n').at(-1) ?? '';
    const [, file] = /`([^`\s]+)`:$/.exec(before) ?? [];
    yield {
      language,
      text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      line: text.slice(0, match.index).split('\n').length,
      ...(file === undefined ? {} : { file }),
    };
  }
}

/** The text without its blocks and its inline code, in which a link is no link. */
export function proseOf({ text }: MarkdownFile): string {
  return text.replace(/^( *)```[\s\S]*?^\1```$/gm, '').replace(/`[^`\n]*`/g, '`code`');
}
