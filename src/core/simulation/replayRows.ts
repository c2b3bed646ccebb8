import type { GradedAnswer } from '../grading/verdict.ts';
import { defined } from '../jsonRead.ts';
import type { Parameters } from '../messages.ts';
import { slowdowns } from '../providers/lanes/unslowed.ts';
import { causeOfAnswer, causeOfError } from '../routing/moveCause.ts';
import type { MoveCause } from '../routing/route.ts';
import type { RouteRequest } from '../routing/routeRequest.ts';
import { routeRequestOf } from '../routing/routeRequestOf.ts';
import { outputOf } from '../run/answerOutput.ts';
import type { CellState } from '../run/cellState.ts';
import type { PlannedCell } from '../run/events.ts';
import type { RunState } from '../run/state.ts';
import { timeOf } from '../run/timeOf.ts';
import { type ToldClass, type ToldClasses, toldKey } from './toldClasses.ts';

/** The result of one model on one row of a finished run. */
export interface StoredAnswer {
  readonly isAnswered: boolean;
  readonly cause?: MoveCause;
  readonly retryAfterMs?: number;
  /** True when it passed; undefined when it is not known. */
  readonly passed: boolean | undefined;
  /** USD with retries; undefined when not known. */
  readonly cost: number | undefined;
  readonly firstTokenMs: number;
  readonly totalMs: number;
  /** Milliseconds until the first word of an answer, or of a part of one before it failed; undefined when no word came. */
  readonly saidMs?: number;
  readonly cell: CellState;
}

/** One request that can be sent again and again without a call, with the result of each model of the run. */
export interface ReplayRow {
  readonly caseId: string;
  readonly request: RouteRequest;
  readonly answers: ReadonlyMap<string, StoredAnswer>;
  readonly planned: PlannedCell;
  /** The class that this model told of the request; undefined where it was not asked. */
  told(model: string): ToldClass | undefined;
}

export interface ReplayData {
  readonly rows: readonly ReplayRow[];
  /** Models with an end for every row, in the order of the run. */
  readonly models: readonly string[];
  /** Models that lack rows, with the number of these. */
  readonly incomplete: ReadonlyMap<string, number>;
  /** True when nobody was charged for any of it. */
  readonly isSimulated: boolean;
}

/** A finished run over single models as data for a simulation. Routes, older versions and rows without any end are left out. */
export function replayRows(run: RunState, told: ToldClasses = new Map()): ReplayData {
  const targets = run.targets.filter(({ id, model, version }) => version === undefined && id === model);
  const models = targets.map(({ model }) => model).filter((model) => !model.startsWith('route:'));
  const parameters = new Map(targets.map(({ id, parameters: own }) => [id, own]));
  const slowdownOf = slowdownsOf(run);
  const rows = new Map<string, { planned: PlannedCell; answers: Map<string, StoredAnswer> }>();
  for (const planned of run.plan) {
    if (!models.includes(planned.target)) continue;
    const stored = storedAnswer(run.cells[planned.id], slowdownOf.get(planned.target));
    if (!stored) continue;
    const key = `${planned.caseId}#${planned.repeat}`;
    const row = rows.get(key) ?? { planned, answers: new Map() };
    rows.set(key, row);
    row.answers.set(planned.target, stored);
  }
  const all = [...rows.values()];
  const missing = new Map(models.map((model) => [model, all.filter(({ answers }) => !answers.has(model)).length]));
  const whole = models.filter((model) => missing.get(model) === 0);
  const costs = all.flatMap(({ answers }) =>
    [...answers.values()].flatMap(({ cell }) => (cell.cost ? [cell.cost] : [])),
  );
  return {
    rows: all.map((row) => replayRow(row, parameters.get(row.planned.target) ?? {}, told)),
    models: whole,
    incomplete: new Map([...missing].filter(([, count]) => count > 0)),
    isSimulated: costs.length > 0 && costs.every(({ basis }) => basis === 'simulated'),
  };
}

function replayRow(
  { planned, answers }: { readonly planned: PlannedCell; readonly answers: ReadonlyMap<string, StoredAnswer> },
  parameters: Parameters,
  told: ToldClasses,
): ReplayRow {
  const { messages, repeat, caseId } = planned;
  const request = routeRequestOf({ messages, repeat, parameters: planned.parameters ?? parameters });
  const keys = new Map<string, string>();
  const keyFor = (model: string) => {
    const key = keys.get(model) ?? toldKey(model, messages);
    keys.set(model, key);
    return key;
  };
  return {
    caseId,
    request,
    answers,
    planned,
    told: (model) => (told.size === 0 ? undefined : told.get(keyFor(model))),
  };
}

type SlowdownAt = ReturnType<typeof slowdowns>;

/** The slowdowns by target: a route would not have met the line in which our own requests stood. */
function slowdownsOf({ targets, cells }: RunState): ReadonlyMap<string, SlowdownAt> {
  const byTarget = Map.groupBy(Object.values(cells), ({ target }) => target);
  return new Map(targets.map(({ id }) => [id, slowdowns((byTarget.get(id) ?? []).flatMap(timeOf))]));
}

/** The times of a server with nothing else to do; the difference was a wait before the first word. */
function ownTiming({ timing }: CellState, slowdownAt: SlowdownAt | undefined) {
  const { totalMs: told = 0, firstTokenMs = told, atOnce } = timing ?? {};
  const totalMs = told / (slowdownAt?.(atOnce) ?? 1);
  return { totalMs, firstTokenMs: Math.max(0, firstTokenMs - (told - totalMs)) };
}

function storedAnswer(cell: CellState | undefined, slowdownAt: SlowdownAt | undefined): StoredAnswer | undefined {
  if (!cell || (cell.status !== 'done' && cell.status !== 'failed')) return undefined;
  const { cost, verdict, error, finishReason } = cell;
  const isAnswered = cell.status === 'done';
  const cause = isAnswered ? finishReason && causeOfAnswer(finishReason) : error && causeOfError(error.code);
  const { totalMs, firstTokenMs } = ownTiming(cell, slowdownAt);
  const saidMs = cell.text === '' ? undefined : firstTokenMs;
  return {
    isAnswered,
    ...(cause ? { cause } : {}),
    ...(error?.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    passed: passedBy(verdict?.outcome, isAnswered),
    cost: cost?.amount ?? (isAnswered ? undefined : 0),
    firstTokenMs,
    totalMs,
    ...defined({ saidMs }),
    cell,
  };
}

/** True for a pass, false for a fail; undefined otherwise, since an error of a check says nothing about the answer. */
function passedBy(outcome: string | undefined, isAnswered: boolean): boolean | undefined {
  if (!isAnswered) return false;
  return outcome === 'pass' ? true : outcome === 'fail' ? false : undefined;
}

/** A stored answer in the form for a route's own checks. */
export function gradedOf({ planned }: ReplayRow, { cell }: StoredAnswer): GradedAnswer {
  return {
    output: outputOf(cell),
    vars: planned.inputs,
    prompt: '',
    messages: planned.messages,
    metadata: {},
    toolCalls: cell.toolCalls,
    finishReason: cell.finishReason ?? 'stop',
    ...(cell.rawFinishReason ? { rawFinishReason: cell.rawFinishReason } : {}),
    ...(cell.cost ? { cost: cell.cost.amount } : {}),
  };
}
