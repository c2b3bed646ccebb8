import type { DerivedMetric } from '../dataset/suite.ts';
import type { CellState } from '../run/cellState.ts';
import { parseFormula } from '../text/formula.ts';

/**
 * A suite's own figures over one target's cells, in their order: each may use the sums of the named scores, the figures before it, and
 * `__count`, the number of answers that were graded. Undefined where a formula gives no number.
 */
export function deriveMetrics(
  metrics: readonly DerivedMetric[],
  rows: readonly { readonly cell: CellState }[],
): Record<string, number | undefined> {
  const verdicts = rows.flatMap(({ cell }) => (cell.verdict ? [cell.verdict] : []));
  const values: Record<string, number> = { __count: verdicts.length };
  for (const { namedScores, namedWeights = {} } of verdicts)
    for (const [name, score] of Object.entries(namedScores))
      values[name] = (values[name] ?? 0) + score * (namedWeights[name] ?? 1);
  const derived: [string, number | undefined][] = [];
  for (const { name, value } of metrics) {
    const figure = figureOf(value, values);
    derived.push([name, figure]);
    if (figure !== undefined) values[name] = figure;
  }
  return Object.fromEntries(derived);
}

function figureOf(formula: string, values: Readonly<Record<string, number>>): number | undefined {
  try {
    const figure = parseFormula(formula)(values);
    return Number.isFinite(figure) ? figure : undefined;
  } catch {
    // The suite's reader has reported the fault at its place.
    return undefined;
  }
}
