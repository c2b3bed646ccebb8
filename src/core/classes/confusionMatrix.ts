import { noLabel, otherLabel } from './readLabel.ts';

/** What was expected of a case, and what its answer was read as. */
export interface LabelPair {
  readonly expected: string;
  /** One of the labels, `(other)` or `(none)`. */
  readonly answered: string;
}

/** How often each label was answered as which: `counts[i][j]` cases of `labels[i]` were answered `columns[j]`. */
export interface ConfusionMatrix {
  readonly labels: readonly string[];
  /** The labels, then `(other)` and `(none)` where they occur. */
  readonly columns: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

/** A mistake that occurs: `count` cases of `expected` were answered `answered`. */
export interface Confusion extends LabelPair {
  readonly count: number;
}

const mostConfusions = 5;

/** The matrix of these pairs; pairs whose expected label is none of the labels take no part. */
export function confusionMatrix(labels: readonly string[], pairs: readonly LabelPair[]): ConfusionMatrix {
  const further = [otherLabel, noLabel].filter((column) => pairs.some(({ answered }) => answered === column));
  const columns = [...labels, ...further];
  const [rowOf, columnOf] = [placesOf(labels), placesOf(columns)];
  const counts = labels.map(() => columns.map(() => 0));
  for (const { expected, answered } of pairs) {
    const row = counts[rowOf.get(expected) ?? -1];
    const column = columnOf.get(answered);
    if (row && column !== undefined) row[column] = (row[column] ?? 0) + 1;
  }
  return { labels, columns, counts };
}

/** The most frequent mistakes: by their count, then in the order of the labels. */
export function topConfusions({ labels, columns, counts }: ConfusionMatrix): readonly Confusion[] {
  const all = labels.flatMap((expected, row) =>
    columns.map((answered, column): Confusion => ({ expected, answered, count: counts[row]?.[column] ?? 0 })),
  );
  return all
    .filter(({ expected, answered, count }) => expected !== answered && count > 0)
    .toSorted((left, right) => right.count - left.count)
    .slice(0, mostConfusions);
}

function placesOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, index) => [name, index]));
}
