import { type LabelFigures, labelFigures } from '../classes/classFigures.ts';
import { confusionMatrix, type LabelPair } from '../classes/confusionMatrix.ts';
import { type MultiLabelFigures, multiLabelFigures } from '../classes/multiLabelFigures.ts';
import { LabelReader, noLabel, otherLabel } from '../classes/readLabel.ts';
import { assertionsIn } from '../dataset/assertionsIn.ts';
import type { Assertion, EvalCase } from '../dataset/suite.ts';
import { type RecordFigures, recordFigures } from '../fields/fieldFigures.ts';
import { fieldSpecs } from '../grading/fieldGrader.ts';
import { type LabelConfig, readLabelConfig } from '../grading/labelGrader.ts';
import type { Reading, Verdict } from '../grading/verdict.ts';
import type { CellState } from '../run/cellState.ts';

/** How well the answers of one target do what the checks of one name ask for: one label, several labels, or a record. */
export type TaskFigures =
  | { readonly type: 'label'; readonly name: string; readonly figures: LabelFigures }
  | { readonly type: 'labels'; readonly name: string; readonly figures: MultiLabelFigures }
  | { readonly type: 'fields'; readonly name: string; readonly figures: RecordFigures };

interface TaskRow {
  readonly cell: CellState;
  readonly testCase: EvalCase;
}

/** The figures of all checks of labels and fields; none where there are no such checks. */
export function taskFigures(rows: readonly TaskRow[]): readonly TaskFigures[] {
  const readings = rows.flatMap(({ cell }) => (cell.verdict?.checks ?? []).flatMap(readingsIn));
  if (readings.length === 0) return [];
  const checks = uniqueChecks(rows);
  return [...Map.groupBy(readings, ({ type, name }) => `${type} ${name}`).values()].flatMap((group) =>
    figuresOf(group, checks),
  );
}

/** What a check of labels or fields has read. */
export type TaskReading = Exclude<Reading, { readonly type: 'preference' }>;

/** The readings of a verdict and its parts. */
export function readingsIn({ reading, components = [] }: Verdict): readonly TaskReading[] {
  const own = reading && reading.type !== 'preference' ? [reading] : [];
  return [...own, ...components.flatMap(readingsIn)];
}

/** The checks by type and name; cases of one suite share theirs, so each is looked at once. */
function uniqueChecks(rows: readonly TaskRow[]): ReadonlyMap<string, Assertion> {
  const found = new Map<string, Assertion>();
  for (const { testCase } of rows)
    for (const check of testCase.checks.flatMap(assertionsIn))
      if (check.type === 'label' || check.type === 'fields') {
        const key = `${check.type} ${check.metric ?? check.type}`;
        if (!found.has(key)) found.set(key, check);
      }
  return found;
}

function figuresOf(group: readonly TaskReading[], checks: ReadonlyMap<string, Assertion>): readonly TaskFigures[] {
  const [first] = group;
  if (!first) return [];
  const { name } = first;
  if (first.type === 'fields') {
    const records = group.flatMap((reading) => (reading.type === 'fields' ? [reading] : []));
    const everyField = Object.assign({}, ...records.map(({ expected }) => expected));
    const specs = fieldSpecs(checks.get(`fields ${name}`)?.config, everyField);
    const pairs = records.map(({ expected, answered }) => ({ expected, answered: answered ?? undefined }));
    return [{ type: 'fields', name, figures: recordFigures(specs, pairs) }];
  }
  const sets = group.flatMap((reading) => (reading.type === 'labels' ? [reading] : []));
  const config = readLabelConfig(checks.get(`label ${name}`)?.config);
  const labels = config.labels ?? [...new Set(sets.flatMap(({ expected }) => expected))].toSorted();
  const read = readerOf(labels, config);
  if (config.several) {
    const rows = sets.map(({ expected, answered }) => ({ expected, answered: answered.map(read) }));
    return [{ type: 'labels', name, figures: multiLabelFigures(labels, rows) }];
  }
  const pairs = sets.map(
    ({ expected, answered }): LabelPair => ({ expected: expected[0] ?? '', answered: read(answered[0] ?? '') }),
  );
  return [{ type: 'label', name, figures: labelFigures(confusionMatrix(labels, pairs)) }];
}

/** Reads what a check has kept: a label, or words that are one only by what other cases expect. */
function readerOf(labels: readonly string[], { rules }: LabelConfig): (answered: string) => string {
  const reader = new LabelReader(labels, rules);
  return (answered) => (answered === otherLabel ? otherLabel : answered === noLabel ? noLabel : reader.read(answered));
}
