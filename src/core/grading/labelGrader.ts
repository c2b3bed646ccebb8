import { LabelReader, type LabelRules, noLabel, otherLabel } from '../classes/readLabel.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { jsonObjectIn } from '../jsonRead.ts';
import { type CheckInput, type Finding, invalidCheck, quoted } from './grader.ts';
import { isTexts, readSynonyms, type Synonyms } from './synonyms.ts';

/** How the label stands in the answer: as all of it, as its first word, or in a field of a JSON answer. */
export type LabelPlace = 'whole' | 'first-word' | { readonly field: string };

/** The `config` of a check of labels. */
export interface LabelConfig {
  /** Absent where the labels are those that the cases expect. */
  readonly labels?: readonly string[];
  readonly rules: LabelRules;
  readonly place: LabelPlace;
  /** True where an answer may have several labels. */
  readonly several: boolean;
}

const knownKeys = new Set(['labels', 'synonyms', 'abstain', 'caseSensitive', 'stripMarks', 'read', 'several']);

/** Holds when the answer is the label of the case, or exactly its labels where there may be several. */
export function gradeLabel({ assertion, value, text }: CheckInput): Finding {
  const config = readLabelConfig(assertion.config);
  const expected = labelsIn(value, config.several);
  if (expected.length === 0 && !config.several)
    throw invalidCheck('"label" needs the label that is expected, such as value: "{{label}}".');
  const { labels = [...expected], rules, place } = config;
  const unknown = expected.find((label) => config.labels && !config.labels.includes(label));
  if (unknown !== undefined) throw invalidCheck(`"${unknown}" is not among the labels of this check.`);
  const reader = new LabelReader(labels, rules);
  const given = textAt(place, text);
  const answered = config.several
    ? severalIn(given).map((part) => nameOf(reader, part, config))
    : [nameOf(reader, given, config)];
  const reading = { type: 'labels' as const, name: assertion.metric ?? 'label', expected, answered };
  const holds = isSame(expected, answered);
  return {
    holds,
    claim: `be ${quoted(...expected)}`,
    ...(holds ? {} : { detail: `It is read as ${quoted(...answered)}.` }),
    reading,
  };
}

/** The `config` of a check; throws `invalid-check` with what is wrong. */
export function readLabelConfig(config: JsonObject = {}): LabelConfig {
  const strange = Object.keys(config).find((key) => !knownKeys.has(key));
  if (strange !== undefined)
    throw invalidCheck(`"label" does not know the setting "${strange}": it knows ${[...knownKeys].join(', ')}.`);
  const { labels, synonyms, abstain, caseSensitive, stripMarks, read = 'whole', several } = config;
  if (labels !== undefined && !isTexts(labels)) throw invalidCheck('The labels of "label" are a list of texts.');
  if (abstain !== undefined && !isTexts(abstain)) throw invalidCheck('"abstain" of "label" is a list of texts.');
  return {
    ...(labels === undefined ? {} : { labels }),
    rules: {
      synonyms: synonymsIn(synonyms),
      ...(abstain === undefined ? {} : { abstain }),
      caseSensitive: caseSensitive === true,
      stripsMarks: stripMarks === true,
    },
    place: placeOf(read),
    several: several === true,
  };
}

function placeOf(read: JsonValue): LabelPlace {
  if (read === 'whole' || read === 'first-word') return read;
  if (isJsonObject(read) && typeof read['field'] === 'string') return { field: read['field'] };
  throw invalidCheck('"read" of "label" is whole, first-word, or {field: NAME} of a JSON answer.');
}

function synonymsIn(written: JsonValue | undefined): Synonyms {
  if (written === undefined) return {};
  const synonyms = readSynonyms(written);
  if (!synonyms) throw invalidCheck('"synonyms" of "label" is a map of lists, by label.');
  return synonyms;
}

/** Without a list of labels an answer of another one keeps its own words: which labels there are is known from all cases. */
function nameOf(reader: LabelReader, text: string, { labels }: LabelConfig): string {
  const label = reader.read(text);
  return label === otherLabel && labels === undefined ? text.trim() : label;
}

function textAt(place: LabelPlace, text: string): string {
  if (place === 'whole') return text;
  if (place === 'first-word') return /^[^\p{L}\p{N}]*([\p{L}\p{N}_-]+)/u.exec(text)?.[1] ?? '';
  const value = place.field
    .split('.')
    .reduce<JsonValue | undefined>((at, key) => (isJsonObject(at) ? at[key] : undefined), jsonObjectIn(text));
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The labels of a value: a list, or a text with commas between them. */
export function labelsIn(value: JsonValue | undefined, several: boolean): readonly string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map(String);
  const text = String(value).trim();
  return several ? severalIn(text) : text === '' ? [] : [text];
}

function severalIn(text: string): readonly string[] {
  const list: unknown = /^\s*\[/.test(text) ? parsed(text) : undefined;
  const parts = Array.isArray(list) ? list.map(String) : text.split(/[,;\n]/);
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function isSame(expected: readonly string[], answered: readonly string[]): boolean {
  const real = answered.filter((label) => label !== noLabel);
  const [left, right] = [new Set(expected), new Set(real)];
  return left.size === right.size && [...left].every((label) => right.has(label));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
