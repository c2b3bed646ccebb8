import type { TextRange } from '../text/textRange.ts';
import type { PromptDocument } from './document.ts';
import { roleSections } from './roleLines.ts';

const roleMarker = /\{\{~?\s*role\s+[^{}]*\}\}/g;

/** The span of the words of each message in the file, in order. A message may be made of several files, of which this is one. */
export function messageSpans({ template }: PromptDocument): readonly TextRange[] {
  if (template.kind === 'placeholders') return template.messages.map(({ range }) => range);
  const { source, range } = template;
  if (template.kind === 'dotprompt') return between([...source.matchAll(roleMarker)].map(spanOf), range);
  let from = 0;
  return roleSections(template).map((section) => {
    const start = source.indexOf(section.source, from);
    from = start + section.source.length;
    return { start: range.start + start, end: range.start + from };
  });
}

function spanOf(match: RegExpExecArray): TextRange {
  return { start: match.index, end: match.index + match[0].length };
}

function between(marks: readonly TextRange[], { start, end }: TextRange): readonly TextRange[] {
  const starts = [start, ...marks.map((mark) => start + mark.end)];
  const ends = [...marks.map((mark) => start + mark.start), end];
  return starts.map((from, index) => ({ start: from, end: ends[index] ?? end }));
}
