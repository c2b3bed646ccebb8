import { assertionsIn } from '../dataset/assertionsIn.ts';
import type { Assertion, EvalCase } from '../dataset/suite.ts';
import { hasTemplate, renderValue } from '../grading/gradeCheck.ts';
import type { JsonObject, JsonValue } from '../json.ts';

/** The assertions of a case with their values as they are checked: rendered over its variables, where they are templates. */
export function renderedAssertions({ checks, vars }: EvalCase): readonly Assertion[] {
  return checks.flatMap(assertionsIn).map((assertion) => {
    const { type, value } = assertion;
    return value === undefined || !hasTemplate(type)
      ? assertion
      : { ...assertion, value: renderedOrWritten(value, vars) };
  });
}

function renderedOrWritten(value: JsonValue, vars: JsonObject): JsonValue {
  try {
    return renderValue(value, vars);
  } catch {
    // The check itself tells what is wrong with its value.
    return value;
  }
}
