import { normalQuantile } from './normal.ts';
import { sum } from './sum.ts';
import type { Interval } from './wilson.ts';

/** How often label i of one side met label j of the other. There may be more columns than rows: answers of a kind nobody expects. */
export type AgreementTable = readonly (readonly number[])[];

/** How near two labels are to each other, for ordered ones; `exact` where only the same counts. */
export type AgreementWeights = 'exact' | 'linear' | 'quadratic';

/** Agreement beyond chance, from -1 to 1, with its error. */
export interface Kappa {
  readonly kappa: number;
  /** One standard error by Fleiss, Cohen and Everitt (1969). */
  readonly error: number;
}

/** Cohen's kappa; undefined where both sides say one and the same label throughout. */
export function cohenKappa(table: AgreementTable): number | undefined {
  return kappaOf(table)?.kappa;
}

export function kappaOf(table: AgreementTable, weights: AgreementWeights = 'exact'): Kappa | undefined {
  const n = sum(table.map(sum));
  if (n === 0) return undefined;
  const shares = squared(table).map((row) => row.map((count) => count / n));
  const rows = shares.map(sum);
  const columns = shares.map((_, j) => sum(shares.map((row) => row[j] ?? 0)));
  const size = shares.length;
  const weight = (i: number, j: number) => weightOf(weights, i, j, size);
  const each = shares.flatMap((row, i) => row.map((share, j) => ({ share, i, j, w: weight(i, j) })));
  const observed = sum(each.map(({ share, w }) => share * w));
  const byChance = sum(each.map(({ i, j, w }) => (rows[i] ?? 0) * (columns[j] ?? 0) * w));
  if (1 - byChance < 1e-15) return undefined;
  const kappa = (observed - byChance) / (1 - byChance);
  const rowMean = rows.map((_, i) => sum(columns.map((column, j) => column * weight(i, j))));
  const columnMean = columns.map((_, j) => sum(rows.map((row, i) => row * weight(i, j))));
  const spread = sum(
    each.map(({ share, i, j, w }) => share * (w - ((rowMean[i] ?? 0) + (columnMean[j] ?? 0)) * (1 - kappa)) ** 2),
  );
  const variance = (spread - (kappa - byChance * (1 - kappa)) ** 2) / (n * (1 - byChance) ** 2);
  return { kappa, error: Math.sqrt(Math.max(0, variance)) };
}

/**
 * The 95% interval of a kappa of two labels from the table with 1 added to each of its four cells: it holds with 20 answers and more, where
 * the usual one holds in two of three. Undefined for other tables.
 */
export function kappaInterval(table: AgreementTable): Interval | undefined {
  const [first, second] = table;
  if (!first || !second || table.length !== 2 || first.length !== 2 || second.length !== 2) return undefined;
  const found = kappaOf(table.map((row) => row.map((count) => count + 1)));
  if (!found) return undefined;
  const reach = (normalQuantile(0.975) ?? 0) * found.error;
  return { low: Math.max(-1, found.kappa - reach), high: Math.min(1, found.kappa + reach) };
}

/** The correlation of two sides (Matthews); undefined where one of them says one and the same label throughout. */
export function matthews(table: AgreementTable): number | undefined {
  const square = squared(table);
  const n = sum(square.map(sum));
  const rows = square.map(sum);
  const columns = square.map((_, j) => sum(square.map((row) => row[j] ?? 0)));
  const right = sum(square.map((row, index) => row[index] ?? 0));
  const product = sum(rows.map((row, index) => row * (columns[index] ?? 0)));
  const room = (n * n - sum(rows.map((row) => row * row))) * (n * n - sum(columns.map((column) => column * column)));
  return room <= 0 ? undefined : (right * n - product) / Math.sqrt(room);
}

function weightOf(weights: AgreementWeights, i: number, j: number, size: number): number {
  if (weights === 'exact') return i === j ? 1 : 0;
  const distance = size < 2 ? 0 : Math.abs(i - j) / (size - 1);
  return weights === 'linear' ? 1 - distance : 1 - distance * distance;
}

/** The table with a row for each column. */
function squared(table: AgreementTable): readonly (readonly number[])[] {
  const size = Math.max(table.length, ...table.map((row) => row.length));
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => table[i]?.[j] ?? 0));
}
