import type { TextEdit } from '../../src/core/text/textEdit.ts';

/** The text after edits that do not touch each other. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return edits
    .toSorted((left, right) => right.range.start - left.range.start)
    .reduce((edited, { range, text: put }) => edited.slice(0, range.start) + put + edited.slice(range.end), text);
}
