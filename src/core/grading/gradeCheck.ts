import type { Assertion } from '../dataset/suite.ts';
import { PolypromptError } from '../errors.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import { renderNunjucks } from '../text/nunjucks/renderNunjucks.ts';
import { type CheckInput, type Finding, type GradingPorts, invalidCheck } from './grader.ts';
import { type CheckType, graders, isCheckType, isComparisonType } from './graders.ts';
import { gradeByPeople, humanType } from './humanCheck.ts';
import { asksModel } from './judgeCalls.ts';
import { judgeIdentity } from './judgeIdentity.ts';
import { judgementKey, notJudged } from './judgements.ts';
import { runScript, scriptContext } from './script.ts';
import { unsupportedReason } from './unsupported.ts';
import type { GradedAnswer, Verdict } from './verdict.ts';
import { gradeByVote } from './vote.ts';

/** Types of checks whose value is code, or has placeholders of its own, and is not rendered. */
const rawValues: ReadonlySet<string> = new Set<CheckType>([
  'javascript',
  'github-string',
  'github-llm',
  'github-evaluator',
]);

/** True for a type whose value is a template over the variables of the case. */
export function hasTemplate(type: string): boolean {
  return !rawValues.has(type);
}

/** Carries out one check. A fault of the check itself is its outcome `error`; it rejects only when the run was cancelled. */
export async function gradeCheck(assertion: Assertion, answer: GradedAnswer, ports: GradingPorts): Promise<Verdict> {
  const { type, judges, fault } = assertion;
  if (fault !== undefined) return problem('error', `"${type}" cannot be carried out: ${fault}`);
  if (isComparisonType(type)) return problem('ungraded', `"${type}" compares all answers of a row.`);
  if (type === humanType) return gradeByPeople(assertion, ports);
  const judge = judgeIdentity(assertion, ports)?.digest;
  if (judges)
    return {
      ...(await gradeByVote(assertion, judges, (one) => gradeCheck(one, answer, ports))),
      ...defined({ judge }),
    };
  if (!isCheckType(type)) return problem('error', unsupportedReason(type));
  try {
    const input = await prepare(assertion, answer, ports);
    if (!asksModel(type)) return verdictOf(assertion, await graders[type](input));
    const judgement = judgementKey(input);
    if (ports.judgements) return ports.judgements.get(judgement) ?? notJudged;
    return { ...verdictOf(assertion, await graders[type](input)), judgement, ...defined({ judge }) };
  } catch (error) {
    if (error instanceof RangeError) return problem('error', 'The output or the value is nested too deeply to check.');
    if (!(error instanceof PolypromptError)) throw error;
    const isOpen = error.code === 'judge-failed' || error.code === 'untrusted-workspace';
    return problem(isOpen ? 'ungraded' : 'error', error.message);
  }
}

function problem(outcome: 'error' | 'ungraded', reason: string): Verdict {
  return { outcome, score: 0, reason };
}

async function prepare(assertion: Assertion, answer: GradedAnswer, ports: GradingPorts): Promise<CheckInput> {
  const { threshold, type } = assertion;
  if (threshold !== undefined && !Number.isFinite(threshold))
    throw invalidCheck(`The threshold of "${type}" is not a number.`);
  const output = await transformed(assertion, answer, ports);
  const value = await valueFor(assertion, { ...answer, output }, ports);
  const rendered = value === undefined || rawValues.has(type) ? value : renderValue(value, answer.vars);
  if (isEmptied(value, rendered))
    throw invalidCheck(`The value of "${type}" is empty: ${JSON.stringify(value)} gives nothing for this case.`);
  return { assertion, value: rendered, answer: { ...answer, output }, text: textOf(output), ports };
}

/** True for a template that rendered to nothing, or a text that every answer would fit: such a check says nothing. */
function isEmptied(written: JsonValue | undefined, rendered: JsonValue | undefined): boolean {
  if (Array.isArray(written) && Array.isArray(rendered))
    return written.some((item, index) => isEmptied(item, rendered[index]));
  return typeof written === 'string' && written.trim() !== '' && rendered === '';
}

async function valueFor(
  { value, valueScript, config }: Assertion,
  answer: GradedAnswer,
  ports: GradingPorts,
): Promise<JsonValue | undefined> {
  if (valueScript === undefined) return value;
  return runScript(valueScript, { output: answer.output, context: scriptContext(answer, config) }, ports);
}

async function transformed(
  { transform, config }: Assertion,
  answer: GradedAnswer,
  ports: GradingPorts,
): Promise<JsonValue> {
  if (transform === undefined) return answer.output;
  const output = await runScript(transform, { output: answer.output, context: scriptContext(answer, config) }, ports);
  if (output === null) throw invalidCheck('The transform returned null.');
  return output;
}

/** The output as text for checks of text; an output that is no text becomes JSON. */
export function textOf(output: JsonValue): string {
  return typeof output === 'string' ? output : JSON.stringify(output);
}

/** A value in which every text is rendered over the variables. */
export function renderValue(value: JsonValue, vars: JsonObject): JsonValue {
  if (typeof value === 'string') return renderText(value, vars);
  if (Array.isArray(value)) return value.map((item) => renderValue(item, vars));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, renderValue(field, vars)]));
}

function renderText(text: string, vars: JsonObject): string {
  try {
    return renderNunjucks(text, vars, { refusesMissing: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it cannot be read';
    throw invalidCheck(`The template ${JSON.stringify(text.slice(0, 100))} cannot be rendered: ${reason}`);
  }
}

function verdictOf({ negated }: Assertion, finding: Finding): Verdict {
  const passed = finding.holds !== negated;
  const { namedScores, components, expected, reading } = finding;
  return {
    outcome: passed ? 'pass' : 'fail',
    score: scoreOf(finding, negated, passed),
    reason: reasonOf(finding, negated, passed),
    ...defined({ namedScores, components, reading }),
    ...(expected === undefined || passed || negated ? {} : { expected }),
  };
}

function scoreOf({ score, keepsScore }: Finding, negated: boolean, passed: boolean): number {
  if (score === undefined) return Number(passed);
  return negated && !keepsScore ? 1 - score : score;
}

function reasonOf({ claim, detail }: Finding, negated: boolean, passed: boolean): string {
  if (claim === undefined) return detail ?? (passed ? 'The check passed.' : 'The check failed.');
  if (passed)
    return `Expected the output ${negated ? 'not ' : ''}to ${claim}, ${negated ? 'and it does not' : 'as it does'}.`;
  const failure = `${failureOf(claim, negated)}.`;
  return detail === undefined ? failure : `${failure} ${detail}`;
}

/**
 * A short failure such as `Does not contain “late”`, `Is not HTML` or `Should cost at most $0.01`, which stands in a narrow column above
 * the answer.
 */
function failureOf(claim: string, negated: boolean): string {
  if (negated) return `Should not ${claim}`;
  if (/\b(?:at most|at least|within|exactly)\b/.test(claim)) return `Should ${claim}`;
  return claim.startsWith('be ') ? `Is not ${claim.slice(3)}` : `Does not ${claim}`;
}
