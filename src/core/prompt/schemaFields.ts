import type { JsonObject } from '../json.ts';
import type { InputField } from './document.ts';
import { needOf, propertyNames, propertyOf, typesOf } from './inputSchema.ts';

/** A property of an object's schema. */
interface SchemaProperty {
  readonly name: string;
  readonly property: JsonObject;
  readonly required: boolean;
}

/** The properties of an object's schema as a form shows them; empty for a schema of anything else. */
export function schemaFields(schema: JsonObject | undefined): readonly InputField[] {
  return propertyNames(schema).map((name) => {
    const property = propertyOf(schema, name) ?? {};
    return fieldOf({ name, property, required: needOf(schema, [name]) === 'required' });
  });
}

/** A property as a field of a form. */
export function fieldOf({ name, property, required }: SchemaProperty): InputField {
  return { name, type: fieldType(property), ...described(property), required };
}

function fieldType(property: JsonObject): InputField['type'] {
  const types = typesOf(property).filter((type) => type !== 'null');
  const known = ['string', 'number', 'integer', 'boolean', 'object', 'array'] as const;
  const only = types.length === 1 ? known.find((type) => type === types[0]) : undefined;
  if (only) return only;
  const choices = property['enum'];
  const areTexts = Array.isArray(choices) && choices.every((choice) => typeof choice === 'string' || choice === null);
  return areTexts ? 'string' : 'any';
}

function described(property: JsonObject): Pick<InputField, 'description' | 'options'> {
  const { description } = property;
  const choices = property['enum'];
  return {
    ...(typeof description === 'string' ? { description } : {}),
    ...(Array.isArray(choices) ? { options: choices.filter((choice) => choice !== null) } : {}),
  };
}
