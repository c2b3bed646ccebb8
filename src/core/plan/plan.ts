import { hashJson } from '../hash.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import type { Message, Parameters } from '../messages.ts';
import type { Conversation } from '../run/conversation.ts';
import type { PlannedCell, RunPlan, Target } from '../run/events.ts';
import type { ToolLoop } from '../tools/toolSettings.ts';

/** The version of all cells' identities: it is raised when the meaning of a stored result changes. */
const schemaVersion = 1;

/** One row of the grid: rendered messages and what they were rendered from. */
export interface PlannedCase {
  readonly caseId: string;
  readonly promptIndex?: number | undefined;
  readonly inputs: JsonObject;
  readonly messages: readonly Message[];
  /** Anything else that makes the answer and that the messages do not show yet. */
  readonly basis?: JsonValue;
  /** How the calls of the model are answered. */
  readonly loop?: ToolLoop;
  /** What the user says after the first answer. */
  readonly conversation?: Conversation;
}

export interface PlanRequest {
  readonly runId: string;
  readonly prompt: string;
  readonly promptVersion: string;
  readonly targets: readonly Target[];
  readonly cases: readonly PlannedCase[];
  /** Times each case runs on each target; 1 when absent. */
  readonly repeats?: number;
}

/** The grid of a run, cases x targets x repeats, with an identity for each cell. Pure: nothing is sent. */
export function planRun(request: PlanRequest): RunPlan {
  const { runId, prompt, promptVersion, targets, cases, repeats = 1 } = request;
  const cells = cases.flatMap((row) =>
    targets.flatMap((target) => Array.from({ length: repeats }, (_, repeat) => planCell(row, target, repeat))),
  );
  return { runId, prompt, promptVersion, targets, cells };
}

/** The cell for a row on a target; `repeat` counts from 0. */
export function planCell(row: PlannedCase, target: Target, repeat: number): PlannedCell {
  return {
    id: cellId(row, target, repeat),
    target: target.id,
    caseId: row.caseId,
    ...defined({ promptIndex: row.promptIndex, loop: row.loop, conversation: row.conversation }),
    repeat,
    inputs: row.inputs,
    messages: row.messages,
  };
}

/** One target per model, in the order given; a model that is named twice runs once. */
export function targetsFor(models: readonly string[], parameters: Parameters): Target[] {
  return [...new Set(models)].map((model) => ({ id: model, model, parameters }));
}

/** The grid with exactly these targets: new ones get the cells that the others have, and missing ones lose theirs. */
export function changeTargets(plan: Pick<RunPlan, 'targets' | 'cells'>, targets: readonly Target[]): PlannedCell[] {
  const rowOf = ({ caseId, repeat }: PlannedCell) => `${caseId}#${repeat}`;
  const own = new Map(plan.cells.map((cell) => [`${rowOf(cell)} ${cell.target}`, cell]));
  const rows = new Map(plan.cells.map((cell) => [rowOf(cell), cell]));
  const unchanged = new Set(plan.targets.map((target) => JSON.stringify(target)));
  return [...rows].flatMap(([name, row]) =>
    targets.map((target) => {
      // A column may have been asked in a wording of its own, which is not that of its row.
      const cell = unchanged.has(JSON.stringify(target)) ? own.get(`${name} ${target.id}`) : undefined;
      return cell ?? planCell(row, target, row.repeat);
    }),
  );
}

/** The id of a cell, by which results are found again when a run is resumed, in the cache and in baselines; never by position. */
function cellId(row: PlannedCase, target: Target, repeat: number): string {
  const identity = {
    schemaVersion,
    messages: row.messages,
    inputs: row.inputs,
    model: target.model,
    parameters: target.parameters,
    ...defined({ basis: row.basis, loop: row.loop, conversation: row.conversation }),
  };
  return `${hashJson(toJson(identity)).slice(0, 24)}-${repeat}`;
}

/** Readonly data as JSON: the part of it that `JSON.stringify` keeps. */
function toJson(value: unknown): JsonValue {
  const parsed: JsonValue = JSON.parse(JSON.stringify(value));
  return parsed;
}
