import type { Ajv } from 'ajv';
import type { JsonObject, JsonValue } from '../json.ts';
import { once } from '../once.ts';
import { formats } from './formats.ts';
import { invalidCheck } from './grader.ts';
import { matchAll } from './pattern.ts';
import type { PatternQuestion, Sandbox } from './verdict.ts';

const mostRounds = 8;
const loadAjv = once(() => import('ajv'));

/**
 * The faults of a value by a JSON Schema; empty when there are none. Throws `invalid-check` for an invalid schema. The schema's patterns
 * come from the suite and the texts from a model, so they are matched in the sandbox: the value is checked again until every pattern that
 * counts has its answer.
 */
export async function schemaErrors(
  schema: JsonObject,
  value: JsonValue,
  sandbox?: Sandbox,
): Promise<readonly string[]> {
  const { Ajv: Validator } = await loadAjv();
  const known = new Map<string, boolean>();
  for (let round = 0; round < mostRounds; round++) {
    const asked = new Map<string, PatternQuestion>();
    const errors = errorsWith(compiledOf(Validator, schema), value, (question) => {
      const key = JSON.stringify(question);
      const answer = known.get(key);
      if (answer === undefined) asked.set(key, question);
      return answer ?? true;
    });
    if (asked.size === 0) return errors;
    const answers = await matchAll([...asked.values()], sandbox);
    [...asked.keys()].forEach((key, index) => {
      known.set(key, answers[index] === true);
    });
  }
  throw invalidCheck('The schema nests its patterns too deeply.');
}

/** Throws `invalid-check` for an invalid schema. */
export async function assertSchema(schema: JsonObject): Promise<void> {
  const { Ajv: Validator } = await loadAjv();
  compile(
    validatorOf(Validator, () => true),
    schema,
  );
}

type Matches = (question: PatternQuestion) => boolean;

/** A schema that is ready; its patterns are answered by whatever `matches` is while a value is looked at. */
interface CompiledSchema {
  readonly validate: ReturnType<typeof compile>;
  matches: Matches;
}

/** The schemas that were used last, by their text: thousands of rows are checked by the same, and compiling takes milliseconds. */
const compiled = new Map<string, CompiledSchema>();
const mostCompiled = 50;

function compiledOf(Validator: typeof Ajv, schema: JsonObject): CompiledSchema {
  const text = JSON.stringify(schema);
  const known = compiled.get(text);
  if (known) return known;
  const made: CompiledSchema = {
    validate: compile(
      validatorOf(Validator, (question) => made.matches(question)),
      schema,
    ),
    matches: () => true,
  };
  for (const oldest of [...compiled.keys()].slice(0, Math.max(0, compiled.size - mostCompiled + 1)))
    compiled.delete(oldest);
  compiled.set(text, made);
  return made;
}

function errorsWith(schema: CompiledSchema, value: JsonValue, matches: Matches): readonly string[] {
  const { validate } = schema;
  schema.matches = matches;
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const place = instancePath === '' ? 'it' : instancePath;
    return `${place} ${message ?? 'is wrong'}${detailOf(params)}`;
  });
}

/** What ajv knows of a fault and leaves out of its message: the field that is too many, and the values that are allowed. */
function detailOf(params: Readonly<Record<string, unknown>>): string {
  const told = ['additionalProperty', 'allowedValue', 'allowedValues'].find((name) => name in params);
  return told === undefined ? '' : ` (${JSON.stringify(params[told])})`;
}

function validatorOf(Validator: typeof Ajv, matches: Matches): Ajv {
  const engine = (pattern: string, flags: string) => {
    // An invalid pattern is found here, when the schema is compiled.
    new RegExp(pattern, flags);
    return { test: (text: string) => matches({ pattern, flags, text }) };
  };
  return new Validator({
    allErrors: true,
    strict: false,
    logger: false,
    formats,
    // Improving its code takes Ajv a third of the time of compiling, and saves less than a microsecond per answer.
    code: { regExp: Object.assign(engine, { code: 'new RegExp' }), optimize: false },
  });
}

function compile(ajv: Ajv, schema: JsonObject) {
  const { $schema: _dialect, ...rules } = schema;
  try {
    return ajv.compile(rules);
  } catch (error) {
    throw invalidCheck(
      `The JSON Schema cannot be used: ${error instanceof Error ? error.message : 'it is no schema'}.`,
    );
  }
}
