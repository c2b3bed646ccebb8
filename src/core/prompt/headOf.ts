import { defined } from '../jsonRead.ts';
import type { TextRange } from '../text/textRange.ts';
import type { PromptFormat } from './document.ts';
import { splitFrontmatter } from './frontmatter.ts';
import { splitPrompty } from './promptySplit.ts';

/** The YAML that says how a prompt is run; absent in a file without any. `isBroken` is true where its end is missing. */
export function headOf(format: PromptFormat, text: string): { readonly head?: TextRange; readonly isBroken: boolean } {
  if (format === 'github') return { head: { start: startOfYaml(text), end: text.length }, isBroken: false };
  if (format === 'prompty') {
    const { head, unclosed } = splitPrompty(text);
    return { ...defined({ head }), isBroken: unclosed !== undefined };
  }
  const { frontmatter, unclosed } = splitFrontmatter(text);
  return { ...defined({ head: frontmatter }), isBroken: unclosed !== undefined };
}

/** The offset behind the comments and the document mark at the top of a YAML file. */
function startOfYaml(text: string): number {
  return /^\uFEFF?(?:[ \t]*(?:#[^\r\n]*|---)?[ \t]*(?:\r\n|\r|\n))*/.exec(text)?.[0].length ?? 0;
}
