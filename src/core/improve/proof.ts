import type { RowProof } from '../run/improveResult.ts';
import { bootstrapMean } from '../stats/bootstrap.ts';
import { noiseLevel } from '../stats/compareOutcomes.ts';
import { holm } from '../stats/holm.ts';
import { normalQuantile } from '../stats/normal.ts';
import { signFlips } from '../stats/signFlips.ts';
import { wilson } from '../stats/wilson.ts';

/** The verdicts of one row's draws; undefined where there was none. */
export type Draws = readonly (boolean | undefined)[];

/** One held-out row, asked on the start and on a finalist. */
export interface ProvenRow {
  readonly row: string;
  readonly before: Draws;
  readonly after: Draws;
}

/** Judges finalists that were asked on the same held-out rows together. */
export function proveRows(finalists: readonly (readonly ProvenRow[])[]): readonly RowProof[] {
  const single = finalists.map((rows) => proofOf(rows, finalists.length));
  const adjusted = holm(single.map(({ p }) => p));
  return single.map((proof, index) => agreeing({ ...proof, adjusted: adjusted[index] ?? 1 }));
}

/** True when the finalist is better by more than noise. */
export function isProven({ adjusted, gain }: Pick<RowProof, 'adjusted' | 'gain'>): boolean {
  return adjusted <= noiseLevel && gain > 0;
}

/** True when it is not worse by more than a margin, a share: the lower end of the interval says so. */
export function isNotWorse({ low, rows }: Pick<RowProof, 'low' | 'rows'>, margin: number): boolean {
  return rows > 0 && low >= -margin;
}

/** The fewest rows that can show that nothing is worse by more than a margin, where all rows stay as they were. */
export function fewestToKeep(margin: number): number {
  const most = 10_000;
  for (let rows = 2; rows < most; rows++)
    if (
      intervalOf(
        Array.from({ length: rows }, () => 0),
        1 - noiseLevel,
      ).low >= -margin
    )
      return rows;
  return most;
}

function proofOf(rows: readonly ProvenRow[], looks: number): Omit<RowProof, 'adjusted'> {
  const whole = rows.filter(
    ({ before, after }) => [...before, ...after].every((passed) => passed !== undefined) && before.length > 0,
  );
  const draws = whole[0]?.before.length ?? 0;
  const passes = (list: Draws) => list.filter((passed) => passed === true).length;
  const changes = whole.map(({ row, before, after }) => ({ row, before: passes(before), after: passes(after) }));
  const differences = changes.map(({ before, after }) => after - before);
  const unit = Math.max(1, draws * changes.length);
  const sum = (list: readonly number[]) => list.reduce((total, each) => total + each, 0);
  const gain = sum(differences) / unit;
  return {
    rows: changes.length,
    leftOut: rows.length - whole.length,
    draws,
    before: sum(changes.map(({ before }) => before)) / unit,
    after: sum(changes.map(({ after }) => after)) / unit,
    gain,
    ...intervalOf(
      differences.map((each) => each / Math.max(1, draws)),
      1 - noiseLevel / looks,
    ),
    p: signFlips(differences),
    looks,
    better: changes.filter(({ before, after }) => after > before).map(({ row }) => row),
    worse: changes.filter(({ before, after }) => after < before).map(({ row }) => row),
  };
}

function intervalOf(
  differences: readonly number[],
  confidence: number,
): { readonly low: number; readonly high: number } {
  const found = bootstrapMean(differences, { confidence });
  if (found) return { low: found.low, high: found.high };
  const mean = differences[0] ?? 0;
  // All rows changed alike: what is not known is how often another row would not.
  const reach = wilson(differences.length, differences.length, confidence)?.low ?? 0;
  return { low: Math.max(-1, mean - (1 - reach)), high: Math.min(1, mean + (1 - reach)) };
}

/** Test and interval are made differently, so that near the border a bound may fall on the wrong side of zero: it is then put at zero. */
function agreeing(proof: RowProof): RowProof {
  const { low, high, gain } = proof;
  if (proof.adjusted > noiseLevel) return { ...proof, low: Math.min(low, 0), high: Math.max(high, 0) };
  return gain > 0 ? { ...proof, low: Math.max(low, 0) } : { ...proof, high: Math.min(high, 0) };
}

/**
 * The smallest gain (a share) that so many held-out rows would show in four of five runs, when a share of the rows flips by chance alone.
 * Undefined without rows.
 */
export function provableGain(rows: number, draws: number): number | undefined {
  const [alpha, power] = [normalQuantile(1 - noiseLevel / 2), normalQuantile(0.8)];
  if (rows === 0 || alpha === undefined || power === undefined) return undefined;
  // A tenth of the rows flips either way when nothing but the wording changes; draws average a part of it away.
  const noise = 0.1 / draws;
  for (let gain = 0.01; gain < 1; gain += 0.01)
    if (gain * Math.sqrt(rows) >= (alpha + power) * Math.sqrt(noise + gain - gain * gain)) return gain;
  return 1;
}
