import type { TextRange } from './range.ts';

/** One replacement in a text; an empty range inserts. */
export interface TextEdit {
  readonly range: TextRange;
  readonly text: string;
}
