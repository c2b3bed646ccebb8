import { isJsonObject, type JsonObject } from '../../json.ts';

/**
 * A vendor's figures after it has sent them again. They only grow within one answer, so a later zero, a null or a missing figure takes
 * nothing away from an earlier one: gateways fill figures that they do not know with zeros.
 */
export function laterCounts(earlier: JsonObject, later: JsonObject): JsonObject {
  const counts = { ...earlier };
  for (const [key, value] of Object.entries(later)) {
    const before = counts[key];
    if (isJsonObject(value)) counts[key] = laterCounts(isJsonObject(before) ? before : {}, value);
    else if (before === undefined || before === null || (value !== null && value !== 0)) counts[key] = value;
  }
  return counts;
}
