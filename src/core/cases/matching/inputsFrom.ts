import type { JsonObject, JsonValue } from '../../json.ts';
import type { InputField } from '../../prompt/document.ts';
import type { Found, InputPath } from './searchStates.ts';

/** The inputs that a way of fitting stands for. `slice` gives the text between two places; `fields` say of which type an input is. */
export function inputsFrom(
  found: Found,
  slice: (start: number, end: number) => string,
  fields: readonly InputField[],
): JsonObject {
  const inputs: JsonObject = {};
  for (const { path, length } of found.lists)
    put(
      inputs,
      path,
      Array.from({ length }, () => null),
    );
  for (const { path, condition, holds } of found.decisions) {
    const value = decided(condition.equals, holds, isBoolean(fields, path));
    if (value !== undefined && at(inputs, path) === undefined) put(inputs, path, value);
  }
  for (const { path, start, end, state } of found.values) {
    const text = slice(start, end);
    const written = state.indent === '' ? text : text.replaceAll(`\n${state.indent}`, '\n');
    const value = state.isJson ? parsed(written) : typed(written, path, fields);
    if (value !== undefined) put(inputs, path, value);
  }
  return withoutHoles(inputs);
}

/** A value that only decides is known no further than as true; of one that decides against, nothing is known. */
function decided(equals: JsonValue | undefined, holds: boolean, isBoolean: boolean): JsonValue | undefined {
  if (equals === undefined) return holds ? true : isBoolean ? false : undefined;
  return holds ? equals : undefined;
}

function isBoolean(fields: readonly InputField[], path: InputPath): boolean {
  return path.length === 1 && fields.find(({ name }) => name === path[0])?.type === 'boolean';
}

function parsed(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** A number or a boolean where the prompt declares one and the text is how it is written. */
function typed(text: string, path: InputPath, fields: readonly InputField[]): JsonValue {
  const type = path.length === 1 ? fields.find(({ name }) => name === path[0])?.type : undefined;
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  const isNumber = (type === 'number' || type === 'integer') && text.trim() !== '' && String(Number(text)) === text;
  return isNumber ? Number(text) : text;
}

type Container = JsonObject | JsonValue[];

function at(inputs: JsonObject, path: InputPath): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>(
    (value, part) => (isContainer(value) ? child(value, part) : undefined),
    inputs,
  );
}

function isContainer(value: JsonValue | undefined): value is Container {
  return typeof value === 'object' && value !== null;
}

function child(container: Container, part: string | number): JsonValue | undefined {
  if (Array.isArray(container)) return typeof part === 'number' ? container[part] : undefined;
  return Object.hasOwn(container, part) ? container[part] : undefined;
}

function put(inputs: JsonObject, path: InputPath, value: JsonValue) {
  let container: Container = inputs;
  for (const [index, part] of path.entries()) {
    const isLast = index === path.length - 1;
    const known = child(container, part);
    // A list that was made for its items, and a map that holds what else is known, stay.
    if (isLast && isContainer(known)) return;
    const next: JsonValue = isLast ? value : isContainer(known) ? known : typeof path[index + 1] === 'number' ? [] : {};
    set(container, part, next);
    if (!isContainer(next)) return;
    container = next;
  }
}

function set(container: Container, part: string | number, value: JsonValue) {
  if (Array.isArray(container)) {
    if (typeof part === 'number') container[part] = value;
  } else Object.defineProperty(container, part, { value, enumerable: true, writable: true, configurable: true });
}

/** Items of which nothing was printed are empty maps. */
function withoutHoles(inputs: JsonObject): JsonObject {
  const fill = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map((item) => (item === null ? {} : fill(item)));
    return isContainer(value) ? withoutHoles(value) : value;
  };
  return Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, fill(value)]));
}
