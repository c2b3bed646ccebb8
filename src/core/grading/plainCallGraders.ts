import { isJsonObject } from '../json.ts';
import { textAt } from '../jsonRead.ts';
import { includesJson } from '../sameJson.ts';
import { boundsIn, countOf, refuseUnknown } from './calledTools.ts';
import { type CheckInput, excerpt, type Finding, invalidCheck, isText, settingsValue } from './grader.ts';
import { toolCallsOf } from './toolCallsOf.ts';
import { matchesWildcard } from './wildcard.ts';

// The plain checks of calls: what a suite most often asks, in the words of `toolResults`. Names may be patterns.

/** Value: a name, names that all have to be called (a list, or with commas between; under `not-` none of them may be), or `{tool, min?, max?}`, at least once unless `min` is 0. */
export function gradeToolCalled(input: CheckInput): Finding {
  const called = namesCalled(input);
  const detail = `It called ${called.join(', ') || 'none'}.`;
  if (!isJsonObject(input.value)) {
    const names = namesIn(input);
    const isCalled = (name: string) => called.some((each) => matchesWildcard(name, each));
    // Whoever writes not-tool-called with several names wants none of them called.
    const { negated } = input.assertion;
    const holds = negated ? names.some(isCalled) : names.every(isCalled);
    return { holds, claim: `call ${names.join(negated ? ' or ' : ', ')}`, detail };
  }
  refuseUnknown(input, ['tool', 'min', 'max']);
  const tool = toolIn(input);
  const { min, max } = boundsIn(input, input.value, 1);
  if (max === 0)
    throw invalidCheck(`"${input.assertion.type}" with a max of 0 can never hold: write not-${input.assertion.type}.`);
  const count = called.filter((name) => matchesWildcard(tool, name)).length;
  const { min: givenMin, max: givenMax } = input.value;
  const least = givenMin === undefined && givenMax === undefined ? '' : ` at least ${times(min)}`;
  const most = max === Number.POSITIVE_INFINITY ? '' : ` and at most ${times(max)}`;
  return { holds: count >= min && count <= max, claim: `call ${tool}${least}${most}`, detail };
}

/** Value: `{tool, args}`; one call with these arguments is enough, and others may stand beside them. */
export function gradeToolCalledWith(input: CheckInput): Finding {
  refuseUnknown(input, ['tool', 'args']);
  const settings = settingsValue(input);
  const tool = toolIn(input);
  const { args } = settings;
  if (!isJsonObject(args)) throw invalidCheck(`"${input.assertion.type}" needs "args": a map of arguments and values.`);
  const calls = toolCallsOf(input.answer).filter(({ name }) => matchesWildcard(tool, name));
  return {
    holds: calls.some((call) => includesJson(call.input, args)),
    claim: `call ${tool} with ${excerpt(args)}`,
    detail:
      calls.length > 0
        ? `It called it with ${calls.map((call) => excerpt(call.input)).join(', ')}.`
        : 'It did not call it.',
  };
}

/** Value: names in the order in which they have to be called; others may be called between them. */
export function gradeToolOrder(input: CheckInput): Finding {
  const names = namesIn(input);
  if (names.length < 2) throw invalidCheck(`"${input.assertion.type}" needs two tools or more, in their order.`);
  const called = namesCalled(input);
  let reached = 0;
  for (const name of called) if (reached < names.length && matchesWildcard(names[reached] ?? '', name)) reached++;
  return {
    holds: reached === names.length,
    claim: `call ${names.join(', then ')}`,
    detail: `It called ${called.join(', ') || 'none'}.`,
  };
}

/** Value: the most answers that the model may give, the last one included. */
export function gradeMaxTurns({ assertion, value, answer }: CheckInput): Finding {
  const most = countOf(value);
  if (most === undefined || most === 0)
    throw invalidCheck(`"${assertion.type}" needs a number from 1 on as its value; it has ${excerpt(value)}.`);
  const { turns } = answer;
  if (turns === undefined)
    throw invalidCheck(`"${assertion.type}" needs the number of the model's answers, which this answer does not tell.`);
  return { holds: turns <= most, claim: `take at most ${turnsText(most)}`, detail: `It took ${turnsText(turns)}.` };
}

function namesCalled({ answer }: CheckInput): readonly string[] {
  return toolCallsOf(answer).map(({ name }) => name);
}

function toolIn({ assertion, value }: CheckInput): string {
  const tool = textAt(value, 'tool')?.trim() ?? '';
  if (tool === '') throw invalidCheck(`"${assertion.type}" needs "tool": the name of one.`);
  return tool;
}

function namesIn({ assertion, value }: CheckInput): readonly string[] {
  const list = isText(value) ? value.split(',') : Array.isArray(value) ? value : [];
  const names = list.map((name) => (isText(name) ? name.trim() : ''));
  if (names.length === 0 || names.includes(''))
    throw invalidCheck(`"${assertion.type}" needs the names of tools; it has ${excerpt(value)}.`);
  return names;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function turnsText(count: number): string {
  return `${count} ${count === 1 ? 'turn' : 'turns'}`;
}
