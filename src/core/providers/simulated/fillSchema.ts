import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { classify, type Option } from './classify.ts';
import { amountValue, currencyOf, extractFacts, type Facts } from './extract.ts';
import { keySentences, substanceOf, topics } from './summarise.ts';
import { firstWords, stemsOf } from './words.ts';

/** The care with which a model reads: a hasty one judges by the opening, keeps texts short and leaves optional fields out. */
export type Care = 'hasty' | 'plain' | 'thorough';

/** The text that a value is read from. */
export interface Source {
  readonly material: string;
  readonly facts: Facts;
  readonly options: readonly Option[];
  readonly care: Care;
  /** The schema that `$ref` points into. */
  readonly root: JsonObject;
}

export function sourceOf(
  task: { readonly material: string; readonly options: readonly Option[] },
  root: JsonObject,
  care: Care,
): Source {
  return { material: task.material, facts: extractFacts(task.material), options: task.options, care, root };
}

/** The part of the text that a judgement rests on. */
function judged({ material, care }: Source): string {
  return care === 'hasty' ? (substanceOf(material)[0] ?? material) : material;
}

function summary({ material, care }: Source): string {
  if (care === 'hasty') return firstWords(keySentences(material, 1)[0] ?? material, 12);
  return keySentences(material, care === 'thorough' ? 3 : 1).join(' ');
}

const deepest = 12;

/** A value that satisfies the schema, read from the material as far as the field names say what is meant. */
export function fillSchema(schema: JsonObject, name: string, source: Source, depth = 0): JsonValue {
  const resolved = resolve(schema, source.root);
  if (resolved['const'] !== undefined) return resolved['const'];
  const choices = resolved['enum'];
  if (Array.isArray(choices) && choices.length > 0) return chooseAmong(choices, name, resolved, source);
  const type = depth > deepest ? 'null' : typeOf(resolved);
  switch (type) {
    case 'object':
      return fillObject(resolved, source, depth);
    case 'array':
      return fillArray(resolved, name, source, depth);
    case 'boolean':
      return isTrue(name, resolved, source);
    case 'integer':
    case 'number':
      return numberFor(name, resolved, source);
    case 'null':
      return null;
    default:
      return stringFor(name, resolved, source) ?? (allowsNull(resolved) ? null : '');
  }
}

/** Follows `$ref` inside the schema and takes the first useful branch of `anyOf` and similar keywords. */
function resolve(schema: JsonObject, root: JsonObject, depth = 0): JsonObject {
  if (depth > deepest) return {};
  const reference = schema['$ref'];
  if (typeof reference === 'string') return resolve(lookUp(reference, root), root, depth + 1);
  for (const key of ['anyOf', 'oneOf', 'allOf']) {
    const branches = schema[key];
    if (!Array.isArray(branches)) continue;
    const useful = branches.filter(isJsonObject).find((branch) => branch['type'] !== 'null');
    if (useful) return resolve({ ...schema, [key]: null, ...useful }, root, depth + 1);
  }
  return schema;
}

function lookUp(reference: string, root: JsonObject): JsonObject {
  let place: JsonValue | undefined = root;
  for (const key of reference
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '')) {
    place = isJsonObject(place) ? place[key] : undefined;
  }
  return isJsonObject(place) ? place : {};
}

function typeOf(schema: JsonObject): string {
  const type = schema['type'];
  if (typeof type === 'string') return type;
  if (Array.isArray(type)) return String(type.find((one) => one !== 'null') ?? 'null');
  if (isJsonObject(schema['properties'])) return 'object';
  return isJsonObject(schema['items']) ? 'array' : 'string';
}

function allowsNull(schema: JsonObject): boolean {
  const type = schema['type'];
  return Array.isArray(type) && type.includes('null');
}

function chooseAmong(choices: readonly JsonValue[], name: string, schema: JsonObject, source: Source): JsonValue {
  const described = typeof schema['description'] === 'string' ? schema['description'] : '';
  const options = choices.map((choice) => {
    const label = String(choice);
    return {
      label,
      gloss: source.options.find((option) => option.label === label)?.gloss ?? glossIn(described, label),
    };
  });
  const best = classify(options, judged(source))[0];
  if (best && best.score > 0) return choices[options.indexOf(best.option)] ?? null;
  const middle = /priority|severity|urgency|level/i.test(name) ? Math.floor(choices.length / 2) : 0;
  return choices[middle] ?? null;
}

