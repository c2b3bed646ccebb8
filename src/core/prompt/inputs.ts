import type { JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import { describeTypes } from '../models/typeWords.ts';
import type { InputField, PromptDocument } from './document.ts';
import { isOfType, needOf, propertyNames, propertyOf } from './inputSchema.ts';
import { inputUses } from './inputUses.ts';
import { fieldOf } from './schemaFields.ts';

const noPartials: ReadonlyMap<string, string> = new Map();

/** The variables as a form shows them: those of the schema in its order, then those that only the template names. */
export function inputFields(document: PromptDocument, partials = noPartials): readonly InputField[] {
  const { schema } = document.input;
  const declared = propertyNames(schema);
  const uses = inputUses(document, partials);
  const undeclared = [...uses.keys()].filter((name) => name !== '' && !declared.includes(name));
  return [...declared, ...undeclared].map((name) => {
    const property = propertyOf(schema, name) ?? {};
    const fallback = Object.hasOwn(document.input.defaults, name) ? document.input.defaults[name] : undefined;
    const need = needOf(schema, [name]);
    const isNeeded = need === 'required' || (need === 'unknown' && uses.get(name) === 'value');
    const required = isNeeded && fallback === undefined;
    return { ...fieldOf({ name, property, required }), ...defined({ default: fallback }) };
  });
}

export type ParsedInput =
  | { readonly value: JsonValue; readonly problem?: undefined }
  | { readonly problem: string; readonly value?: undefined };

/**
 * A value as it is typed into a form or after `name=` on the command line. Without a type, a JSON value is read as such, and anything else
 * is text.
 */
export function parseInputValue(field: Pick<InputField, 'name' | 'type'>, text: string): ParsedInput {
  if (field.type === 'string') return { value: text };
  if (field.type === 'any') return { value: looseValue(text) };
  const value = parseJson(text);
  if (value !== undefined && isOfType(value, field.type)) return { value };
  const example = examples[field.type];
  return { problem: `The input "${field.name}" is ${describeTypes([field.type])}: write ${field.name}=${example}.` };
}

const examples: Readonly<Record<Exclude<InputField['type'], 'string' | 'any'>, string>> = {
  number: '0.5',
  integer: '3',
  boolean: 'true',
  array: '["first", "second"]',
  object: '{"key": "value"}',
};

/** Reads a value without a type. A number that would not print as it was typed (a long id, a leading zero) stays text. */
function looseValue(text: string): JsonValue {
  const value = parseJson(text);
  if (value === undefined || typeof value === 'string') return text;
  return typeof value === 'number' && String(value) !== text.trim() ? text : value;
}

function parseJson(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
