import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { YamlPath } from '../text/yamlSource.ts';

/** Schemas that a prompt may name. */
export type SchemaRegistry = ReadonlyMap<string, JsonObject>;

/** A fault in a schema; `path` leads to it from the schema's root. */
export interface SchemaProblem {
  readonly path: YamlPath;
  readonly message: string;
  /** The name of a schema that is registered elsewhere, most likely in code. */
  readonly unknownSchema?: string;
}

/** The code of the problem that a prompt names a schema which is not known. */
export const unknownSchemaCode = 'unknown-schema';

const scalarTypes = new Set(['string', 'number', 'integer', 'boolean', 'null', 'any']);
const maxDepth = 100;

/** Converts picoschema to JSON Schema; JSON Schema stays as it is. Parts that make no sense accept anything and are reported. */
export function toJsonSchema(
  source: JsonValue,
  registry: SchemaRegistry = new Map(),
): { readonly schema: JsonObject; readonly problems: readonly SchemaProblem[] } {
  const reader = new SchemaReader(registry);
  return { schema: reader.root(source), problems: reader.problems };
}

/** Reads the schemas that a project names, in their order: each may name those before it. One that makes no sense is left out. */
export function schemaRegistry(sources: ReadonlyMap<string, JsonValue>): SchemaRegistry {
  const registry = new Map<string, JsonObject>();
  for (const [name, source] of sources) {
    const { schema, problems } = toJsonSchema(source, registry);
    if (problems.length === 0) registry.set(name, schema);
  }
  return registry;
}

class SchemaReader {
  readonly problems: SchemaProblem[] = [];
  readonly #registry: SchemaRegistry;

  constructor(registry: SchemaRegistry) {
    this.#registry = registry;
  }

  root(source: JsonValue): JsonObject {
    if (!isJsonObject(source)) return this.#rootType(source);
    const { type, properties } = source;
    if (typeof type === 'string' && (scalarTypes.has(type) || type === 'object' || type === 'array')) return source;
    if (isJsonObject(properties)) return { ...source, type: 'object' };
    return this.#type(source, []);
  }

  /** The type at the root, where dotprompt keeps the word "any"; further inside, any is the absence of a type. */
  #rootType(source: JsonValue): JsonObject {
    const schema = this.#type(source, []);
    const isAny = typeof source === 'string' && splitDescription(source).head === 'any';
    return isAny ? { type: 'any', ...schema } : schema;
  }

  #type(source: JsonValue | undefined, path: YamlPath): JsonObject {
    if (path.length > maxDepth) return this.#refuse(path, 'This schema is nested too deeply.');
    if (typeof source === 'string') return this.#named(source, path);
    if (isJsonObject(source)) return this.#object(source, path);
    return this.#refuse(path, 'A type is a word such as "string", or a map of fields.');
  }

  #named(source: string, path: YamlPath): JsonObject {
    const { head: type, description } = splitDescription(source);
    const described = description ? { description } : {};
    if (type === 'any') return described;
    if (scalarTypes.has(type)) return { type, ...described };
    const registered = this.#registry.get(type);
    if (registered) return { ...registered, ...described };
    return isSchemaName(type) ? this.#unknown(path, type) : this.#refuse(path, adviceForType(type));
  }

  #object(source: JsonObject, path: YamlPath): JsonObject {
    const properties: [string, JsonObject][] = [];
    const required: string[] = [];
    let additionalProperties: JsonValue = false;
    for (const [key, value] of Object.entries(source)) {
      const place = [...path, key];
      if (key === '(*)') {
        additionalProperties = this.#type(value, place);
        continue;
      }
      const field = readKey(key);
      if (!field.isOptional) required.push(field.name);
      properties.push([field.name, this.#field(field, value, place)]);
    }
    // Object.fromEntries, unlike assignment, keeps a field named __proto__ as an ordinary field.
    const schema = { type: 'object', properties: Object.fromEntries(properties), additionalProperties };
    return required.length > 0 ? { ...schema, required } : schema;
  }

  #field(field: FieldKey, value: JsonValue, path: YamlPath): JsonObject {
    const { wrapper, description, isOptional } = field;
    const described = description ? { description } : {};
    switch (wrapper) {
      case undefined: {
        const schema = this.#type(value, path);
        return isOptional ? nullable(schema) : schema;
      }
      case 'array':
        return { type: isOptional ? ['array', 'null'] : 'array', items: this.#type(value, path), ...described };
      case 'object': {
        const schema = this.#type(value, path);
        return { ...(isOptional ? nullable(schema) : schema), ...described };
      }
      case 'enum':
        return { enum: this.#choices(value, isOptional, path), ...described };
      default:
        return this.#refuse(path, `"${wrapper}" cannot stand in parentheses: write (array), (object) or (enum).`);
    }
  }

  #choices(value: JsonValue, isOptional: boolean, path: YamlPath): JsonValue[] {
    if (!Array.isArray(value)) this.#refuse(path, 'The choices of an (enum) are a list: [FIRST, SECOND].');
    const choices = Array.isArray(value) ? value : [value];
    return isOptional && !choices.includes(null) ? [...choices, null] : choices;
  }

  #unknown(path: YamlPath, name: string): JsonObject {
    const message = `There is no schema "${name}" here, so none is sent: name it under "schemas" in polyprompt.yaml.`;
    this.problems.push({ path, message, unknownSchema: name });
    return {};
  }

  #refuse(path: YamlPath, message: string): JsonObject {
    this.problems.push({ path, message });
    return {};
  }
}

/** True for a word that is no misspelt type: names of schemas have a capital, or several words in one. */
function isSchemaName(word: string): boolean {
  return /^(?:[A-Z]\w*|[a-z]+[A-Z_]\w*)$/.test(word) && !scalarTypes.has(word.toLowerCase());
}

interface FieldKey {
  readonly name: string;
  readonly isOptional: boolean;
  /** The word in the parentheses of `name(array, what it is)`. */
  readonly wrapper: string | undefined;
  readonly description: string | undefined;
}

/** The field that a picoschema key declares: `tags?(array, words)` declares `tags`. */
export function fieldName(key: string): string {
  return readKey(key).name;
}

function readKey(key: string): FieldKey {
  const parenthesis = key.indexOf('(');
  const name = parenthesis < 0 ? key : key.slice(0, parenthesis);
  const inside = parenthesis < 0 ? undefined : splitDescription(key.slice(parenthesis + 1).replace(/\)$/, ''));
  const isOptional = name.endsWith('?');
  return {
    name: isOptional ? name.slice(0, -1) : name,
    isOptional,
    wrapper: inside?.head,
    description: inside?.description,
  };
}

/** Splits at the first comma, which ends the type; the rest is a description for people. */
function splitDescription(text: string): { readonly head: string; readonly description: string | undefined } {
  const comma = text.indexOf(',');
  if (comma < 0) return { head: text.trim(), description: undefined };
  return { head: text.slice(0, comma).trim(), description: text.slice(comma + 1).trim() };
}

function nullable(schema: JsonObject): JsonObject {
  return typeof schema['type'] === 'string' ? { ...schema, type: [schema['type'], 'null'] } : schema;
}

function adviceForType(type: string): string {
  const list = /^(\w+)\[\]$/.exec(type);
  if (list) return `"${type}" is not a type here: write the field as name(array): ${list[1]}.`;
  if (type.includes('|')) return `"${type}" is not a type here: write the field as name(enum): [first, second].`;
  return `There is no type "${type}": write string, number, integer, boolean, null, any, or a map of fields.`;
}
