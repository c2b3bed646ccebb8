import { isJsonObject, type JsonValue } from '../json.ts';
import type { Problem } from './problem.ts';
import type { TextRange } from './textRange.ts';
import { valueAt, type YamlPath, type YamlSource } from './yamlSource.ts';

/** A value of a file with the place where it was written, for readers that serve several formats. */
export interface PlacedValue<Place> {
  readonly value: JsonValue;
  readonly place: Place;
  /** The value under a key or index; null, at the nearest place, when there is none. */
  child(key: string | number): PlacedValue<Place>;
  keyPlace(key: string): Place;
}

/** Takes a finding about a place; it is an error where no severity is given. */
export type ReportAt<Place> = (place: Place, code: string, message: string, severity?: Problem['severity']) => void;

/** A value of a YAML text, by its span. */
export function yamlValue(yaml: YamlSource, path: YamlPath = []): PlacedValue<TextRange> {
  return {
    value: valueAt(yaml.content, path) ?? null,
    get place() {
      return yaml.rangeOf(path);
    },
    child: (key) => yamlValue(yaml, [...path, key]),
    keyPlace: (key) => yaml.keyRangeOf([...path, key]),
  };
}

/** True when a map has a key, whatever stands under it. */
export function hasKey({ value }: Pick<PlacedValue<unknown>, 'value'>, key: string): boolean {
  return isJsonObject(value) && Object.hasOwn(value, key);
}
