import { isJsonObject, type JsonValue } from '../json.ts';
import { editDistance } from '../text/closest.ts';
import { isKnown } from '../text/keyNames.ts';
import { hasKey, type PlacedValue, type ReportAt } from '../text/placedValue.ts';
import { answerKeys } from './readToolAnswer.ts';
import { mockKeys, type PlacedRule, placedRule, readToolRule, reportKeys } from './readToolRules.ts';

/**
 * Reads the `mock` of a tool as rules: a map with `result`, `error`, `parts` or `javascript` is one rule, a list of such maps is several, and
 * anything else is what the tool gives back.
 */
export function readToolMock<Place>(
  node: PlacedValue<Place>,
  tool: string,
  report: ReportAt<Place>,
): readonly PlacedRule<Place>[] {
  const { value, place } = node;
  if (value === null) return [];
  if (Array.isArray(value) && value.some(isRule))
    return value.flatMap((_item, index) => readMockRule(node.child(index), tool, report));
  if (isRule(value)) return readMockRule(node, tool, report);
  if (isNearlyRule(value)) {
    const message =
      'This mock is not clear: write "result", "error", "parts" or "javascript", or put the map under "result".';
    report(place, 'no-answer', message);
    return [];
  }
  return [{ rule: { tool, answer: { type: 'result', value } }, place }];
}

function readMockRule<Place>(
  node: PlacedValue<Place>,
  tool: string,
  report: ReportAt<Place>,
): readonly PlacedRule<Place>[] {
  if (!isJsonObject(node.value)) {
    report(node.place, 'wrong-type', 'The other items are rules: make this one a map with "result", too.');
    return [];
  }
  if (hasKey(node, 'tool'))
    report(node.keyPlace('tool'), 'unknown-key', 'A mock answers its own tool: leave "tool" out.');
  reportKeys(node, { ...mockKeys, ignored: [...(mockKeys.ignored ?? []), 'tool'] }, report);
  const rule = readToolRule(node, tool, report);
  return rule ? [placedRule(rule, node, node.place)] : [];
}

function isRule(value: JsonValue): boolean {
  return isJsonObject(value) && answerKeys.some((key) => Object.hasOwn(value, key));
}

/** True for a map of which every key is one of a rule, or is one letter away from one: hardly what a tool gives back. */
function isNearlyRule(value: JsonValue): boolean {
  if (!isJsonObject(value)) return false;
  const keys = Object.keys(value);
  return (
    keys.length > 0 &&
    keys.every(
      (key) => mockKeys.read.some((known) => editDistance(key.toLowerCase(), known) <= 1) || isKnown(mockKeys, key),
    )
  );
}
