import { isAsExpected } from '../fields/fieldFigures.ts';
import { type FieldSpec, fieldStatus } from '../fields/fieldStatus.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { jsonObjectIn } from '../jsonRead.ts';
import { type CheckInput, excerpt, type Finding, invalidCheck } from './grader.ts';
import { readSynonyms, type Synonyms } from './synonyms.ts';

/** The comparisons, each with the settings that its rule has. */
const settings = {
  exact: [],
  text: [],
  number: ['tolerance', 'relative'],
  date: ['days'],
  one_of: ['synonyms'],
  similar: ['least'],
  set: [],
} as const satisfies Readonly<Record<FieldSpec['compare'], readonly string[]>>;

/** The share of words that similar texts have in common, where a rule names none. */
const usualLeast = 0.8;

/** Holds when the answer is a record with every field as expected. Its score is the share of fields that are. */
export function gradeFields({ assertion, value, answer, text }: CheckInput): Finding {
  const expected = recordIn(value);
  if (!expected) throw invalidCheck('"fields" needs the record that is expected, as a map or as JSON.');
  const specs = fieldSpecs(assertion.config, expected);
  const found = isJsonObject(answer.output) ? answer.output : jsonObjectIn(text);
  const statuses = specs.map((spec) => ({ spec, status: fieldStatus(spec, expected, found) }));
  const wrong = statuses.filter(({ status }) => !isAsExpected(status));
  const reading = {
    type: 'fields' as const,
    name: assertion.metric ?? 'fields',
    expected: only(specs, expected),
    answered: found ? only(specs, found) : null,
  };
  const score = (specs.length - wrong.length) / Math.max(1, specs.length);
  const claim = 'have every field as expected';
  if (!found) return { holds: false, score: 0, claim, detail: 'It cannot be read as a record.', reading };
  const details = wrong.map(({ spec: { name }, status }) => detailOf(name, status, { expected, found }));
  return {
    holds: wrong.length === 0,
    score,
    claim,
    ...(details.length > 0 ? { detail: `${details.join('; ')}.` } : {}),
    reading,
  };
}

/** The fields of a check: those of its `config`, else every field of the record that is expected, compared exactly. */
export function fieldSpecs(config: JsonObject = {}, expected: JsonObject = {}): readonly FieldSpec[] {
  const strange = Object.keys(config).find((key) => key !== 'fields');
  if (strange !== undefined) throw invalidCheck(`"fields" does not know the setting "${strange}": it knows fields.`);
  const { fields } = config;
  if (fields === undefined) return Object.keys(expected).map((name) => ({ name, compare: 'exact' }));
  if (!isJsonObject(fields))
    throw invalidCheck('"fields" of "fields" is a map: the name of each field and how it is compared.');
  return Object.entries(fields).map(([name, rule]) => specOf(name, rule));
}

function specOf(name: string, rule: JsonValue): FieldSpec {
  const written = typeof rule === 'string' ? { compare: rule } : rule;
  const { compare, tolerance, relative, days, synonyms, least } = isJsonObject(written) ? written : {};
  if (!isJsonObject(written) || !isComparison(compare))
    throw invalidCheck(`The field "${name}" is compared by one of ${Object.keys(settings).join(', ')}.`);
  const known = ['compare', ...settings[compare]];
  const strange = Object.keys(written).find((key) => !known.includes(key));
  if (strange !== undefined)
    throw invalidCheck(`The rule of the field "${name}" does not know "${strange}": it knows ${known.join(', ')}.`);
  switch (compare) {
    case 'number':
      return { name, compare, ...numberAt('tolerance', tolerance), ...numberAt('relative', relative) };
    case 'date':
      return { name, compare, ...numberAt('days', days) };
    case 'similar':
      return { name, compare, least: leastIn(least) };
    case 'one_of':
      return { name, compare, synonyms: synonymsIn(name, synonyms) };
    default:
      return { name, compare };
  }
}

function isComparison(compare: JsonValue | undefined): compare is FieldSpec['compare'] {
  return typeof compare === 'string' && Object.hasOwn(settings, compare);
}

function numberAt(key: string, value: JsonValue | undefined): Readonly<Record<string, number>> {
  if (value === undefined) return {};
  if (typeof value !== 'number' || value < 0) throw invalidCheck(`"${key}" of a field is a number of 0 or more.`);
  return { [key]: value };
}

function synonymsIn(name: string, written: JsonValue | undefined): Synonyms {
  const synonyms = readSynonyms(written);
  if (!synonyms) throw invalidCheck(`The field "${name}" needs "synonyms": a map of lists, by the expected value.`);
  return synonyms;
}

/** The share of words that texts have in common at least. */
function leastIn(written: JsonValue | undefined): number {
  if (written === undefined) return usualLeast;
  if (typeof written === 'number' && written > 0 && written <= 1) return written;
  throw invalidCheck('"least" of a field is a share above 0 and at most 1.');
}

/** The record of a value: a map, or JSON that is one. */
export function recordIn(value: JsonValue | undefined): JsonObject | undefined {
  if (isJsonObject(value)) return value;
  return typeof value === 'string' ? jsonObjectIn(value) : undefined;
}

function only(specs: readonly FieldSpec[], record: JsonObject): JsonObject {
  return Object.fromEntries(specs.flatMap(({ name }) => (record[name] === undefined ? [] : [[name, record[name]]])));
}

function detailOf(
  name: string,
  status: string,
  { expected, found }: { readonly expected: JsonObject; readonly found: JsonObject },
): string {
  if (status === 'missing') return `${name} is missing; ${excerpt(expected[name])} is expected`;
  if (status === 'invented') return `${name} is ${excerpt(found[name])}, and nothing is expected`;
  return `${name} is ${excerpt(found[name])} and not ${excerpt(expected[name])}`;
}
