import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { listAt, objectAt, textAt } from '../jsonRead.ts';
import { type CheckInput, excerpt, type Finding, figure, invalidCheck, isText } from './grader.ts';
import { runHeard, scriptContext } from './script.ts';
import type { Verdict } from './verdict.ts';

/** Runs the script of a check: it returns true or false, a score (against the threshold, or above 0), or `{pass, score, reason}`. */
export async function gradeJavascript(input: CheckInput): Promise<Finding> {
  const { assertion, answer, ports, value } = input;
  if (!isText(value) || value.trim() === '')
    throw invalidCheck('"javascript" needs an expression or a function body as its value.');
  const values = { output: answer.output, context: scriptContext(answer, assertion.config) };
  const { result, lines } = await runHeard(value, values, ports);
  const finding = findingOf(result, assertion.threshold);
  return lines.length === 0 ? finding : { ...finding, detail: `${finding.detail} Console: ${lines.join(' | ')}` };
}

function findingOf(result: JsonValue, threshold: number | undefined): Finding {
  if (typeof result === 'boolean') return { holds: result, detail: `The script returned ${result}.` };
  if (typeof result === 'number') {
    const holds = threshold === undefined ? result > 0 : result >= threshold;
    const against = threshold === undefined ? '' : `; the threshold is ${threshold}`;
    return { holds, score: result, detail: `The script returned ${figure(result)}${against}.` };
  }
  if (isJsonObject(result) && typeof result['pass'] === 'boolean') return ofGradingResult(result, result['pass']);
  throw invalidCheck(
    `The script has to return true, false, a number, or an object with pass; it returned ${excerpt(result)}.`,
  );
}

function ofGradingResult(result: JsonObject, holds: boolean): Finding {
  const score = typeof result['score'] === 'number' ? result['score'] : Number(holds);
  const namedScores = Object.entries(objectAt(result, 'namedScores') ?? {}).flatMap(([name, value]) =>
    typeof value === 'number' ? [[name, value] as const] : [],
  );
  const components = listAt(result, 'componentResults').filter(isJsonObject).map(componentOf);
  return {
    holds,
    score,
    detail: textAt(result, 'reason') ?? `The script says ${holds ? 'pass' : 'fail'}.`,
    ...(namedScores.length > 0 ? { namedScores: Object.fromEntries(namedScores) } : {}),
    ...(components.length > 0 ? { components } : {}),
  };
}

function componentOf(component: JsonObject): Verdict {
  const passed = component['pass'] === true;
  const score = typeof component['score'] === 'number' ? component['score'] : Number(passed);
  return { outcome: passed ? 'pass' : 'fail', score, reason: textAt(component, 'reason') ?? '' };
}
