import type { JsonObject } from '../../json.ts';

/** A span of a trace, whatever wrote it: ids, times and status in one form, and its attributes as a plain object. */
export interface Span {
  readonly name: string;
  /** The instrumentation that wrote it; "" where the file does not say. */
  readonly scope: string;
  readonly attributes: JsonObject;
  readonly trace?: string;
  readonly span?: string;
  readonly parent?: string;
  /** ISO 8601 in UTC. */
  readonly start?: string;
  readonly end?: string;
  readonly error?: string;
  /** Texts that the oldest instrumentations wrote as events of the span: name and attributes. */
  readonly events: readonly { readonly name: string; readonly attributes: JsonObject }[];
}
