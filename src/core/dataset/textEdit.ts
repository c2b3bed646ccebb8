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
