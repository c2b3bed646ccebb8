import { isJsonObject, type JsonValue } from '../json.ts';
import { invalidCheck } from './grader.ts';

/** Other words for a label or a value of a field, by what they mean. */
export type Synonyms = Readonly<Record<string, readonly string[]>>;

/** The map as it is written; undefined where it is no map. Throws `invalid-check` for words that are no list of texts. */
export function readSynonyms(written: JsonValue | undefined): Synonyms | undefined {
  if (!isJsonObject(written)) return undefined;
  return Object.fromEntries(
    Object.entries(written).map(([meant, words]) => {
      if (!isTexts(words)) throw invalidCheck(`The synonyms of "${meant}" are a list of texts.`);
      return [meant, words];
    }),
  );
}

export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
