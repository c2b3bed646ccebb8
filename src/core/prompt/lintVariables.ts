import type { JsonObject } from '../json.ts';
import { closest } from '../text/closest.ts';
import type { Problem } from '../text/problem.ts';
import type { Located, PromptDocument } from './document.ts';
import { propertyNames } from './inputSchema.ts';
import { inputUses } from './inputUses.ts';

/** Reports variables that are used and not declared, or declared and not used; in GitHub's files the test rows are the declaration. */
export function lintVariables(
  document: PromptDocument,
  partials: ReadonlyMap<string, string> = new Map(),
): readonly Problem[] {
  const rows = document.testData.flatMap((row) => lintRow(document, row));
  const { schema } = document.input;
  const used = inputUses(document, partials);
  // The variables of a template that cannot be read are not known.
  const isReadable = !document.problems.some((problem) => problem.severity === 'error');
  if (!schema || !isReadable) return rows;
  return [...rows, ...undeclared(document, schema), ...(used.has('') ? [] : unused(document, schema, used))];
}

function undeclared(document: PromptDocument, schema: JsonObject): readonly Problem[] {
  const declared = propertyNames(schema);
  const { defaults } = document.input;
  if (declared.length === 0 || (schema['additionalProperties'] ?? false) !== false) return [];
  return document.variables
    .filter(({ name }) => !declared.includes(name) && !Object.hasOwn(defaults, name))
    .flatMap(({ name, ranges }) => {
      const [near] = closest(name, declared, 1);
      const advice = near ? `Did you mean "${near}"?` : 'Declare it under input.schema.';
      const message = `The variable "${name}" is not in the input schema. ${advice}`;
      return ranges.map((range): Problem => ({ severity: 'warning', code: 'undeclared-variable', message, range }));
    });
}

function unused(document: PromptDocument, schema: JsonObject, used: ReadonlyMap<string, unknown>): readonly Problem[] {
  const { fieldRanges = {}, range = { start: 0, end: 0 } } = document.input;
  return propertyNames(schema)
    .filter((name) => !used.has(name))
    .map((name) => ({
      severity: 'warning',
      code: 'unused-variable',
      message: `The variable "${name}" is declared and never used.`,
      range: fieldRanges[name] ?? range,
    }));
}

function lintRow(document: PromptDocument, { value, range }: Located<JsonObject>): readonly Problem[] {
  return document.variables
    .filter(({ name }) => !Object.hasOwn(value, name))
    .map(({ name }) => ({
      severity: 'warning',
      code: 'missing-variable',
      message: `This row has no value for "${name}", which the messages use.`,
      range,
    }));
}
