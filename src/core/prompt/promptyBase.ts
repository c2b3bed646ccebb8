import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/** The prompt of version 1 that this one is based on, relative to it. */
export function basePathOf({ base, extends: extended }: JsonObject): string | undefined {
  const path = base ?? extended;
  return typeof path === 'string' && path.trim() !== '' ? path : undefined;
}

/** A path relative to the folder of a base, as a path relative to the prompt that is read. */
export function joinedPath(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`;
}

/** The folder of a path, without its last slash; empty for a name alone. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The keys that a prompt takes from the one it is based on, where it has none itself. Names, descriptions and the text are its own. */
const inherited = ['model', 'sample', 'inputs', 'outputs', 'tools', 'template'];

/** Lays a head over that of its base: maps are merged, and everything else is replaced. */
export function overBase(own: JsonObject, base: JsonObject): JsonObject {
  const taken = Object.fromEntries(Object.entries(base).filter(([key]) => inherited.includes(key)));
  return merged(taken, own);
}

function merged(below: JsonObject, above: JsonObject): JsonObject {
  const entries = Object.entries(above).map(([key, value]): [string, JsonValue] => {
    const under = Object.hasOwn(below, key) ? below[key] : undefined;
    return [key, isJsonObject(value) && isJsonObject(under) ? merged(under, value) : value];
  });
  return { ...below, ...Object.fromEntries(entries) };
}
