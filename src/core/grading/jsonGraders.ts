import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { hasLongNumber, parseExactJson } from '../text/exactNumbers.ts';
import { readYaml } from '../text/yamlSource.ts';
import { findJsonObjects } from './findJson.ts';
import { type CheckInput, excerpt, type Finding, invalidCheck, isText } from './grader.ts';
import { assertSchema, schemaErrors } from './jsonSchema.ts';

/** Holds when the whole output is JSON that fits the schema, where there is one. Throws `invalid-check` for an invalid schema. */
export async function gradeIsJson(input: CheckInput): Promise<Finding> {
  const schema = await usableSchema(input);
  const claim = schema === undefined ? 'be valid JSON' : 'be JSON by the schema';
  const value = parsed(input, parserFor(schema));
  if (value === undefined)
    return { holds: false, claim, ...(schema === undefined ? {} : { detail: 'It is no JSON.' }) };
  if (schema === undefined) return { holds: true, claim };
  const errors = await schemaErrors(schema, value, input.ports.sandbox);
  return { holds: errors.length === 0, claim, ...(errors.length > 0 ? { detail: `${errors.join('; ')}.` } : {}) };
}

/** Holds when the output contains a JSON object that fits the schema, where there is one. Throws `invalid-check` for an invalid schema. */
export async function gradeContainsJson(input: CheckInput): Promise<Finding> {
  const schema = await usableSchema(input);
  const claim = schema === undefined ? 'contain JSON' : 'contain JSON by the schema';
  const found =
    typeof input.answer.output === 'string' ? findJsonObjects(input.text, parserFor(schema)) : [input.answer.output];
  const [first] = found;
  if (first === undefined) return { holds: false, claim, detail: 'It contains no JSON object.' };
  if (schema === undefined) return { holds: true, claim };
  const all = await Promise.all(found.map((value) => schemaErrors(schema, value, input.ports.sandbox)));
  const holds = all.some((errors) => errors.length === 0);
  return { holds, claim, ...(holds ? {} : { detail: `${(all[0] ?? []).join('; ')}.` }) };
}

/**
 * The parser of the answer. Where the schema names numbers that have too many digits and so are read as text, those of the answer are read
 * in the same way, so that they can be told apart.
 */
function parserFor(schema: JsonObject | undefined): (text: string) => JsonValue {
  return schema !== undefined && hasLongNumber(JSON.stringify(schema)) ? parseExactJson : (text) => JSON.parse(text);
}

function parsed({ answer }: CheckInput, parse: (text: string) => JsonValue): JsonValue | undefined {
  if (typeof answer.output !== 'string') return answer.output;
  try {
    return parse(answer.output);
  } catch {
    return undefined;
  }
}

/**
 * Reads the schema of the check, and throws `invalid-check` for one that is invalid, whatever the answer is: it must not look as if the
 * answer did not fit.
 */
async function usableSchema(input: CheckInput): Promise<JsonObject | undefined> {
  const schema = schemaOf(input);
  if (schema !== undefined) await assertSchema(schema);
  return schema;
}

/** The schema of the check, which is an object, or a text of YAML or JSON; undefined where there is none. */
function schemaOf({ assertion, value }: CheckInput): JsonObject | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const schema = isText(value) ? yamlOf(value) : value;
  if (isJsonObject(schema)) return schema;
  throw invalidCheck(`"${assertion.type}" needs a JSON Schema as its value; it has ${excerpt(value)}.`);
}

function yamlOf(text: string): JsonValue | undefined {
  const { content, isBroken } = readYaml(text, 0);
  return isBroken ? undefined : content;
}
