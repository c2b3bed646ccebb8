import { hashJson } from '../hash.ts';
import type { JsonObject } from '../json.ts';

/** What a person judged: an answer with the values that it was given for. An answer that is the same keeps what was said of it. */
export function answerDigest(inputs: JsonObject, text: string): string {
  return hashJson({ inputs, text });
}