function glossIn(description: string, label: string): string {
  const at = description.toLowerCase().indexOf(label.toLowerCase());
  return at < 0 ? '' : (/^[^;.,\n]*/.exec(description.slice(at + label.length))?.[0] ?? '');
}

function fillObject(schema: JsonObject, source: Source, depth: number): JsonObject {
  const properties = schema['properties'];
  if (!isJsonObject(properties)) return {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const filled = Object.entries(properties).map(([key, property]): [string, JsonValue] => [
    key,
    fillSchema(isJsonObject(property) ? property : {}, key, source, depth + 1),
  ]);
  const isKept = ([key]: [string, JsonValue]) => required.includes(key) || source.care !== 'hasty';
  return Object.fromEntries(filled.filter(isKept));
}

function fillArray(schema: JsonObject, name: string, source: Source, depth: number): JsonValue[] {
  const items = isJsonObject(schema['items']) ? resolve(schema['items'], source.root) : {};
  const least = typeof schema['minItems'] === 'number' ? schema['minItems'] : 0;
  const most = typeof schema['maxItems'] === 'number' ? schema['maxItems'] : 5;
  const values = arrayValues(items, name, source, depth).slice(0, Math.max(most, least));
  while (values.length < least) values.push(fillSchema(items, name, source, depth + 1));
  return values;
}

function arrayValues(items: JsonObject, name: string, source: Source, depth: number): JsonValue[] {
  const choices = items['enum'];
  if (Array.isArray(choices)) {
    const ranked = classify(
      choices.map((choice) => ({ label: String(choice), gloss: '' })),
      source.material,
    );
    return ranked.filter((entry) => entry.score > 0).map((entry) => entry.option.label);
  }
  if (typeOf(items) === 'string') return stringList(name, source);
  if (typeOf(items) === 'object') {
    return substanceOf(source.material)
      .slice(0, 3)
      .map((sentence) =>
        fillSchema(items, name, { ...source, material: sentence, facts: extractFacts(sentence) }, depth + 1),
      );
  }
  return source.facts.numbers.map((number) => (typeOf(items) === 'integer' ? Math.round(number) : number));
}

function stringList(name: string, source: Source): string[] {
  const { facts, material } = source;
  const lists: readonly (readonly [RegExp, readonly string[]])[] = [
    [/e-?mail/i, facts.emails],
    [/date|deadline/i, facts.dates],
    [/amount|price|cost/i, facts.amounts],
    [/order|reference|invoice|ticket|number/i, facts.references],
    [/phone/i, facts.phones],
    [/link|url/i, facts.links],
    [/name|people|person|customer|contact/i, facts.names],
    [/tag|keyword|topic|label|theme/i, topics(material, 4)],
  ];
  return [...(lists.find(([pattern]) => pattern.test(name))?.[1] ?? keySentences(material, 3))];
}

/** True for a flag such as `refund_requested` or `is_urgent` when the text speaks of it and does not deny it. */
function isTrue(name: string, schema: JsonObject, source: Source): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/\b(?:is|has|needs?|requires?|requested|wants?|should|contains?)\b|_/gi, ' ');
  const description = typeof schema['description'] === 'string' ? schema['description'] : '';
  const label = words.trim() || name;
  const best = classify(
    [{ label, gloss: /human|escalat/i.test(name) ? 'manager lawyer complaint urgent immediately' : description }],
    source.material,
  )[0];
  return best !== undefined && best.score > 0.5 && !/\b(?:not|no|never|don't)\b/i.test(best.evidence.slice(0, 40));
}

function numberFor(name: string, schema: JsonObject, source: Source): number {
  const amounts = source.facts.amounts.map(amountValue);
  const counted = source.facts.numbers.filter((number) => !amounts.includes(number));
  const value = rawNumber(name, amounts, counted, source);
  const least = typeof schema['minimum'] === 'number' ? schema['minimum'] : Number.NEGATIVE_INFINITY;
  const most = typeof schema['maximum'] === 'number' ? schema['maximum'] : Number.POSITIVE_INFINITY;
  const inRange = Math.min(most, Math.max(least, value));
  return typeOf(schema) === 'integer' ? Math.round(inRange) : inRange;
}

