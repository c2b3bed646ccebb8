import type { JsonObject } from '../json.ts';
import type { TextRange } from '../text/range.ts';

/** One replacement in a text; an empty range inserts. */
export interface TextEdit {
  readonly range: TextRange;
  readonly text: string;
}

/** A case to be written into a dataset. */
export interface NewCase {
  readonly vars: JsonObject;
  /** The answer it is to have, word for word. */
  readonly expected?: string;
}

/** The text after edits that do not touch each other. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return edits
    .toSorted((left, right) => right.range.start - left.range.start)
    .reduce(
      (current, { range, text: inserted }) => current.slice(0, range.start) + inserted + current.slice(range.end),
      text,
    );
}
