import assert from 'node:assert/strict';
import { isJsonObject, type JsonObject } from '../../src/core/json.ts';
import { listAt } from '../../src/core/jsonRead.ts';
import { conformanceFiles } from './data.ts';

/** The rows of one file of golden numbers, under `cases` unless another list is named; none when the data is not there. */
export function statisticsCases(file: string, list = 'cases'): readonly JsonObject[] {
  return conformanceFiles('statistics', file)
    .flatMap(({ text }) => listAt(JSON.parse(text), list))
    .filter(isJsonObject);
}

/** Fails unless the number is within the tolerance; null stands for a figure that is not defined. */
export function assertNear(actual: number | undefined, expected: unknown, tolerance: number) {
  if (expected === null) return assert.equal(actual, undefined);
  assert.ok(
    actual !== undefined && Math.abs(actual - Number(expected)) <= tolerance,
    `${actual}, not ${String(expected)}`,
  );
}
