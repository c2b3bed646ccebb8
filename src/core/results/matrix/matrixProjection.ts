import { isSynthetic } from '../../dataset/caseSource.ts';
import type { EvalCase } from '../../dataset/suite.ts';
import type { Reading } from '../../grading/verdict.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { defined } from '../../jsonRead.ts';
import { caseName, oneLine } from '../../plan/caseName.ts';
import type { CellState } from '../../run/cellState.ts';
import { isServedByAnother } from '../../run/servedModel.ts';
import type { RunState } from '../../run/state.ts';
import { type Outcome, outcomeOf } from '../outcome.ts';
import { summarizeRepeats } from '../repeats.ts';
import { inputsIndex, inputsKey } from '../suiteResults.ts';
import type { LabelReading, Matrix, MatrixCell, MatrixChange, MatrixRow, MatrixRun } from './matrix.ts';
import { checkName, type RunCase } from './matrixCases.ts';
import { matrixTargets } from './matrixTargets.ts';

/** The number of characters of the variables that can be searched. */
const searched = 240;
/** The number of characters of an answer that a cell has room for. */
const answerLength = 100;
/** The most characters of a metadata value by which rows can be grouped. */
const longestValue = 80;
const mostKeys = 12;

export interface MatrixSource {
  readonly state: RunState;
  /** The cases by the `caseId` of cells; a cell without a case is not shown. */
  readonly cases: ReadonlyMap<string, RunCase>;
  /** The run before, to mark what has changed since. */
  readonly previous?: RunState | undefined;
}

/** The matrix of a run's state. */
export function matrixOf(source: MatrixSource): Matrix {
  return new MatrixProjection(source).matrix;
}

interface Place {
  readonly row: number;
  readonly column: number;
  readonly ids: string[];
}

type Cells = (MatrixCell | null)[];

interface KeptRow extends Omit<MatrixRow, 'cells'> {
  readonly testCase: EvalCase;
  readonly promptIndex: number | undefined;
  readonly cells: Cells;
}

/** A run as a matrix that is kept up to date: after some cells have changed, it finds the few places that differ. */
export class MatrixProjection {
  readonly #places = new Map<string, Place>();
  readonly #rows: KeptRow[] = [];
  readonly #targets: Matrix['targets'];
  readonly #before: PreviousOutcomes;
  #run: MatrixRun;

  constructor({ state, cases, previous }: MatrixSource) {
    this.#targets = matrixTargets(state.targets);
    this.#run = matrixRun(state);
    this.#before = new PreviousOutcomes(previous);
    this.#lay(state, cases);
    this.#project((id) => state.cells[id], this.#places.values());
  }

