import { isJsonObject, type JsonValue } from '../json.ts';
import { readSettings, type Settings } from '../models/settings.ts';
import type { TextRange } from '../text/textRange.ts';
import { valueAt, type YamlPath, type YamlSource } from '../text/yamlSource.ts';
import type { SourcePlace } from './suite.ts';

/** A value with its span, in a file that is known from elsewhere. */
export interface Located<T> {
  readonly value: T;
  readonly range: TextRange;
}

/** A JSON value of a suite with the place where it was written. The place is worked out when asked for. */
export interface SourceNode {
  readonly value: JsonValue;
  readonly file: string;
  readonly place: SourcePlace;
  /** Where it stands in its YAML or JSON file; undefined for a row of another file. */
  readonly path: YamlPath | undefined;
  /** The value under a key or index; null, at the nearest place, when there is none. */
  child(key: string | number): SourceNode;
  keyPlace(key: string): SourcePlace;
  /** The text of a plain value as the YAML or JSON file has it. */
  readonly written: string | undefined;
  /** The map as generation settings. */
  settings(): Settings;
}

/** A value in a YAML or JSON file. */
export function yamlNode(file: string, yaml: YamlSource, path: YamlPath = []): SourceNode {
  return {
    value: valueAt(yaml.content, path) ?? null,
    file,
    path,
    get place() {
      return { file, range: yaml.rangeOf(path) };
    },
    get written() {
      return yaml.writtenAt(path);
    },
    child: (key) => yamlNode(file, yaml, [...path, key]),
    keyPlace: (key) => ({ file, range: yaml.keyRangeOf([...path, key]) }),
    settings: () => readSettings(yaml, path),
  };
}

/** A value whose parts all stand at one place: a row of a CSV or JSONL file. */
export function rowNode(value: JsonValue, place: SourcePlace): SourceNode {
  return new RowNode(value, place);
}

/** This is a class, not a literal with closures, because there may be a million of these. */
class RowNode implements SourceNode {
  readonly value: JsonValue;
  readonly place: SourcePlace;

  constructor(value: JsonValue, place: SourcePlace) {
    this.value = value;
    this.place = place;
  }

  get written(): undefined {
    return undefined;
  }

  get path(): undefined {
    return undefined;
  }

  get file(): string {
    return this.place.file;
  }

  child(key: string | number): SourceNode {
    return new RowNode(valueAt(this.value, [key]) ?? null, this.place);
  }

  keyPlace(): SourcePlace {
    return this.place;
  }

  settings(): Settings {
    return readSettings(flatSource(this.value, this.place), []);
  }
}

/** True when a map has a value under a key; null counts as none. */
export function has(node: SourceNode, key: string): boolean {
  const { value } = node;
  return isJsonObject(value) && Object.hasOwn(value, key) && value[key] !== null;
}

function flatSource(content: JsonValue, { range }: SourcePlace): YamlSource {
  return {
    value: {},
    content,
    problems: [],
    isBroken: false,
    rangeOf: () => range,
    writtenAt: () => undefined,
    keyRangeOf: () => range,
  };
}

/** The items of a list; none when the value is no list. */
export function itemsOf(node: SourceNode): readonly SourceNode[] {
  return Array.isArray(node.value) ? node.value.map((_item, index) => node.child(index)) : [];
}

/** The value as a text; undefined for any other type. */
export function textOf(node: SourceNode): string | undefined {
  return typeof node.value === 'string' ? node.value : undefined;
}

/** The value as a number; undefined for any other type, a number in quotes among them. */
export function numberOf(node: SourceNode): number | undefined {
  return typeof node.value === 'number' ? node.value : undefined;
}

/** The part that a JSON pointer leads to; null, at the nearest place, when there is none. Empty steps are passed over. */
export function nodeAt(root: SourceNode, pointer: string): SourceNode {
  return pointer
    .split('/')
    .filter(Boolean)
    .map(keyOf)
    .reduce((node, step) => node.child(Array.isArray(node.value) ? Number(step) : step), root);
}

/** The key that a step of a JSON pointer means. */
export function keyOf(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** The texts of a list, or the one text that stands in place of a list. */
export function textsOf(node: SourceNode): readonly string[] {
  const items = Array.isArray(node.value) ? node.value : [node.value];
  return items.filter((item) => typeof item === 'string');
}
