import type { Assertion, EvalCase } from '../dataset/suite.ts';
import { recordIn } from '../grading/fieldGrader.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { textAt } from '../jsonRead.ts';
import type { Fragment } from './closeness.ts';
import { renderedAssertions } from './renderedAssertions.ts';

/** A row as the search sees it. */
export interface ImproveRow {
  /** The id of the case. */
  readonly id: string;
  /** The values of its variables, as text. */
  readonly input: string;
  /** Its checks in words, with the values that they expect. */
  readonly expected: readonly string[];
  /** The texts that a right answer holds. */
  readonly values: readonly string[];
  /** The parts of a right answer that can be looked for one by one. */
  readonly fragments: readonly Fragment[];
  /** The number of its checks. */
  readonly checks: number;
  /** Rows of one stratum are split in the same shares. */
  readonly stratum: string;
}

/** A value that is longer than this is cut where it is shown. */
const longest = 600;
/** A value that so large a share of the rows expect is no row's own. */
const sharedBy = 0.05;
const fewestSharing = 3;
/** A stratum has so many rows on average at least, else it could not be split in shares. */
const rowsInStratum = 5;

/** The rows of cases. The stratum is the kind of the checks, with the values that several rows expect. */
export function improveRows(cases: readonly EvalCase[]): readonly ImproveRow[] {
  const values = cases.map((each) =>
    renderedAssertions(each)
      .filter(({ negated }) => !negated)
      .flatMap(({ value }) => textsIn(value)),
  );
  const uses = new Map<string, number>();
  for (const own of values) for (const value of new Set(own)) uses.set(value, (uses.get(value) ?? 0) + 1);
  const isShared = (value: string) => (uses.get(value) ?? 0) >= Math.max(fewestSharing, sharedBy * cases.length);
  const kinds = cases.map((each) =>
    JSON.stringify(renderedAssertions(each).map(({ type, negated }) => [type, negated])),
  );
  const fine = cases.map((_, index) => JSON.stringify([kinds[index], ...(values[index] ?? []).filter(isShared)]));
  const strata = new Set(fine).size * rowsInStratum <= cases.length ? fine : kinds;
  return cases.map((each, index) => ({
    id: each.id,
    input: inputText(each.vars),
    expected: renderedAssertions(each).map(describeAssertion),
    values: values[index] ?? [],
    fragments: renderedAssertions(each).flatMap(fragmentsOf),
    checks: renderedAssertions(each).length,
    stratum: strata[index] ?? '',
  }));
}

/** What a check expects, part by part; none for a check that only a whole answer can hold. */
function fragmentsOf({ type, negated, value, config }: Assertion): readonly Fragment[] {
  if (negated) return [];
  if (type === 'equals' && typeof value === 'string') return [{ type: 'whole', text: value }];
  if (type === 'label' && typeof value === 'string') return labelFragments(value, config);
  if (type === 'fields') return recordFragments(value);
  if (type !== 'is-json' || !isJsonObject(value)) return [];
  return [{ type: 'json' }, ...fieldsIn(value)];
}

/** A label is the whole answer, or the value of a field of it. One that is searched among other words has no place. */
function labelFragments(label: string, { read = 'whole', several }: JsonObject = {}): readonly Fragment[] {
  if (several === true) return [];
  const field = textAt(read, 'field');
  if (field !== undefined) return [{ type: 'json' }, { type: 'field', key: field, value: label }];
  return read === 'whole' ? [{ type: 'whole', text: label }] : [];
}

function recordFragments(value: JsonValue | undefined): readonly Fragment[] {
  const record = recordIn(value);
  if (!record) return [];
  return [
    { type: 'json' },
    ...Object.entries(record).map(([key, field]) => ({ type: 'field' as const, key, value: field })),
  ];
}

/** The fields that a schema fixes to one value, at any depth. */
function fieldsIn(schema: JsonObject): readonly Fragment[] {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  return Object.entries(properties).flatMap(([key, field]): readonly Fragment[] => {
    if (!isJsonObject(field)) return [];
    const { const: value } = field;
    return value === undefined ? fieldsIn(field) : [{ type: 'field', key, value }];
  });
}

/** The variables as text: the value alone where there is one. */
function inputText(vars: JsonObject): string {
  const entries = Object.entries(vars);
  const [only] = entries;
  if (only && entries.length === 1 && typeof only[1] === 'string') return only[1];
  return entries
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('\n');
}

function describeAssertion({ type, negated, value, threshold }: Assertion): string {
  const kind = `${negated ? 'not ' : ''}${type}`;
  const shown =
    value === undefined ? '' : ` ${shorten(typeof value === 'string' ? JSON.stringify(value) : JSON.stringify(value))}`;
  return `${kind}${shown}${threshold === undefined ? '' : ` (at least ${threshold})`}`;
}

function shorten(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

/** The texts of a check's value: itself, its items, or the constants of its schema. */
function textsIn(value: JsonValue | undefined, isConstant = true): readonly string[] {
  if (typeof value === 'string') return isConstant ? [value] : [];
  if (typeof value === 'number') return isConstant ? [String(value)] : [];
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, isConstant));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => textsIn(field, key === 'const' || key === 'enum'));
}
