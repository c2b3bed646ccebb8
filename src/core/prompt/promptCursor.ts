import { defined } from '../jsonRead.ts';
import type { TextRange } from '../text/textRange.ts';
import { type YamlCursor, yamlCursorAt } from '../text/yamlCursor.ts';
import type { PromptFormat } from './document.ts';
import { splitFrontmatter } from './frontmatter.ts';
import { splitPrompty } from './promptySplit.ts';

/** A place in a prompt file, as completion and hover see it. */
export interface PromptPlace {
  readonly format: PromptFormat;
  readonly text: string;
  readonly offset: number;
}

/** The kind of text at a place: YAML, or the template. `tag` is the text between `{{` and the cursor, when the cursor is inside a tag. */
export type PromptCursor =
  | { readonly type: 'yaml'; readonly yaml: YamlCursor; readonly tag: string | undefined }
  | { readonly type: 'template'; readonly tag: string | undefined };

/** Finds whether a place is in the YAML or in the template of a prompt file. */
export function promptCursorAt({ format, text, offset }: PromptPlace): PromptCursor {
  const tag = tagBefore(text, offset);
  if (format === 'github') return { type: 'yaml', yaml: yamlCursorAt(text, offset), tag };
  const { frontmatter, unclosed } = format === 'prompty' ? headOf(text) : splitFrontmatter(text);
  if (frontmatter && offset >= frontmatter.start && offset <= frontmatter.end)
    return { type: 'yaml', yaml: yamlCursorAt(text, offset, frontmatter.start), tag };
  if (unclosed && offset > unclosed.end) return { type: 'yaml', yaml: yamlCursorAt(text, offset, unclosed.end), tag };
  return { type: 'template', tag };
}

function headOf(text: string): { readonly frontmatter?: TextRange; readonly unclosed?: TextRange } {
  const { head, unclosed } = splitPrompty(text);
  return { ...defined({ frontmatter: head, unclosed }) };
}

function tagBefore(text: string, offset: number): string | undefined {
  const before = text.slice(Math.max(0, offset - 1000), offset);
  const open = before.lastIndexOf('{{');
  const inside = open < 0 ? undefined : before.slice(open + 2);
  return inside === undefined || inside.includes('}}') ? undefined : inside.replace(/^\{+/, '');
}
