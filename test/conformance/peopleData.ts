import assert from 'node:assert/strict';
import { isJsonObject, type JsonObject } from '../../src/core/json.ts';
import { listAt } from '../../src/core/jsonRead.ts';
import type { Interval } from '../../src/core/stats/wilson.ts';
import { conformanceFiles } from './data.ts';
import { assertNear } from './statisticsData.ts';

/** The rows of one kind in a file of golden numbers about people; none when the data is not there. */
export function peopleCases(file: string, kind?: string): readonly JsonObject[] {
  return conformanceFiles('people', file)
    .flatMap(({ text }) => listAt(JSON.parse(text), 'cases'))
    .filter(isJsonObject)
    .filter((each) => kind === undefined || each['kind'] === kind);
}

/** Fails unless both ends are within the tolerance; null stands for an interval that is not defined. */
export function assertInterval(actual: Interval | undefined, expected: unknown, tolerance = 1e-9): void {
  if (expected === null) {
    assert.equal(actual, undefined);
    return;
  }
  assert.ok(Array.isArray(expected), `${String(expected)} is no interval`);
  assertNear(actual?.low, expected[0], tolerance);
  assertNear(actual?.high, expected[1], tolerance);
}

export function numbersAt(data: JsonObject, key: string): readonly number[] {
  return listAt(data, key).map(Number);
}

export function tableAt(data: JsonObject, key: string): readonly (readonly number[])[] {
  return listAt(data, key).map((row) => (Array.isArray(row) ? row.map(Number) : []));
}
