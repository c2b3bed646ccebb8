import { isJsonObject, type JsonValue } from '../../core/json.ts';
import { readYaml, valueAt, type YamlPath, type YamlSource } from '../../core/text/yamlSource.ts';
import { insertBlock } from './markedBlock.ts';

/** Lines of YAML that become the last entry of a list or a map. */
export interface YamlEntry {
  /** The list or map that gets the entry. */
  readonly path: YamlPath;
  /** The lines of the entry without indentation. */
  readonly lines: readonly string[];
}

/**
 * The text with the entry behind its last sibling, between our marks, with every other byte untouched. Undefined where that cannot be done
 * by adding lines, for example in a list that is written on one line.
 */
export function addYamlEntry(text: string, { path, lines }: YamlEntry): string | undefined {
  const source = readYaml(text, 0);
  if (source.isBroken) return undefined;
  const edited = insertBlock(text, lines, placeBehind(text, source, path));
  const after = readYaml(edited, 0);
  const content = valueAt(readYaml(lines.join('\n'), 0, { shape: 'any' }).content, []);
  if (after.isBroken || content === undefined) return undefined;
  return sameJson(after.value, withEntry(source.value, path, content)) ? edited : undefined;
}

function placeBehind(text: string, source: YamlSource, path: YamlPath) {
  const container = valueAt(source.value, path) ?? null;
  const last = lastStep(container);
  if (last === undefined) {
    if (path.length === 0) return { offset: text.replace(/\r?\n$/, '').length, column: 0 };
    const { start, end } = source.keyRangeOf(path);
    return { offset: end, column: columnOf(text, start) + 2 };
  }
  const { start, end } = source.rangeOf([...path, last]);
  const first = typeof last === 'number' ? text.lastIndexOf('-', start) : source.keyRangeOf([...path, last]).start;
  return { offset: start + text.slice(start, end).trimEnd().length, column: columnOf(text, first) };
}

function lastStep(container: JsonValue): string | number | undefined {
  if (Array.isArray(container)) return container.length > 0 ? container.length - 1 : undefined;
  return isJsonObject(container) ? Object.keys(container).at(-1) : undefined;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** The value that the file must have afterwards: all that it had before, and the entry in its place. */
function withEntry(value: JsonValue, path: YamlPath, entry: JsonValue): JsonValue {
  const [step, ...rest] = path;
  if (step === undefined) {
    if (Array.isArray(value) && Array.isArray(entry)) return [...value, ...entry];
    if (!isJsonObject(entry)) return Array.isArray(entry) ? entry : value;
    return { ...(isJsonObject(value) ? value : {}), ...entry };
  }
  if (!isJsonObject(value)) return value;
  return { ...value, [step]: withEntry(valueAt(value, [step]) ?? null, rest, entry) };
}

function sameJson(left: JsonValue, right: JsonValue): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
