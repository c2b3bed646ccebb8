import { type LabelOffer, labelOfferText } from '../dataset/labelOffer.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { percentile } from '../stats/percentile.ts';
import { inferredSchema } from './inferredSchema.ts';
import { fewestGood, type StoredAnswer } from './storedAnswer.ts';

/** A check as it is written in a suite, and why it is proposed. */
export interface CandidateCheck {
  readonly check: { readonly type: string } & JsonObject;
  readonly why: string;
  /** The variable that it compares the answer with: with another case's answer it should fail. */
  readonly variable?: string;
  /** True for one that stands in every row in place of `equals` and compares with the row's own label. */
  readonly isInRows?: true;
}

/** Share of the good answers that has to have something in common before it is taken for a rule. */
const usual = 0.9;
const fewLabels = 12;
const longestLabel = 40;
/** Characters of a value that an answer may repeat word for word. */
const valueLength = { least: 3, most: 60 };

/** Checks that the prompt asks for in words, and those that the good answers have in common. No model is asked. */
export function candidateChecks(prompt: string, good: readonly StoredAnswer[]): readonly CandidateCheck[] {
  const learnt = good.length < fewestGood ? [] : [...formOf(good), ...lengthOf(good), ...repeatedValues(good)];
  // The more a check asks for, or the better it is founded, the later it stands.
  const found = [...never, ...jsonOf(prompt), ...learnt, ...limitsOf(prompt)];
  const byCheck = new Map(found.map((candidate) => [JSON.stringify(candidate.check), candidate]));
  return [...byCheck.values()];
}

/** The check of the labels that cases have, where it is offered. */
export function labelCandidate(offer: LabelOffer): CandidateCheck {
  const { column } = offer;
  const why = labelOfferText(offer);
  return column === undefined
    ? { check: { type: 'label' }, why, isInRows: true }
    : { check: { type: 'label', value: `{{${column}}}` }, why, variable: column };
}

/** What no answer should do, whatever the prompt is about. */
const never: readonly CandidateCheck[] = [
  { check: { type: 'not-is-refusal' }, why: 'It does not refuse.' },
  { check: { type: 'not-contains', value: '{' + '{' }, why: 'It holds no place of a template that was not filled.' },
];

const limit =
  /\b(?:at most|no more than|not more than|up to|maximum(?: of)?|max\.?|under|fewer than|less than|within)\s+(\d{1,4}|one|two|three)\s+(words?|sentences?|characters?)/gi;
const numbers: Readonly<Record<string, number>> = { one: 1, two: 2, three: 3 };

function limitsOf(prompt: string): readonly CandidateCheck[] {
  return [...prompt.matchAll(limit)].flatMap(([said, number = '', unit = '']) => {
    const most = numbers[number.toLowerCase()] ?? Number(number);
    return limitCheck(most, unit.toLowerCase().replace(/s$/, ''), said);
  });
}

function jsonOf(prompt: string): readonly CandidateCheck[] {
  const isJsonAsked = /\b(?:valid|as|in|only|return|respond with|output)\s+(?:a\s+)?(?:valid\s+)?JSON\b/i.test(prompt);
  return isJsonAsked ? [{ check: { type: 'is-json' }, why: 'The prompt asks for JSON.' }] : [];
}

function limitCheck(most: number, unit: string, said: string): readonly CandidateCheck[] {
  const why = `The prompt says "${said}".`;
  if (unit === 'word') return [{ check: { type: 'word-count', value: { max: most } }, why }];
  const code =
    unit === 'character'
      ? `output.length <= ${most}`
      : `output.split(/[.!?]+(?:\\s|$)/).filter(Boolean).length <= ${most}`;
  return [{ check: { type: 'javascript', value: code }, why }];
}

/** The form of the good answers: one JSON object, or one of few words. */
function formOf(good: readonly StoredAnswer[]): readonly CandidateCheck[] {
  const records = good.flatMap(({ text }) => parsed(text));
  if (records.length >= good.length * usual)
    return [
      { check: { type: 'is-json' }, why: `${records.length} of ${good.length} good answers are JSON.` },
      { check: { type: 'is-json', value: inferredSchema(records) }, why: 'The good answers have these fields.' },
    ];
  const texts = good.map(({ text }) => text.trim());
  const labels = [...new Set(texts)];
  const areLabels =
    labels.length <= fewLabels &&
    texts.length >= 3 * labels.length &&
    labels.every((label) => label !== '' && label.length <= longestLabel);
  if (!areLabels) return [];
  const value = `^\\s*(?:${labels
    .toSorted()
    .map((label) => label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|')})\\s*$`;
  return [{ check: { type: 'regex', value }, why: `The good answers are ${labels.length} words.` }];
}

/** No answer is much longer than the longest good ones. */
function lengthOf(good: readonly StoredAnswer[]): readonly CandidateCheck[] {
  const words = good.map(({ text }) => text.split(/\s+/).filter(Boolean).length);
  const long = percentile(words, 95) ?? 0;
  const max = Math.ceil((long * 1.25) / 5) * 5;
  return max === 0
    ? []
    : [{ check: { type: 'word-count', value: { max } }, why: `Good answers have up to ${long} words.` }];
}

/** Short values of the case that nearly every good answer repeats. */
function repeatedValues(good: readonly StoredAnswer[]): readonly CandidateCheck[] {
  const names = [...new Set(good.flatMap(({ vars }) => Object.keys(vars)))];
  return names.flatMap((variable) => {
    const values = good.map(({ vars }) => vars[variable]);
    const isDistinct = new Set(values.map((value) => JSON.stringify(value))).size > 1;
    const held = good.filter(({ vars, text }) => holds(text, vars[variable])).length;
    if (!isDistinct || held < good.length * usual) return [];
    const why = `${held} of ${good.length} good answers repeat it.`;
    return [{ check: { type: 'icontains', value: `{{${variable}}}` }, why, variable }];
  });
}

function holds(text: string, value: JsonValue | undefined): boolean {
  const { least, most } = valueLength;
  return (
    typeof value === 'string' &&
    value.length >= least &&
    value.length <= most &&
    text.toLowerCase().includes(value.toLowerCase())
  );
}

function parsed(text: string): readonly JsonObject[] {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? [value] : [];
  } catch {
    return [];
  }
}
