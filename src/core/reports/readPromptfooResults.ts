import { parseChatText } from '../dataset/chatText.ts';
import { readProviderName } from '../dataset/providerName.ts';
import type { Assertion, EvalCase } from '../dataset/suite.ts';
import { PolypromptError } from '../errors.ts';
import type { AnswerVerdict, Verdict } from '../grading/verdict.ts';
import { hashJson } from '../hash.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import type { Message, ToolCall } from '../messages.ts';
import { callInput } from '../providers/mapping/callInput.ts';
import type { Outcome } from '../results/outcome.ts';
import { outputOf } from '../run/answerOutput.ts';
import type { Target } from '../run/events.ts';
import { failureReasons } from './promptfooResults.ts';
import { type ForeignRating, ratingIn } from './ratingIn.ts';

/** One row of a result file of promptfoo, in our words. */
export interface ForeignRow {
  /** The index of its test in the file's order, with repeats counted. */
  readonly test: number;
  readonly target: Target;
  /** The number of its prompt, from 1. */
  readonly prompt: number;
  readonly messages: readonly Message[];
  /** The case, as far as the file holds it. */
  readonly row: EvalCase;
  readonly output: string;
  readonly toolCalls: readonly ToolCall[];
  readonly outcome: Outcome;
  readonly error: string;
  readonly verdict: AnswerVerdict | undefined;
  /** What a person said of it in promptfoo's viewer. */
  readonly rating?: ForeignRating;
  readonly latencyMs: number;
  /** USD; absent when it is 0, which promptfoo writes for an unknown cost. */
  readonly cost?: number;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly cached: boolean;
  readonly finishReason: string;
}

export interface ForeignResults {
  readonly description: string;
  /** The time in milliseconds since 1970; undefined where the file holds none. */
  readonly at: number | undefined;
  readonly rows: readonly ForeignRow[];
  /** The number of entries that are no rows. */
  readonly damaged: number;
}

/**
 * Reads a file that promptfoo wrote with `--output results.json`; throws `invalid-arguments` that names the file when it is something else.
 */
export function readPromptfooResults(text: string, file: string): ForeignResults {
  const whole = parse(text, file);
  const results = isJsonObject(whole) ? whole['results'] : undefined;
  const rows = isJsonObject(results) ? results['results'] : undefined;
  if (!isJsonObject(whole) || !isJsonObject(results) || !Array.isArray(rows))
    throw new PolypromptError('invalid-arguments', `${file} holds no results of promptfoo.`, {
      hint: 'Write them with: promptfoo eval --output results.json',
    });
  const labels = promptLabels(rows);
  const read = rows.flatMap((row) => (isJsonObject(row) ? (readRow(row, labels) ?? []) : []));
  const config = whole['config'];
  const at = Date.parse(textOf(results['timestamp']));
  return {
    description: isJsonObject(config) ? textOf(config['description']) : '',
    at: Number.isNaN(at) ? undefined : at,
    rows: read,
    damaged: rows.length - read.length,
  };
}

function parse(text: string, file: string): JsonValue {
  try {
    const value: JsonValue = JSON.parse(text.replace(/^\uFEFF/, ''));
    return value;
  } catch (cause) {
    throw new PolypromptError('invalid-arguments', `${file} does not hold valid JSON.`, {
      hint: 'Write it with: promptfoo eval --output results.json',
      cause,
    });
  }
}

/** The labels of the prompts. Columns go model by model, so that a model's columns are its prompts in their order. */
function promptLabels(rows: readonly JsonValue[]): ReadonlyMap<number, number> {
  const columns = new Map<string, Set<number>>();
  for (const row of rows) {
    if (!isJsonObject(row)) continue;
    const { id } = targetOf(row['provider']);
    columns.set(id, (columns.get(id) ?? new Set()).add(numberOf(row['promptIdx'])));
  }
  return new Map(
    [...columns.values()].flatMap((indexes) =>
      [...indexes].sort((left, right) => left - right).map((column, index) => [column, index + 1] as const),
    ),
  );
}

function readRow(row: JsonObject, prompts: ReadonlyMap<number, number>): ForeignRow | undefined {
  if (typeof row['success'] !== 'boolean') return undefined;
  const response = objectOf(row['response']);
  const tokens = objectOf(response['tokenUsage']);
  const cost = numberOf(row['cost']);
  const prompt = objectOf(row['prompt']);
  return {
    test: numberOf(row['testIdx']),
    target: targetOf(row['provider']),
    prompt: prompts.get(numberOf(row['promptIdx'])) ?? 1,
    messages: messagesIn(textOf(prompt['raw'])),
    row: caseOf(row),
    ...answerIn(response['output'] ?? null),
    outcome: outcomeOf(row),
    error: textOf(row['error']) || textOf(response['error']),
    verdict: verdictOf(row),
    ...defined({ rating: ratingIn(objectOf(row['gradingResult'])) }),
    latencyMs: numberOf(row['latencyMs']),
    ...(cost > 0 ? { cost } : {}),
    ...countOf('inputTokens', tokens['prompt']),
    ...countOf('outputTokens', tokens['completion']),
    cached: response['cached'] === true,
    finishReason: textOf(response['finishReason']),
  };
}