function rawNumber(name: string, amounts: readonly number[], counted: readonly number[], source: Source): number {
  if (/confidence|probability|certainty/i.test(name)) return 0.9;
  if (/amount|price|cost|total|value|refund|fee|sum/i.test(name)) return amounts[0] ?? counted[0] ?? 0;
  if (/score|rating|stars|satisfaction/i.test(name)) return ratingOf(source.material);
  if (/priority|severity|urgency/i.test(name)) return speaksOf('urgent', source.material) ? 5 : 3;
  if (/words?|length/i.test(name)) return source.material.split(/\s+/).length;
  return counted[0] ?? amounts[0] ?? 0;
}

function ratingOf(material: string): number {
  const [best] = classify(
    [
      { label: 'positive', gloss: '' },
      { label: 'negative', gloss: '' },
    ],
    material,
  );
  if (!best || best.score === 0) return 3;
  return best.option.label === 'positive' ? 5 : 1;
}

function speaksOf(label: string, material: string): boolean {
  return (classify([{ label, gloss: '' }], material)[0]?.score ?? 0) > 0.5;
}

/** The categories for a prompt that asks for one and lists none. */
const usualCategories: readonly Option[] = [
  'billing',
  'technical',
  'account',
  'shipping',
  'cancellation',
  'feature request',
  'question',
  'other',
].map((label) => ({ label, gloss: '' }));

/** Field names with the source of their values, most particular first. */
const readers: readonly (readonly [RegExp, (source: Source) => string | undefined])[] = [
  [/e-?mail/i, ({ facts }) => facts.emails[0]],
  [/phone|mobile/i, ({ facts }) => facts.phones[0]],
  [/url|link|website/i, ({ facts }) => facts.links[0]],
  [/currency/i, ({ facts }) => currencyOf(facts.amounts[0] ?? '')],
  [/amount|price|cost|total/i, ({ facts }) => facts.amounts[0]],
  [/date|deadline|when|day/i, ({ facts }) => facts.dates[0]],
  [
    /order|reference|invoice|ticket|tracking|booking|account_?(?:id|number)|_id$|^id$/i,
    ({ facts }) => facts.references[0],
  ],
  [/quote|evidence|excerpt/i, ({ material }) => keySentences(material, 1)[0]],
  [/summary|overview|abstract/i, summary],
  [/title|subject|headline/i, ({ material }) => firstWords(keySentences(material, 1)[0] ?? material, 8)],
  [
    /reason|explanation|rationale|why|justification/i,
    ({ material }) => `The text says: "${keySentences(material, 1)[0] ?? material}"`,
  ],
  [/sentiment|mood|tone/i, ({ material }) => sentimentOf(material)],
  [/name|customer|person|author|sender|contact/i, ({ facts }) => facts.names[0]],
  [/reply|response|message|answer/i, ({ material }) => keySentences(material, 1)[0]],
  [/category|intent|department|queue/i, (source) => classify(usualCategories, judged(source))[0]?.option.label],
  [/topic|type|product|item|issue|problem/i, ({ material }) => topics(material, 2).join(' ')],
  [/language/i, () => 'English'],
];

function stringFor(name: string, schema: JsonObject, source: Source): string | undefined {
  if (
    source.options.length >= 2 &&
    /label|category|class|intent|sentiment|priority|type|queue|department/i.test(name)
  ) {
    return classify(source.options, source.material)[0]?.option.label;
  }
  const description = typeof schema['description'] === 'string' ? schema['description'] : '';
  const byName = readers.find(([pattern]) => pattern.test(name));
  const byDescription = readers.find(([pattern]) => pattern.test(description));
  const reader = byName ?? byDescription;
  if (reader) return reader[1](source);
  const wanted = new Set(stemsOf(`${name} ${description}`));
  return substanceOf(source.material).find((sentence) => stemsOf(sentence).some((word) => wanted.has(word)));
}

function sentimentOf(material: string): string {
  const labels = ['positive', 'negative', 'neutral'];
  return (
    classify(
      labels.map((label) => ({ label, gloss: '' })),
      material,
    )[0]?.option.label ?? 'neutral'
  );
}
