import type { EvalCase } from '../dataset/suite.ts';
import { PolypromptError } from '../errors.ts';
import { hashJson } from '../hash.ts';
import { defined } from '../jsonRead.ts';
import { answerDigest } from '../people/answerDigest.ts';
import type { VerdictLine } from '../people/verdictLines.ts';
import { planCell } from '../plan/plan.ts';
import type { SuitePlan } from '../plan/planSuite.ts';
import { finishReasonOf } from '../providers/wire/finishWords.ts';
import { outputText } from '../run/answerOutput.ts';
import { caseKey, distinct } from '../run/cellIdentity.ts';
import type { CellResult, PlannedCell, RunEvent, RunStarted, Target } from '../run/events.ts';
import type { ForeignResults, ForeignRow } from './readPromptfooResults.ts';

export interface ImportOptions {
  readonly runId: string;
  /** The name of the run: the suite's path, where there is one. */
  readonly name: string;
  readonly promptVersion: string;
  /** The wall clock (milliseconds since 1970), for a file that holds no time. */
  readonly now: number;
  /** The plan of a suite: rows that are its cases become its cells, so that they can be graded by its checks. */
  readonly planned?: SuitePlan;
}

export interface ImportedRun {
  readonly events: readonly RunEvent[];
  /** The case of each cell, from the file or from the plan. */
  readonly caseOf: ReadonlyMap<string, EvalCase>;
  /** The number of rows that are cases of the plan. */
  readonly matched: number;
  /** People's ratings as verdicts on these answers. */
  readonly verdicts: readonly VerdictLine[];
  /** The number of comments that come without a rating: a note alone is no verdict. */
  readonly comments: number;
}

interface PlacedRow {
  readonly row: ForeignRow;
  readonly cell: PlannedCell;
  readonly item: EvalCase;
}

/** Turns results of another tool into a run of ours: the events that it would have left. */
export function importResults(results: ForeignResults, options: ImportOptions): ImportedRun {
  const { runId, name, promptVersion, planned } = options;
  const at = results.at ?? options.now;
  const known = planned ? new PlannedPlaces(planned) : undefined;
  const placed = placeRows(results.rows, known);
  const started: RunStarted = {
    type: 'run-started',
    at,
    runId,
    prompt: name,
    promptVersion,
    kind: 'eval',
    targets: targetsOf(placed, planned),
    cells: placed.map(({ cell }) => cell),
  };
  return {
    events: [
      started,
      ...placed.flatMap((place) => eventsOf(place, at)),
      { type: 'run-ended', runId, at, outcome: 'done' },
    ],
    caseOf: new Map(placed.map(({ cell, item }) => [cell.id, item])),
    matched: placed.filter(({ cell }) => planned?.caseOf.has(cell.id)).length,
    verdicts: placed.flatMap((place) => verdictOn(place, at)),
    comments: placed.filter(({ row: { rating } }) => rating && rating.verdict === undefined).length,
  };
}

/** promptfoo keeps no name with a rating, so all of them are its own. */
const rater = 'promptfoo';

function verdictOn({ row: { rating, output, toolCalls }, cell }: PlacedRow, at: number): readonly VerdictLine[] {
  if (rating?.verdict === undefined) return [];
  const { verdict, comment: note } = rating;
  const answer = answerDigest(cell.inputs, outputText({ text: output, toolCalls }));
  const said = { answer, verdict, by: rater, at: new Date(at).toISOString(), ...defined({ note }) };
  // The same rating that is imported again is the same line.
  const id = hashJson(said).slice(0, 32);
  return [{ id, ...said, caseId: cell.caseId, target: cell.target }];
}

function targetsOf(placed: readonly PlacedRow[], planned: SuitePlan | undefined): readonly Target[] {
  const own = planned?.plan.targets.filter(({ id }) => placed.some(({ cell }) => cell.target === id)) ?? [];
  const targets = new Map(own.map((target) => [target.id, target]));
  for (const { row, cell } of placed)
    if (!targets.has(cell.target)) targets.set(cell.target, { ...row.target, id: cell.target });
  return [...targets.values()];
}

function placeRows(rows: readonly ForeignRow[], known: PlannedPlaces | undefined): readonly PlacedRow[] {
  const several = rows.some(({ prompt }) => prompt > 1);
  const taken = new Set<string>();
  const repeats = new Map<string, number>();
  return rows.map((row) => {
    const found = known?.take(row);
    if (found) return { row, ...found };
    const promptIndex = several ? row.prompt - 1 : undefined;
    const caseId = caseKey(row.row.id, promptIndex);
    const place = JSON.stringify([caseId, row.target.id]);
    const repeat = repeats.get(place) ?? 0;
    repeats.set(place, repeat + 1);
    const cell = planCell({ caseId, promptIndex, inputs: row.row.vars, messages: row.messages }, row.target, repeat);
    const own = distinct(cell, taken);
    taken.add(own.id);
    return { row, cell: own, item: row.row };
  });
}

