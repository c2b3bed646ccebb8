import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';

const knownToFew = [
  'allOf',
  'not',
  'if',
  'then',
  'else',
  'dependentRequired',
  'dependentSchemas',
  'patternProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'unevaluatedProperties',
  'unevaluatedItems',
  'contains',
  'minContains',
  'maxContains',
  'uniqueItems',
  'minLength',
  'maxLength',
];

/**
 * Keywords to which OpenAI's strict output answers 400; without `strict` the schema is a hint and may hold anything.
 * https://platform.openai.com/docs/guides/structured-outputs
 */
const unknownToStrict: ReadonlySet<string> = new Set([...knownToFew, 'oneOf']);

/** Keywords that Gemini ignores silently; https://ai.google.dev/gemini-api/docs/structured-output lists those that it keeps to. */
const ignoredByGemini: ReadonlySet<string> = new Set([
  ...knownToFew,
  'pattern',
  'multipleOf',
  'exclusiveMinimum',
  'exclusiveMaximum',
]);

/** The keywords of a schema for which OpenAI refuses to be strict, each once. */
export function keywordsUnknownToStrict(schema: JsonObject): readonly string[] {
  return keywordsOf(schema).filter((keyword) => unknownToStrict.has(keyword));
}

/** The keywords of a schema to which Gemini does not hold an answer, each once. */
export function keywordsIgnoredByGemini(schema: JsonObject): readonly string[] {
  return keywordsOf(schema).filter((keyword) => ignoredByGemini.has(keyword));
}

function keywordsOf(schema: JsonObject): readonly string[] {
  const found = new Set<string>();
  collect(schema, found);
  return [...found];
}

/** Keys that hold names of the author's own, each with a schema. */
const nameMaps = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
/** Keys that hold data and no schema. */
const data = new Set(['enum', 'const', 'default', 'examples', 'required', 'dependentRequired']);

function collect(value: JsonValue, found: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collect(item, found);
  if (!isJsonObject(value)) return;
  for (const [keyword, inner] of Object.entries(value)) {
    found.add(keyword);
    if (nameMaps.has(keyword) && isJsonObject(inner)) for (const schema of Object.values(inner)) collect(schema, found);
    else if (!data.has(keyword)) collect(inner, found);
  }
}
