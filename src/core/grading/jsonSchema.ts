import type { Ajv } from 'ajv';
import type { JsonObject, JsonValue } from '../json.ts';
import { formats } from './formats.ts';
import { invalidCheck } from './grader.ts';
import { matchAll } from './pattern.ts';
import type { PatternQuestion, Sandbox } from './verdict.ts';

const mostRounds = 8;

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
  const { Ajv: Validator } = await import('ajv');
  const known = new Map<string, boolean>();
  for (let round = 0; round < mostRounds; round++) {
    const asked = new Map<string, PatternQuestion>();
    const errors = errorsWith(Validator, { schema, value }, (question) => {
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
  const { Ajv: Validator } = await import('ajv');
  compile(
    validatorOf(Validator, () => true),
    schema,
  );
}

function errorsWith(
  Validator: typeof Ajv,
  { schema, value }: { readonly schema: JsonObject; readonly value: JsonValue },
  matches: (question: PatternQuestion) => boolean,
): readonly string[] {
  const validate = compile(validatorOf(Validator, matches), schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const place = instancePath === '' ? 'it' : instancePath;
    const name = 'additionalProperty' in params ? ` (${JSON.stringify(params['additionalProperty'])})` : '';
    return `${place} ${message ?? 'is wrong'}${name}`;
  });
}

function validatorOf(Validator: typeof Ajv, matches: (question: PatternQuestion) => boolean): Ajv {
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
    code: { regExp: Object.assign(engine, { code: 'new RegExp' }) },
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
