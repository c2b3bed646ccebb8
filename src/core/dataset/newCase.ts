import type { JsonObject } from '../json.ts';

/** A case to be written into a dataset. */
export interface NewCase {
  readonly vars: JsonObject;
  /** The expected answer, word for word. */
  readonly expected?: string;
}
