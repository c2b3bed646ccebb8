import { noLabel, otherLabel } from '../../../core/classes/readLabel.ts';
import type { LabelReading, Matrix, MatrixCell, MatrixRow } from '../../../core/results/matrix/matrix.ts';
import { changeIn, type VersionColumns, versionColumns } from './versions.ts';

/** The choices of the filter for rows by the results of their cells. */
export const outcomeFilters = ['all', 'worse', 'better', 'failed', 'errored', 'refused', 'ungraded', 'flaky'] as const;
export type OutcomeFilter = (typeof outcomeFilters)[number];

export interface MatrixFilter {
  readonly outcome: OutcomeFilter;
  /** Shows only rows in which the models came to different results. */
  readonly differs: boolean;
  /** Shows only rows with another result than in the run before. */
  readonly changed: boolean;
  readonly search: string;
  /** Metadata as `key=value`; empty for all rows. */
  readonly metadata: string;
  /** A field of a confusion matrix: the rows that it counts; null for all. */
  readonly confusion: ConfusionFilter | null;
  /** Key of the metadata to group by; empty for none. */
  readonly groupBy: string;
}

/** The rows of a target whose label was answered in one way. */
export interface ConfusionFilter extends LabelReading {
  readonly target: string;
  /** The labels that there are; anything else is answered `(other)`. */
  readonly labels: readonly string[];
}

export const noFilter: MatrixFilter = {
  outcome: 'all',
  differs: false,
  changed: false,
  search: '',
  metadata: '',
  confusion: null,
  groupBy: '',
};

/** Passed and graded answers of a target within a group. */
export interface GroupRate {
  readonly passed: number;
  readonly graded: number;
}

/** A line of the grid: a case, or the head of a group. */
export type GridItem =
  | { readonly kind: 'row'; readonly row: MatrixRow }
  | {
      readonly kind: 'group';
      readonly value: string;
      readonly count: number;
      readonly rates: readonly GroupRate[];
    };

/** How many values a key may have to be used for groups. */
const mostValues = 60;

/** The lines that the filter leaves, in groups where it asks for them. */
export function gridItems(matrix: Matrix, filter: MatrixFilter): readonly GridItem[] {
  const rows = filteredRows(matrix, filter);
  if (filter.groupBy === '') return rows.map((row) => ({ kind: 'row', row }));
  const groups = new Map<string, MatrixRow[]>();
  for (const row of rows) {
    const value = row.metadata[filter.groupBy] ?? '';
    const group = groups.get(value);
    if (group) group.push(row);
    else groups.set(value, [row]);
  }
  return [...groups]
    .sort(([left], [right]) => left.localeCompare(right))
    .flatMap(([value, members]): GridItem[] => [
      { kind: 'group', value, count: members.length, rates: ratesOf(matrix, members) },
      ...members.map((row) => ({ kind: 'row' as const, row })),
    ]);
}

/** The rows that pass every part of the filter. */
export function filteredRows({ rows, targets }: Matrix, filter: MatrixFilter): readonly MatrixRow[] {
  const tests = testsOf(filter, targets);
  return tests.length === 0 ? rows : rows.filter((row) => tests.every((test) => test(row)));
}

/** How many rows each choice of the outcome filter would show. */
export function outcomeCounts({ rows, targets }: Matrix): Readonly<Record<OutcomeFilter, number>> {
  const versions = versionColumns(targets);
  const counts = { all: rows.length, worse: 0, better: 0, failed: 0, errored: 0, refused: 0, ungraded: 0, flaky: 0 };
  for (const row of rows)
    for (const filter of outcomeFilters) if (filter !== 'all' && isOfOutcome(row, filter, versions)) counts[filter]++;
  return counts;
}

/** The metadata that can be filtered and grouped by: keys in the order of their first row, values sorted. */
export function metadataChoices({ rows }: Matrix): readonly { readonly key: string; readonly values: string[] }[] {
  const values = new Map<string, Set<string>>();
  for (const { metadata } of rows)
    for (const [key, value] of Object.entries(metadata)) {
      const known = values.get(key) ?? new Set();
      known.add(value);
      values.set(key, known);
    }
  return [...values]
    .filter(([, known]) => known.size <= mostValues)
    .map(([key, known]) => ({ key, values: [...known].sort((left, right) => left.localeCompare(right)) }));
}

