import type { JsonValue } from '../json.ts';
import type { RecordText } from './recordSplitter.ts';

/** The value of a record, or the reason why it has none. */
export function parseRecord({
  text,
  problem,
}: RecordText): { readonly value: JsonValue } | { readonly problem: string } {
  if (problem !== undefined) return { problem };
  try {
    const value: JsonValue = JSON.parse(text);
    return { value };
  } catch {
    return { problem: whatItIs(text) };
  }
}

function whatItIs(text: string): string {
  if (/^\{\s*[A-Za-z_]\w*:/.test(text))
    return "it is a dump of Node's console exporter and no JSON: write the spans with an exporter for OTLP or as JSON";
  return /[}\]]$/.test(text) ? 'it is not valid JSON' : 'it is cut off before its end';
}
