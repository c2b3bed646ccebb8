import type { TextEdit } from './textEdit.ts';

/** The text with these edits, whose ranges are places in the text as it is. An edit that overlaps an earlier one of the list is left out. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const taken: TextEdit[] = [];
  for (const edit of edits) if (!taken.some((other) => overlaps(edit, other))) taken.push(edit);
  return taken
    .toSorted((left, right) => right.range.start - left.range.start)
    .reduce((all, { range, text: put }) => all.slice(0, range.start) + put + all.slice(range.end), text);
}

function overlaps({ range: left }: TextEdit, { range: right }: TextEdit): boolean {
  return left.start < right.end && right.start < left.end;
}