type Test = (row: MatrixRow) => boolean;

function testsOf(
  { outcome, differs, changed, search, metadata, confusion }: MatrixFilter,
  targets: Matrix['targets'],
): readonly Test[] {
  const tests: Test[] = [];
  const versions = versionColumns(targets);
  if (outcome !== 'all') tests.push((row) => isOfOutcome(row, outcome, versions));
  if (differs) tests.push((row) => doModelsDiffer(row, versions));
  if (changed) tests.push(({ cells }) => cells.some((cell) => cell?.isChanged));
  if (confusion)
    tests.push((row) => isConfused(row.cells[targets.findIndex(({ id }) => id === confusion.target)], confusion));
  if (metadata !== '') tests.push((row) => hasMetadata(row, metadata));
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length > 0) tests.push((row) => words.every((word) => holds(row, word)));
  return tests;
}

function isConfused(
  cell: MatrixCell | null | undefined,
  { name, expected, answered, labels }: ConfusionFilter,
): boolean {
  return (cell?.readings ?? []).some(
    (reading) =>
      reading.name === name &&
      reading.expected === expected &&
      (reading.answered === answered || (answered === otherLabel && isOther(reading.answered, labels))),
  );
}

function isOther(answered: string, labels: readonly string[]): boolean {
  return answered !== noLabel && !labels.includes(answered);
}

function holds({ number, label, searchText, metadata }: MatrixRow, word: string): boolean {
  return (
    searchText.includes(word) ||
    label.toLowerCase().includes(word) ||
    `${number}` === word ||
    Object.values(metadata).some((value) => value.toLowerCase().includes(word))
  );
}

function isOfOutcome(row: MatrixRow, filter: OutcomeFilter, versions: readonly VersionColumns[]): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'worse':
      return versions.some((pair) => changeIn(row, pair) === 'regressed');
    case 'better':
      return versions.some((pair) => changeIn(row, pair) === 'fixed');
    default:
      return row.cells.some((cell) => cell !== null && isCellOfOutcome(cell, filter));
  }
}

function isCellOfOutcome(cell: MatrixCell, filter: Exclude<OutcomeFilter, 'all' | 'worse' | 'better'>): boolean {
  switch (filter) {
    case 'failed':
      return cell.outcome === 'fail';
    case 'errored':
      return cell.outcome === 'error';
    case 'refused':
      return cell.outcome === 'refused' || cell.outcome === 'truncated';
    case 'ungraded':
      return cell.outcome === 'ungraded';
    case 'flaky':
      return cell.isFlaky === true;
  }
}

/** Only cells that have ended can differ, and an older version of the prompt does not count as another model. */
function doModelsDiffer({ cells }: MatrixRow, versions: readonly VersionColumns[]): boolean {
  const outcomes = cells.flatMap((cell, index) =>
    cell &&
    !versions.some(({ base }) => base === index) &&
    cell.outcome !== 'queued' &&
    cell.outcome !== 'running' &&
    cell.outcome !== 'skipped'
      ? [cell.outcome]
      : [],
  );
  return new Set(outcomes).size > 1;
}

function hasMetadata({ metadata }: MatrixRow, wanted: string): boolean {
  const at = wanted.indexOf('=');
  return metadata[wanted.slice(0, at)] === wanted.slice(at + 1);
}

function ratesOf({ targets }: Matrix, rows: readonly MatrixRow[]): readonly GroupRate[] {
  return targets.map((_, column) => {
    const cells = rows.flatMap((row) => row.cells[column] ?? []);
    const sum = (count: (cell: MatrixCell) => number) => cells.reduce((total, cell) => total + count(cell), 0);
    return { passed: sum(passedIn), graded: sum(gradedIn) };
  });
}

function passedIn({ repeats, outcome }: MatrixCell): number {
  return repeats?.passed ?? (outcome === 'pass' ? 1 : 0);
}

function gradedIn({ repeats, outcome }: MatrixCell): number {
  return repeats?.graded ?? (outcome === 'pass' || outcome === 'fail' ? 1 : 0);
}