/**
 * The cells of a plan, each given away once: to the row with its variables on its model, else to the one at its place that has variables of
 * the same names (promptfoo keeps references to files as they were written).
 */
class PlannedPlaces {
  readonly #caseOf: SuitePlan['caseOf'];
  readonly #byVars = new Map<string, PlannedCell[]>();
  readonly #byPlace = new Map<string, PlannedCell>();
  readonly #targets: readonly Target[];
  readonly #taken = new Set<string>();

  constructor({ plan, caseOf }: SuitePlan) {
    this.#caseOf = caseOf;
    this.#targets = plan.targets;
    const tests = new Map<string, number>();
    for (const cell of plan.cells) {
      const test = JSON.stringify([caseOf.get(cell.id)?.id, cell.repeat]);
      tests.set(test, tests.get(test) ?? tests.size);
      const prompt = (cell.promptIndex ?? 0) + 1;
      const sameVars = varsKey(cell.target, prompt, cell.inputs);
      this.#byVars.set(sameVars, [...(this.#byVars.get(sameVars) ?? []), cell]);
      this.#byPlace.set(placeKey(cell.target, prompt, tests.get(test) ?? 0), cell);
    }
  }

  take(row: ForeignRow): { readonly cell: PlannedCell; readonly item: EvalCase } | undefined {
    const target = this.#targets.find(({ id }) => id === row.target.id) ?? this.#sameModel(row.target);
    const cell = target && this.#cellFor(row, target.id);
    const item = cell && this.#caseOf.get(cell.id);
    if (!cell || !item) return undefined;
    this.#taken.add(cell.id);
    return { cell, item };
  }

  #cellFor({ row: testCase, prompt, test }: ForeignRow, target: string): PlannedCell | undefined {
    const isFree = ({ id }: PlannedCell) => !this.#taken.has(id);
    const atPlace = [this.#byPlace.get(placeKey(target, prompt, test))].filter((cell) => cell !== undefined);
    const sameVars = (this.#byVars.get(varsKey(target, prompt, testCase.vars)) ?? []).filter(isFree);
    const sameNames = atPlace.filter((cell) => isFree(cell) && namesOf(cell.inputs) === namesOf(testCase.vars));
    return sameVars.find((cell) => atPlace.includes(cell)) ?? sameVars[0] ?? sameNames[0];
  }

  #sameModel({ model }: Target): Target | undefined {
    const same = this.#targets.filter((target) => target.model === model);
    return same.length === 1 ? same[0] : undefined;
  }
}

function namesOf(vars: PlannedCell['inputs']): string {
  return JSON.stringify(Object.keys(vars).sort());
}

function varsKey(target: string, prompt: number, vars: PlannedCell['inputs']): string {
  return JSON.stringify([target, prompt, hashJson(vars)]);
}

function placeKey(target: string, prompt: number, test: number): string {
  return JSON.stringify([target, prompt, test]);
}

function eventsOf({ row, cell }: PlacedRow, at: number): RunEvent[] {
  const head = { cell: cell.id, at };
  const who = { target: cell.target, model: row.target.model };
  if (row.outcome === 'skipped') return [];
  if (row.outcome === 'cancelled') return [{ type: 'cell-cancelled', ...head, ...who, partial: row.output }];
  if (row.outcome === 'error') {
    const error = new PolypromptError('provider-error', row.error || 'It failed, and the file does not say why.');
    const failure = { error: error.toRecord(), partial: row.output, ...paid(row), attempts: 1 };
    return [{ type: 'cell-failed', ...head, ...who, ...failure }];
  }
  const graded = row.verdict ? [{ type: 'cell-graded' as const, ...head, verdict: row.verdict }] : [];
  return [{ type: 'cell-done', ...head, ...who, ...answerOf(row) }, ...graded];
}

function answerOf(row: ForeignRow): Omit<CellResult, 'target' | 'model'> {
  return {
    answer: row.output,
    toolCalls: row.toolCalls,
    ...paid(row),
    servedModel: null,
    requestId: null,
    finishReason: finishReasonOf(row.finishReason),
    rawFinishReason: row.finishReason || null,
    attempts: 1,
    warnings: [],
    ...(row.cached ? { cached: true as const } : {}),
  };
}

function paid({
  cost,
  inputTokens,
  outputTokens,
  latencyMs,
}: ForeignRow): Pick<CellResult, 'usage' | 'cost' | 'timing'> {
  const usage = {
    ...defined({ inputTokens, outputTokens }),
  };
  return {
    usage: Object.keys(usage).length === 0 ? null : usage,
    cost: cost === undefined ? null : { amount: cost, basis: 'estimated', atLeast: false },
    timing: { totalMs: latencyMs },
  };
}
