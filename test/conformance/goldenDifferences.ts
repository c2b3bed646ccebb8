import { isJsonObject, type JsonValue } from '../../src/core/json.ts';
import type { Golden, GoldenRow } from './goldenFormat.ts';
import type { GradedRow } from './goldenRows.ts';

export interface Difference {
  readonly row: number;
  readonly field: string;
  readonly expected: JsonValue;
  readonly actual: JsonValue;
}

/** The figures of a suite's own, column by column; null where there is no number. */
export function derivedDifferences(
  golden: Golden,
  actual: readonly Readonly<Record<string, number | undefined>>[],
): readonly Difference[] {
  const columns = golden.derivedMetrics ?? [];
  return columns.flatMap((expected, index) => {
    const found = Object.fromEntries(Object.keys(expected).map((name) => [name, actual[index]?.[name] ?? null]));
    const areEqual = Object.entries(expected).every(([name, value]) => {
      const figure = found[name] ?? null;
      return value === null || figure === null ? value === figure : isNear(value, figure);
    });
    return areEqual ? [] : [{ row: -1, field: 'derived metrics', expected: { ...expected }, actual: found }];
  });
}

/** Where rows are not what was recorded; what its README leaves free is not compared. */
export function differencesIn(golden: Golden, actual: readonly GradedRow[]): readonly Difference[] {
  const rows = golden.rows ?? [];
  if (rows.length !== actual.length) return [{ row: -1, field: 'rows', expected: rows.length, actual: actual.length }];
  return rows.flatMap((expected, row) => {
    const found = actual[row];
    return found ? rowDifferences(expected, found).map((difference) => ({ row, ...difference })) : [];
  });
}

function rowDifferences(expected: GoldenRow, actual: GradedRow): readonly Omit<Difference, 'row'>[] {
  const differences: Omit<Difference, 'row'>[] = [];
  const compare = (field: string, wanted: JsonValue, found: JsonValue, isEqual = isSame(wanted, found)) => {
    if (!isEqual) differences.push({ field, expected: wanted, actual: found });
  };
  // An error while checking loses output and checks there; keeping them is not wrong.
  const isLost = expected.failureReason === 2;
  if (!isLost) compare('prompt', expected.renderedPrompt, actual.prompt);
  if (!isLost) compare('output', expected.output, actual.output);
  if (expected.description !== null && !/^Row #\d+$/.test(expected.description) && !expected.description.includes('{{'))
    compare('description', expected.description, actual.description);
  compare('case', expected.testIdx, actual.testIdx);
  compare('outcome', [expected.success, expected.failureReason], [actual.success, actual.failureReason]);
  if (isLost) return differences;
  compare('score', expected.score, actual.score, isNear(expected.score, actual.score));
  compare(
    'named scores',
    { ...expected.namedScores },
    { ...actual.namedScores },
    sameScores(expected.namedScores, actual.namedScores),
  );
  const leaves = expected.componentResults.filter(({ type }) => type !== 'assert-set');
  const wanted = leaves.map(({ type, pass }) => `${type} ${pass}`);
  compare(
    'checks',
    wanted,
    actual.checks.map(({ type, pass }) => `${type} ${pass}`),
  );
  const scores = leaves.map(({ score }) => score);
  const found = actual.checks.map(({ score }) => score);
  const areNear = scores.every((score, index) => isNear(score, found[index] ?? Number.NaN));
  compare('check scores', scores, found, scores.length !== found.length || areNear);
  return differences;
}

function isNear(left: number, right: number): boolean {
  return Math.abs(left - right) <= 1e-6;
}

function sameScores(left: Readonly<Record<string, number>>, right: Readonly<Record<string, number>>): boolean {
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return names.every((name) => isNear(left[name] ?? Number.NaN, right[name] ?? Number.NaN));
}

/** Texts that hold JSON are compared as JSON, since the recording wrote them anew. */
export function isSame(left: JsonValue, right: JsonValue): boolean {
  return JSON.stringify(normal(left)) === JSON.stringify(normal(right));
}

function normal(value: JsonValue): JsonValue {
  const parsed = typeof value === 'string' ? parsedOr(value) : value;
  if (Array.isArray(parsed)) return parsed.map(normal);
  if (!isJsonObject(parsed)) return typeof value === 'string' ? value : parsed;
  return Object.fromEntries(
    Object.keys(parsed)
      .sort()
      .map((key) => [key, normal(parsed[key] ?? null)]),
  );
}

function parsedOr(text: string): JsonValue {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}