/** Reads an answer of calls, or of words and calls, as promptfoo writes it; anything else is words. */
function answerIn(output: JsonValue): Pick<ForeignRow, 'output' | 'toolCalls'> {
  const message = objectOf(output);
  const list = Array.isArray(output) ? output : message['tool_calls'];
  const calls = Array.isArray(list) ? list.map(callIn) : [];
  const text = textOf(message['content']);
  // An answer in any other form could not be written again as it was.
  const isOurs = JSON.stringify(outputOf({ text, toolCalls: calls })) === JSON.stringify(output);
  return calls.length > 0 && isOurs ? { output: text, toolCalls: calls } : { output: textOf(output), toolCalls: [] };
}

function callIn(call: JsonValue): ToolCall {
  const { id, function: made } = objectOf(call);
  const { name, arguments: given } = objectOf(made);
  return { id: textOf(id), name: textOf(name), input: callInput(given) };
}

function countOf<Name extends string>(name: Name, value: JsonValue | undefined): { readonly [Key in Name]?: number } {
  const count: { [Key in Name]?: number } = {};
  if (typeof value === 'number' && value > 0) count[name] = value;
  return count;
}

function targetOf(provider: JsonValue | undefined): Target {
  const id = isJsonObject(provider) ? textOf(provider['id']) : textOf(provider);
  const label = isJsonObject(provider) ? textOf(provider['label']) : '';
  const model = readProviderName(id) ?? id.replace(':', '/');
  return { id: label || model || 'unknown', model, parameters: {} };
}

function messagesIn(raw: string): readonly Message[] {
  try {
    return parseChatText(raw);
  } catch {
    return [{ role: 'user', parts: [{ type: 'text', text: raw }] }];
  }
}

/** The outcome of a row; files that we wrote ourselves have more kinds than promptfoo has words for. */
function outcomeOf(row: JsonObject): Outcome {
  const ours = objectOf(objectOf(row['metadata'])['polyprompt'])['outcome'];
  const named = (['ungraded', 'skipped', 'cancelled'] as const).find((outcome) => outcome === ours);
  if (named) return named;
  if (row['failureReason'] === failureReasons.error) return 'error';
  return row['success'] === true ? 'pass' : 'fail';
}

function caseOf(row: JsonObject): EvalCase {
  const test = objectOf(row['testCase']);
  const vars = isJsonObject(row['vars']) ? row['vars'] : objectOf(test['vars']);
  const description = textOf(row['description']) || textOf(test['description']);
  const { assert, threshold } = test;
  return {
    id: hashJson({ description, vars, assert: assert ?? null, threshold: threshold ?? null }).slice(0, 24),
    ...(description === '' ? {} : { description }),
    vars,
    checks: componentsIn(row).map(checkOf),
    metadata: objectOf(test['metadata']),
    options: {},
    place: { file: '', range: { start: 0, end: 0 } },
    ...(typeof threshold === 'number' ? { threshold } : {}),
  };
}

/** The check of a verdict, as far as the verdict names it. */
function checkOf(component: JsonObject): Assertion {
  const { type, value, threshold, weight, metric } = objectOf(component['assertion']);
  const [, not, name] = /^(not-)?(.*)$/s.exec(textOf(type)) ?? [];
  return {
    type: name || 'check',
    negated: not !== undefined,
    ...defined({ value }),
    ...(typeof threshold === 'number' ? { threshold } : {}),
    ...(typeof weight === 'number' ? { weight } : {}),
    ...(typeof metric === 'string' ? { metric } : {}),
  };
}

function verdictOf(row: JsonObject): AnswerVerdict | undefined {
  const outcome = outcomeOf(row);
  if (outcome !== 'pass' && outcome !== 'fail' && outcome !== 'ungraded') return undefined;
  return {
    outcome,
    score: numberOf(row['score']),
    reason: textOf(objectOf(row['gradingResult'])['reason']) || textOf(row['error']),
    namedScores: numbersIn(row['namedScores']),
    checks: componentsIn(row).map(
      (component): Verdict => ({
        outcome: component['pass'] === true ? 'pass' : 'fail',
        score: numberOf(component['score']),
        reason: textOf(component['reason']),
      }),
    ),
  };
}

function componentsIn(row: JsonObject): readonly JsonObject[] {
  const components = objectOf(row['gradingResult'])['componentResults'];
  return Array.isArray(components) ? components.filter(isJsonObject) : [];
}

function numbersIn(value: JsonValue | undefined): Readonly<Record<string, number>> {
  const entries = Object.entries(objectOf(value));
  return Object.fromEntries(entries.flatMap(([name, score]) => (typeof score === 'number' ? [[name, score]] : [])));
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function numberOf(value: JsonValue | undefined): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function textOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
