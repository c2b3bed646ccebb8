import type { JsonObject } from '../json.ts';

/** A case to be written into a dataset. */
export interface NewCase {
  readonly vars: JsonObject;
  /** The answer it is to have, word for word. */
  readonly expected?: string;
}