  get matrix(): Matrix {
    const rows = this.#rows.map(({ testCase: _case, promptIndex: _index, cells, ...row }) => ({
      ...row,
      cells: [...cells],
    }));
    return { run: this.#run, targets: this.#targets, rows };
  }

  /** The places that these cells have changed; all places when the run has ended or goes on again. */
  update(cellOf: (id: string) => CellState | undefined, touched: Iterable<string>, run: MatrixRun): MatrixChange[] {
    const wasLive = isLive(this.#run);
    this.#run = run;
    if (wasLive !== isLive(run)) return this.#project(cellOf, new Set(this.#places.values()));
    const places = [...touched].map((id) => this.#places.get(id)).filter((place) => place !== undefined);
    return this.#project(cellOf, new Set(places));
  }

  #lay(state: RunState, cases: MatrixSource['cases']): void {
    const columns = new Map(this.#targets.map(({ id }, index) => [id, index]));
    const rows = new Map<string, Place[]>();
    for (const { id, caseId, promptIndex, target, inputs } of state.plan) {
      const found = cases.get(caseId);
      const column = columns.get(target);
      if (!found || column === undefined) continue;
      const places =
        rows.get(caseId) ?? this.#addRow({ ...rowOf(caseId, found, inputs), promptIndex, cells: this.#empty() });
      rows.set(caseId, places);
      const place = places[column];
      place?.ids.push(id);
      if (place) this.#places.set(id, place);
    }
  }

  /** The places of a new row, one per target. */
  #addRow(row: KeptRow): Place[] {
    const index = this.#rows.push(row) - 1;
    return this.#targets.map((_, column) => ({ row: index, column, ids: [] }));
  }

  #empty(): Cells {
    return this.#targets.map(() => null);
  }

  #project(cellOf: (id: string) => CellState | undefined, places: Iterable<Place>): MatrixChange[] {
    const changes: MatrixChange[] = [];
    for (const { row, column, ids } of places) {
      const known = this.#rows[row];
      const cells = ids.map(cellOf).filter((cell) => cell !== undefined);
      if (!known || cells.length === 0) continue;
      const cell = this.#cell(known, cells);
      if (isSame(known.cells[column], cell)) continue;
      known.cells[column] = cell;
      changes.push({ row, column, cell });
    }
    return changes;
  }

  #cell(row: KeptRow, cells: readonly CellState[]): MatrixCell {
    const live = isLive(this.#run);
    const summary = summarizeRepeats(cells.map((cell) => ({ cell, isLive: live })));
    const isQueued = summary.outcome === 'running' && cells.every(({ status }) => status === 'queued');
    const outcome = isQueued ? 'queued' : summary.outcome;
    const before = this.#before.of(row, cells[0]?.target ?? '');
    const isChanged = before !== undefined && isResult(outcome) && before !== outcome;
    return {
      outcome,
      ...figuresOf(cells),
      ...noteOf(row.testCase, cells, outcome),
      ...answerOf(cells, outcome),
      ...readingsOf(cells),
      ...this.#substituteOf(cells),
      ...(cells.length > 1
        ? { repeats: { total: cells.length, passed: summary.passed, graded: cells.filter(isGraded).length } }
        : {}),
      ...(summary.isFlaky ? { isFlaky: true as const } : {}),
      ...(isChanged ? { isChanged: true as const } : {}),
    };
  }

  #substituteOf(cells: readonly CellState[]): Pick<MatrixCell, 'servedBy'> {
    const [first] = cells;
    const model = this.#targets.find(({ id }) => id === first?.target)?.model ?? '';
    const other = cells.find((cell) => isServedByAnother(cell, model));
    return other?.servedModel === undefined ? {} : { servedBy: oneLine(other.routed?.served ?? other.servedModel) };
  }
}

/** The outcomes of the run before, by case and target; a case whose checks have changed since is found by its inputs. */
class PreviousOutcomes {
  readonly #previous: RunState | undefined;
  readonly #cells = new Map<string, CellState[]>();
  #byInputs: ReadonlyMap<string, string> | undefined;

  constructor(previous: RunState | undefined) {
    this.#previous = previous;
    for (const cell of Object.values(previous?.cells ?? {})) {
      const key = keyOf(cell.caseId, cell.target);
      const cells = this.#cells.get(key);
      if (cells) cells.push(cell);
      else this.#cells.set(key, [cell]);
    }
  }

  of(row: KeptRow, target: string): Outcome | undefined {
    if (!this.#previous) return undefined;
    const cells = this.#cells.get(keyOf(row.caseId, target)) ?? this.#withSameInputs(this.#previous, row, target);
    if (!cells) return undefined;
    const { outcome } = summarizeRepeats(cells.map((earlier) => ({ cell: earlier, isLive: false })));
    return outcome !== 'running' && isResult(outcome) ? outcome : undefined;
  }

  #withSameInputs(previous: RunState, { testCase, promptIndex }: KeptRow, target: string) {
    this.#byInputs ??= inputsIndex([previous]);
    const earlier = this.#byInputs.get(inputsKey({ inputs: testCase.vars, promptIndex }));
    return earlier === undefined ? undefined : this.#cells.get(keyOf(earlier, target));
  }
}

function keyOf(caseId: string, target: string): string {
  return `${caseId}\n${target}`;
}

/** The identity of the run that a matrix is of, with its progress. */
export function matrixRun({ runId, status, startedAt, endedAt, problems }: MatrixRun): MatrixRun {
  return {
    runId,
    status,
    startedAt,
    ...defined({ endedAt, problems }),
  };
}

function isLive(run: MatrixRun): boolean {
  return run.status === 'running';
}

/** True for an outcome that says something about the case; a cell that was left out or stopped says nothing. */
function isResult(outcome: MatrixCell['outcome']): boolean {
  return outcome !== 'queued' && outcome !== 'running' && outcome !== 'skipped' && outcome !== 'cancelled';
}

