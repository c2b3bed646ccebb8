import type { JsonObject } from '../json.ts';

/**
 * The part of JSON Schema that the tools are described by. Each kind is so plain that every client and every model's function calling takes
 * it as it is.
 */
export type Schema = TextSchema | NumberSchema | FlagSchema | ListSchema | ObjectSchema | FreeObjectSchema;

interface TextSchema {
  readonly type: 'string';
  readonly description: string;
  readonly enum?: readonly string[];
  readonly maxLength?: number;
}

interface NumberSchema {
  readonly type: 'number' | 'integer';
  readonly description: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

interface FlagSchema {
  readonly type: 'boolean';
  readonly description: string;
}

interface ListSchema {
  readonly type: 'array';
  readonly description: string;
  readonly items: Schema;
  readonly maxItems?: number;
}

export type Properties = { readonly [name: string]: Schema };

/** An object with known fields and no others. */
export interface ObjectSchema {
  readonly type: 'object';
  readonly description?: string;
  readonly properties: Properties;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

/** An object whose fields somebody else names, such as the inputs of a prompt. */
export interface FreeObjectSchema {
  readonly type: 'object';
  readonly description: string;
  readonly additionalProperties: true;
}

/** The values that fit a schema. */
export type ValueOf<S> = S extends { readonly enum: readonly (infer Choice)[] }
  ? Choice
  : S extends { readonly type: 'string' }
    ? string
    : S extends { readonly type: 'number' | 'integer' }
      ? number
      : S extends { readonly type: 'boolean' }
        ? boolean
        : S extends { readonly type: 'array'; readonly items: infer Item }
          ? ValueOf<Item>[]
          : S extends { readonly properties: infer Fields; readonly required: readonly (infer Required)[] }
            ? FieldsOf<Fields, Required>
            : JsonObject;

type FieldsOf<Fields, Required> = {
  [Name in keyof Fields as Name extends Required ? Name : never]: ValueOf<Fields[Name]>;
} & {
  [Name in keyof Fields as Name extends Required ? never : Name]?: ValueOf<Fields[Name]>;
};

/** A text of at most so many characters, where there is a bound. */
export function text(description: string, maxLength?: number) {
  return { type: 'string', description, ...(maxLength === undefined ? {} : { maxLength }) } as const;
}

export function choice<const Choice extends string>(description: string, choices: readonly Choice[]) {
  return { type: 'string', description, enum: choices } as const;
}

export function whole(description: string, bounds: { readonly minimum?: number; readonly maximum?: number } = {}) {
  return { type: 'integer', description, ...bounds } as const;
}

export function amount(description: string, bounds: { readonly minimum?: number; readonly maximum?: number } = {}) {
  return { type: 'number', description, ...bounds } as const;
}

export function flag(description: string) {
  return { type: 'boolean', description } as const;
}

export function list<const Item extends Schema>(description: string, items: Item, maxItems?: number) {
  return { type: 'array', description, items, ...(maxItems === undefined ? {} : { maxItems }) } as const;
}

/** An object with exactly these fields, of which some have to be there. */
export function fields<const Fields extends Properties, const Required extends readonly (keyof Fields & string)[]>(
  properties: Fields,
  required: Required,
) {
  return { type: 'object', properties, required, additionalProperties: false } as const;
}

export function free(description: string) {
  return { type: 'object', description, additionalProperties: true } as const;
}
