import type { ErrorObject, ValidateFunction } from 'ajv';
import evalSchema from '../../../schemas/eval.schema.json' with { type: 'json' };
import projectSchema from '../../../schemas/polyprompt.schema.json' with { type: 'json' };
import { describeTypes } from '../models/typeWords.ts';
import { keyOf, nodeAt, type SourceNode } from './sourceNode.ts';
import type { SuiteReading } from './suiteReading.ts';

/** The kinds of our own files that have a schema, by which the editor completes as well. */
export type FileKind = 'suite' | 'project';

/** Checks a file against its schema; everything that does not fit is a problem at its place. */
export async function checkFileSchema(reading: SuiteReading, root: SourceNode, kind: FileKind): Promise<void> {
  const validate = await validator(kind);
  if (validate(root.value)) return;
  const whole = kind === 'suite' ? 'The suite' : 'The file';
  const [unknown, others] = split(validate.errors ?? []);
  for (const { instancePath, params } of unknown) {
    const key = String(params['additionalProperty']);
    reading.report(nodeAt(root, instancePath).keyPlace(key), 'schema', `"${key}" has no meaning here.`);
  }
  for (const [path, errors] of deepest(others)) {
    const node = nodeAt(root, path);
    const name = keyOf(path.split('/').at(-1) ?? '');
    const wanted = [...new Set(errors.map(wantedBy))].filter((words) => words !== '').join(' or ');
    if (wanted !== '') reading.report(node.place, 'schema', `${name === '' ? whole : `"${name}"`} ${wanted}.`);
  }
}

/** Sets unknown keys apart: they are wrong by themselves, whatever stands inside of them. */
function split(errors: readonly ErrorObject[]): readonly [readonly ErrorObject[], readonly ErrorObject[]] {
  const isUnknownKey = ({ keyword }: ErrorObject) => keyword === 'additionalProperties';
  return [errors.filter(isUnknownKey), errors.filter((error) => !isUnknownKey(error))];
}

const compiled = new Map<FileKind, ValidateFunction>();

/** The compiled schema, kept because files are read at every pause in typing. */
async function validator(kind: FileKind): Promise<ValidateFunction> {
  const known = compiled.get(kind);
  if (known) return known;
  const { Ajv } = await import('ajv');
  // These schemas are our own, and each checks few files: making the code that checks them takes longer than running it.
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    meta: false,
    validateSchema: false,
    code: { optimize: false },
  });
  const validate =
    kind === 'suite' ? ajv.compile(evalSchema) : ajv.addSchema(evalSchema, 'eval.schema.json').compile(projectSchema);
  compiled.set(kind, validate);
  return validate;
}

/** The reader of these reports every fault in them itself. */
const readElsewhere =
  /\/(?:toolResults(?:\/\d.*)?|maxTurns|returnToolRequests|mcp(?:\/\d+)?|mcpServers(?:\/.*)?|trust(?:\/\w+)?|turns(?:\/\d+)?|user(?:\/\w+)?)$/;

/** The errors to report: where an error comes with the alternatives that failed, only the one furthest inside says something. */
function deepest(errors: readonly ErrorObject[]): ReadonlyMap<string, readonly ErrorObject[]> {
  const told = errors.filter(({ keyword }) => keyword !== 'anyOf');
  const paths = new Set(told.map(({ instancePath }) => instancePath));
  const isOutOfBounds = (path: string) =>
    told.some(({ instancePath, keyword }) => instancePath === path && keyword === 'minimum');
  const inner = [...paths].filter((path) => ![...paths].some((other) => other.startsWith(`${path}/`)));
  // The readers of tools, checks, lists of checks and numbers report their own problems better.
  const others = inner.filter(
    (path) =>
      !readElsewhere.test(path) &&
      (!/\/assert(?:\/\d+)?$|\/(?:repeat|concurrency|threshold|weight|delay)$/.test(path) || isOutOfBounds(path)),
  );
  return new Map(others.map((path) => [path, told.filter(({ instancePath }) => instancePath === path)]));
}

function wantedBy({ keyword, params, message = '' }: ErrorObject): string {
  const { type, missingProperty, limit } = params;
  if (keyword === 'type' && typeof type === 'string') return `is ${describeTypes([type])}`;
  // This is one alternative of many: the sentence about all of them says more.
  if (keyword === 'const') return '';
  if (keyword === 'required') return missingProperty === '$ref' ? '' : `needs "${String(missingProperty)}"`;
  if (keyword === 'pattern') return 'is not written as it should be';
  return keyword === 'minimum' ? `is at least ${String(limit)}` : message;
}