function isGraded(cell: CellState): boolean {
  const outcome = outcomeOf(cell);
  return outcome === 'pass' || outcome === 'fail';
}

function rowOf(
  caseId: string,
  { testCase, number, prompt }: RunCase,
  inputs: JsonObject,
): Omit<KeptRow, 'cells' | 'promptIndex'> {
  const name = caseName(testCase);
  const text = [testCase.description ?? '', ...Object.values(inputs).map(textOf)].join(' ').trim().slice(0, searched);
  return {
    caseId,
    number,
    label: prompt === undefined ? name : `${oneLine(prompt)}: ${name}`,
    searchText: text.toLowerCase(),
    metadata: shortMetadata(testCase.metadata),
    ...(isSynthetic(testCase) ? { isSynthetic: true as const } : {}),
    testCase,
  };
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value.slice(0, searched) : JSON.stringify(value);
}

function shortMetadata(metadata: JsonObject): Record<string, string> {
  const short = Object.entries(metadata)
    .map(([key, value]) => [key, oneLine(textOf(value))] as const)
    .filter(([key, value]) => key.length <= longestValue && value.length <= longestValue);
  return Object.fromEntries(short.slice(0, mostKeys));
}

/** Score, cost and time, with as many digits as a list can show. */
function figuresOf(cells: readonly CellState[]): Pick<MatrixCell, 'score' | 'cost' | 'ms'> {
  let [graded, score, priced, cost, ms] = [0, 0, 0, 0, -1];
  for (const cell of cells) {
    if (cell.status === 'done' && cell.verdict) {
      graded++;
      score += cell.verdict.score;
    }
    if (cell.cost) {
      priced++;
      cost += cell.cost.amount;
    }
    if (cell.timing) ms = Math.max(ms, Math.round(cell.timing.totalMs));
  }
  return {
    ...(graded > 0 ? { score: Math.round((score / graded) * 1000) / 1000 } : {}),
    ...(priced > 0 ? { cost: Number(cost.toPrecision(4)) } : {}),
    ...(ms >= 0 ? { ms } : {}),
  };
}

function noteOf(testCase: EvalCase, cells: readonly CellState[], outcome: MatrixCell['outcome']): { note?: string } {
  const cell = cells.find((candidate) => outcomeOf(candidate) === outcome);
  const wasChecked = outcome === 'fail' || outcome === 'ungraded';
  const note = cell && (outcome === 'error' ? errorNote(cell) : wasChecked ? failedCheck(testCase, cell) : undefined);
  return note === undefined ? {} : { note: oneLine(note) };
}

function answerOf(cells: readonly CellState[], outcome: MatrixCell['outcome']): { answer?: string } {
  const cell = cells.find((candidate) => candidate.status === 'done' && outcomeOf(candidate) === outcome);
  const text = cell?.text.slice(0, 4 * answerLength).trim();
  return text ? { answer: oneLine(text).slice(0, answerLength) } : {};
}

/** The readings of single labels over all repeats, by which the confusion matrix finds its rows. */
function readingsOf(cells: readonly CellState[]): { readings?: readonly LabelReading[] } {
  const found = cells.flatMap(({ verdict }) =>
    (verdict?.checks ?? []).flatMap(({ reading }) => (reading ? labelReading(reading) : [])),
  );
  return found.length > 0 ? { readings: found } : {};
}

function labelReading(reading: Reading): readonly LabelReading[] {
  const [expected, answered] = reading.type === 'labels' ? [reading.expected[0], reading.answered[0]] : [];
  return expected === undefined || answered === undefined
    ? []
    : [{ name: reading.name, expected, answered: oneLine(answered) }];
}

function errorNote({ error }: CellState): string | undefined {
  return error?.status === undefined ? error?.code : `${error.status}`;
}

function failedCheck(testCase: EvalCase, { verdict }: CellState): string | undefined {
  if (!verdict || verdict.outcome === 'pass') return undefined;
  const failed = verdict.checks.findIndex((check) => check.outcome === verdict.outcome);
  return failed < 0 ? undefined : checkName(testCase.checks[failed]);
}

function isSame(left: MatrixCell | null | undefined, right: MatrixCell): boolean {
  return left !== null && left !== undefined && JSON.stringify(left) === JSON.stringify(right);
}
