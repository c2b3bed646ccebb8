import type { JsonObject } from '../json.ts';
import { defined } from '../jsonRead.ts';
import type { ToolRule } from '../tools/toolSettings.ts';
import { writtenToolSettings } from '../tools/writtenToolSettings.ts';

/** A case to be written into a dataset. */
export interface NewCase {
  readonly vars: JsonObject;
  /** The expected answer, word for word. */
  readonly expected?: string;
  /** What the user says after the first answer. */
  readonly turns?: readonly string[];
  /** How the calls of the model are answered. */
  readonly toolResults?: readonly ToolRule[];
  /** Where it comes from, and what else is known of it. */
  readonly metadata?: JsonObject;
}

/** The keys of a case that say how its conversation goes on. */
export function writtenConversation({ turns, toolResults, metadata }: NewCase): JsonObject {
  return { ...defined({ turns: turns && [...turns], metadata }), ...writtenToolSettings(defined({ toolResults })) };
}

/** True for a case that is more than its variables and one answer. */
export function isConversation({ turns, toolResults, metadata }: NewCase): boolean {
  return turns !== undefined || toolResults !== undefined || metadata !== undefined;
}
