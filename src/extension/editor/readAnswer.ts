import { isJsonObject, type JsonValue } from '../../core/json.ts';
import type { ColumnAnswer } from '../../protocol.ts';

/** An answer of a column as a page names it; undefined for anything else. */
export function readAnswer(about: JsonValue | undefined): ColumnAnswer | undefined {
  if (!isJsonObject(about)) return undefined;
  const { target, repeat } = about;
  if (typeof target !== 'string') return undefined;
  if (repeat === undefined) return { target };
  return typeof repeat === 'number' && Number.isInteger(repeat) && repeat >= 0 ? { target, repeat } : undefined;
}
