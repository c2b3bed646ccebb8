import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { listAt, textAt } from '../jsonRead.ts';
import { includesJson, sameJson } from '../sameJson.ts';
import { boundsIn, countOf } from './calledTools.ts';
import { type CheckInput, excerpt, type Finding, invalidCheck, isText, settingsValue } from './grader.ts';
import { toolCallsOf } from './toolCallsOf.ts';
import { matchesWildcard } from './wildcard.ts';

// The trajectory of an answer is the list of the tools it called. Other steps stand in traces, which are not recorded.

/** Value: a name, a list of names that all have to be used, or `{name | pattern, min?, max?}`. */
export function gradeToolUsed(input: CheckInput): Finding {
  return namesUsed(
    input,
    toolCallsOf(input.answer).map(({ name }) => name),
    'use the tool',
  );
}

/** The same for skills: those that the provider reported, and calls of a tool named Skill. */
export function gradeSkillUsed(input: CheckInput): Finding {
  const reported = listAt(input.answer.metadata, 'skillCalls').map((call) => textAt(call, 'name'));
  const called = toolCallsOf(input.answer)
    .filter(({ name }) => name.toLowerCase() === 'skill')
    .map(({ input: call }) => textAt(call, 'skill') ?? textAt(call, 'name'));
  return namesUsed(
    input,
    [...reported, ...called].filter((name) => name !== undefined),
    'use the skill',
  );
}

function namesUsed(input: CheckInput, names: readonly string[], claim: string): Finding {
  const detail = `Used: ${names.join(', ') || 'none'}.`;
  const { value } = input;
  if (isText(value)) return { holds: names.includes(value), claim: `${claim} ${value}`, detail };
  if (Array.isArray(value) && value.length > 0 && value.every(isText)) {
    return { holds: value.every((name) => names.includes(name)), claim: `${claim}s ${value.join(', ')}`, detail };
  }
  const settings = settingsValue(input);
  const wanted = namePattern(input, settings);
  const count = names.filter((name) => matchesWildcard(wanted, name)).length;
  return {
    ...countFinding(input, { count, settings, least: 1 }),
    claim: `${claim} ${wanted}${boundsText(settings)}`,
    detail,
  };
}

/** Value: `{type?, pattern?, min?, max?}`; tool calls are the only steps there are. */
export function gradeStepCount(input: CheckInput): Finding {
  const settings = settingsValue(input);
  const types = settings['type'] === undefined ? ['tool'] : [settings['type']].flat();
  if (!types.includes('tool'))
    throw invalidCheck(
      `"${input.assertion.type}" counts tool calls; steps of type ${excerpt(settings['type'])} stand in traces, which are not recorded.`,
    );
  const pattern = textAt(settings, 'pattern') ?? '*';
  const count = toolCallsOf(input.answer).filter(({ name }) => matchesWildcard(pattern, name)).length;
  return {
    ...countFinding(input, { count, settings, least: 0 }),
    claim: `take steps${boundsText(settings)}`,
    detail: `It took ${count}.`,
  };
}

/** Value: a list of names, or `{steps, mode?: in_order | exact}`; names may be patterns. */
export function gradeToolSequence(input: CheckInput): Finding {
  const settings = Array.isArray(input.value) ? { steps: input.value } : settingsValue(input);
  const steps = listAt(settings, 'steps').map((step) =>
    isText(step) ? step : (textAt(step, 'name') ?? textAt(step, 'pattern')),
  );
  const names = steps.filter((step) => step !== undefined);
  if (names.length === 0 || names.length < steps.length)
    throw invalidCheck(`"${input.assertion.type}" needs the names of its steps.`);
  const called = toolCallsOf(input.answer).map(({ name }) => name);
  const exact = textAt(settings, 'mode') === 'exact';
  const holds = exact ? sameSequence(names, called) : isSubsequence(names, called);
  return {
    holds,
    claim: `call ${exact ? 'exactly ' : ''}${names.join(', then ')}`,
    detail: `It called ${called.join(', ') || 'none'}.`,
  };
}

function sameSequence(patterns: readonly string[], names: readonly string[]): boolean {
  return (
    patterns.length === names.length && patterns.every((pattern, index) => matchesWildcard(pattern, names[index] ?? ''))
  );
}

function isSubsequence(patterns: readonly string[], names: readonly string[]): boolean {
  let reached = 0;
  for (const name of names) if (reached < patterns.length && matchesWildcard(patterns[reached] ?? '', name)) reached++;
  return reached === patterns.length;
}

/** Value: `{name | pattern, args, mode?: partial | exact, defaults?, ignore?}`; one call that matches is enough. */
export function gradeToolArguments(input: CheckInput): Finding {
  const settings = settingsValue(input);
  const wanted = namePattern(input, settings);
  const expected = settings['args'] ?? settings['arguments'];
  if (!isJsonObject(expected)) throw invalidCheck(`"${input.assertion.type}" needs args.`);
  const exact = textAt(settings, 'mode') === 'exact';
  const calls = toolCallsOf(input.answer).filter(({ name }) => matchesWildcard(wanted, name));
  const holds = calls.some(({ input: given }) => argumentsMatch(given, expected, { settings, exact }));
  return {
    holds,
    claim: `call ${wanted} with ${exact ? 'exactly ' : ''}${excerpt(expected)}`,
    detail:
      calls.length > 0
        ? `It called it with ${calls.map((call) => excerpt(call.input)).join(', ')}.`
        : 'It did not call it.',
  };
}

function argumentsMatch(
  given: JsonValue,
  expected: JsonObject,
  { settings, exact }: { settings: JsonObject; exact: boolean },
): boolean {
  if (!isJsonObject(given)) return false;
  const ignored = listAt(settings, 'ignore');
  const defaults = isJsonObject(settings['defaults']) ? settings['defaults'] : {};
  const actual = without({ ...defaults, ...given }, ignored);
  const wanted = without(expected, ignored);
  return exact ? sameJson({ ...defaults, ...wanted }, actual) : includesJson(actual, wanted);
}

function without(object: JsonObject, keys: readonly JsonValue[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

function namePattern({ assertion }: CheckInput, settings: JsonObject): string {
  const name = textAt(settings, 'name') ?? textAt(settings, 'pattern');
  if (name === undefined) throw invalidCheck(`"${assertion.type}" needs a name or a pattern.`);
  return name;
}

interface Counted {
  readonly count: number;
  readonly settings: JsonObject;
  readonly least: number;
}

function countFinding(input: CheckInput, { count, settings, least }: Counted): Pick<Finding, 'holds'> {
  const { min, max } = boundsIn(input, settings, least);
  return { holds: count >= min && count <= max };
}

function boundsText(settings: JsonObject): string {
  const [min, max] = [countOf(settings['min']), countOf(settings['max'])];
  const least = min === undefined ? '' : ` at least ${min} times`;
  return max !== undefined ? `${least}${least ? ' and' : ''} at most ${max} times` : least;
}
