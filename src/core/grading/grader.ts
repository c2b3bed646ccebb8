import type { Assertion, CaseOptions } from '../dataset/suite.ts';
import { PolypromptError } from '../errors.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { SaidOfAnswer } from '../people/saidByPeople.ts';
import type { NamedTarget } from './namedTarget.ts';
import type { GradedAnswer, Judge, Reading, Sandbox, Verdict } from './verdict.ts';

/** The means to run code that comes with a suite. */
export interface ScriptPorts {
  /** Runs the suite's JavaScript and its patterns, both of which could take for ever; absent where there is none. */
  readonly sandbox?: Sandbox;
  /** True when nobody has said that this workspace is to be trusted: its patterns are matched, but its JavaScript is not run. */
  readonly refusesScripts?: true;
}

/** Everything that a check may use besides the answer. */
export interface GradingPorts extends ScriptPorts {
  /** Earlier verdicts of judges, by `judgementKey`; given where no model is to be asked. */
  readonly judgements?: ReadonlyMap<string, Verdict>;
  readonly judge?: Judge;
  /** What people say of this answer, as a whole or by a criterion; without it nobody has said anything. */
  people?(criterion: string | undefined): SaidOfAnswer;
  /** The judge (`provider/model`) where a check names none. */
  readonly defaultJudge?: string;
  readonly options?: CaseOptions;
  /** The targets of the run, by which a check may name one. */
  readonly targets?: readonly NamedTarget[];
}

/** One check about to be carried out, with its value rendered and its transform applied. */
export interface CheckInput {
  readonly assertion: Assertion;
  readonly value: JsonValue | undefined;
  readonly answer: GradedAnswer;
  /** The answer as text. */
  readonly text: string;
  readonly ports: GradingPorts;
}

/** The result of a grader, before `not-` turns it round. */
export interface Finding {
  readonly holds: boolean;
  /** 0 to 1 (or a script's own); 1 and 0 by `holds` when absent. */
  readonly score?: number;
  /** True when the score stays under `not-`; otherwise it becomes 1 - score. */
  readonly keepsScore?: boolean;
  /** The rest of "The output should …", for example `contain “x”`. */
  readonly claim?: string;
  /** A sentence by itself: a figure, what is missing, or a judge's reason. It never repeats the answer, which stands beside it. */
  readonly detail?: string;
  readonly namedScores?: Readonly<Record<string, number>>;
  readonly components?: readonly Verdict[];
  readonly expected?: string;
  readonly reading?: Reading;
}

export type Grader = (input: CheckInput) => Finding | Promise<Finding>;

/** The error of a check that cannot be carried out as it is written. */
export function invalidCheck(message: string): PolypromptError {
  return new PolypromptError('invalid-check', message);
}

/** The finding for a share that has to reach a threshold. */
export function reaches(score: number, threshold: number, name: string): Finding {
  return { holds: score >= threshold, score, detail: `${name} is ${figure(score)}; the threshold is ${threshold}.` };
}

/** A figure for a sentence, with at most four digits behind the point. */
export function figure(value: number): string {
  return String(Number(value.toFixed(4)));
}

/** A value for a sentence: quoted, and cut where it is long. */
export function excerpt(value: JsonValue | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return shortened(text);
}

/** One or several texts for a sentence: in quotation marks on one line, and cut where they are long. */
export function quoted(...texts: readonly string[]): string {
  return texts
    .map((text) => `“${shortened(text.replaceAll(/\s+/g, (blank) => (blank.includes('\n') ? ' ↵ ' : blank)))}”`)
    .join(', ');
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** The check's value as text; numbers and booleans count as written. */
export function textValue({ assertion, value }: CheckInput): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw invalidCheck(`"${assertion.type}" needs a text as its value; it has ${excerpt(value)}.`);
}

/** The check's value as one or several texts. */
export function textValues(input: CheckInput): readonly string[] {
  if (!Array.isArray(input.value)) return [textValue(input)];
  if (input.value.length === 0) throw invalidCheck(`"${input.assertion.type}" needs at least one value.`);
  return input.value.map((value) => textValue({ ...input, value }));
}

/** The threshold of a check; throws `invalid-check` where there is none. */
export function requiredThreshold({ assertion }: CheckInput): number {
  const { threshold } = assertion;
  if (threshold === undefined) throw invalidCheck(`"${assertion.type}" needs a threshold.`);
  return threshold;
}

export function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string';
}

/** The check's value as an object of settings; empty where there is no value. */
export function settingsValue({ assertion, value }: CheckInput): JsonObject {
  if (value === undefined || value === null) return {};
  if (typeof value === 'object' && !Array.isArray(value)) return value;
  throw invalidCheck(`"${assertion.type}" needs an object as its value; it has ${excerpt(value)}.`);
}
