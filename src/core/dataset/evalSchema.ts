import type { ErrorObject, ValidateFunction } from 'ajv';
import schema from '../../../schemas/eval.schema.json' with { type: 'json' };
import { describeTypes } from '../text/typeWords.ts';
import { nodeAt, type SourceNode } from './sourceNode.ts';
import type { SuiteReading } from './suiteReading.ts';

/** Holds a suite against the schema that the editor completes by; what does not fit is a problem at its place. */
export async function checkEvalSchema(reading: SuiteReading, root: SourceNode): Promise<void> {
  const validate = await validator();
  if (validate(root.value)) return;
  for (const [path, errors] of deepest(validate.errors ?? [])) {
    const node = nodeAt(root, path);
    const name = path.split('/').at(-1) ?? '';
    const wanted = [...new Set(errors.map(wantedBy))].filter((words) => words !== '').join(' or ');
    if (wanted !== '') reading.report(node.place, 'schema', `${name === '' ? 'The suite' : `"${name}"`} ${wanted}.`);
  }
}

let compiled: ValidateFunction | undefined;

/** Compiled once: suites are read at every pause in typing. */
async function validator(): Promise<ValidateFunction> {
  if (compiled) return compiled;
  const { Ajv } = await import('ajv');
  compiled = new Ajv({ allErrors: true, strict: false }).compile(schema);
  return compiled;
}

/** Of an error and the alternatives it went through, only what is wrong furthest inside says something. */
function deepest(errors: readonly ErrorObject[]): ReadonlyMap<string, readonly ErrorObject[]> {
  const told = errors.filter(({ keyword }) => keyword !== 'anyOf');
  const paths = new Set(told.map(({ instancePath }) => instancePath));
  const inner = [...paths].filter((path) => ![...paths].some((other) => other.startsWith(`${path}/`)));
  // What is wrong with a check, its own reader says better.
  const others = inner.filter((path) => !/\/assert\/\d+$/.test(path));
  return new Map(others.map((path) => [path, told.filter(({ instancePath }) => instancePath === path)]));
}

function wantedBy({ keyword, params, message = '' }: ErrorObject): string {
  const { type, missingProperty, limit } = params;
  if (keyword === 'type' && typeof type === 'string') return `is ${describeTypes([type])}`;
  // One alternative of many: the sentence of the whole says more.
  if (keyword === 'const') return '';
  if (keyword === 'required') return missingProperty === '$ref' ? '' : `needs "${String(missingProperty)}"`;
  return keyword === 'minimum' ? `is at least ${String(limit)}` : message;
}
