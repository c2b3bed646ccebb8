import { defined } from '../jsonRead.ts';
import { callsOfCells } from '../results/callsOfCells.ts';
import { costOfCells, type RunCost } from '../results/summary.ts';
import type { CellState } from '../run/cellState.ts';
import type { ImproveHead } from '../run/improveHead.ts';
import type { ImproveResult } from '../run/improveResult.ts';
import type { Phase, ProposalNote, ProposedEdit } from '../run/proposal.ts';
import type { RunState } from '../run/state.ts';
import { reflectColumn } from '../run/wordingColumn.ts';
import { type ImprovePlan, improvePlan } from './improvePlan.ts';

/** A proposal as a page lists it: one that is still being tried has no fate yet. */
export type ProposalState = ProposalNote | (ProposedEdit & { readonly fate: 'trying' });

/** An improvement as a page shows it, at any moment of its run. */
export interface ImproveState {
  readonly runId: string;
  /** The path of the suite in its workspace folder. */
  readonly suite: string;
  /** The path of the prompt file. */
  readonly file: string;
  readonly target: string;
  /** `provider/model` of the reflecting model. */
  readonly reflect: string;
  /** Set for a port; `target` is then the new one. */
  readonly port?: Omit<NonNullable<ImproveHead['port']>, 'original'>;
  readonly status: RunState['status'];
  readonly plan: ImprovePlan;
  readonly activity: ImproveActivity;
  /** In the order in which they fell. */
  readonly proposals: readonly ProposalState[];
  readonly spent: {
    /** Calls, retries counted. */
    readonly task: number;
    readonly reflect: number;
    readonly cost: RunCost;
  };
  /** Absent until the improvement has one. */
  readonly result?: ImproveResult;
}

/** What goes on just now. `done` of `all` rows of the step under way have ended. */
export type ImproveActivity =
  | { readonly type: 'asking'; readonly phase: Phase; readonly done: number; readonly all: number }
  /** The rows of the proof are with batch jobs. */
  | { readonly type: 'waiting'; readonly done: number; readonly all: number }
  | { readonly type: 'reflecting'; readonly number: number }
  | { readonly type: 'ended' };

/** The page of an improvement, made of its run alone; undefined for a run of another kind. */
export function improveState(run: RunState): ImproveState | undefined {
  const { improve: head, improvement } = run;
  if (!head) return undefined;
  const reflections = run.plan.flatMap(({ id, target }) =>
    target === reflectColumn(head.reflect) ? (run.cells[id] ?? []) : [],
  );
  const isReflection = new Set(reflections.map(({ id }) => id));
  const cells = Object.values(run.cells);
  const trying = improvement?.trying;
  return {
    runId: run.runId,
    suite: run.prompt,
    file: head.file,
    target: head.target,
    reflect: head.reflect,
    status: run.status,
    plan: improvePlan(head, run.estimate),
    activity: activityOf(run, reflections),
    proposals: [...(improvement?.proposals ?? []), ...(trying ? [{ ...trying, fate: 'trying' as const }] : [])],
    spent: {
      task: callsOfCells(cells.filter(({ id }) => !isReflection.has(id))),
      reflect: callsOfCells(reflections),
      cost: costOfCells(cells),
    },
    ...defined({ port: head.port && withoutText(head.port), result: improvement?.result }),
  };
}

function withoutText({ original: _text, ...port }: NonNullable<ImproveHead['port']>) {
  return port;
}

function activityOf({ status, improvement, cells }: RunState, reflections: readonly CellState[]): ImproveActivity {
  const asked = improvement?.asked ?? { phase: 'start' as const, cells: [] };
  const rows = { done: asked.cells.filter((id) => hasEnded(cells[id])).length, all: asked.cells.length };
  if (status === 'submitted') return { type: 'waiting', ...rows };
  if (status !== 'running') return { type: 'ended' };
  const number = reflections.findIndex((cell) => !hasEnded(cell)) + 1;
  if (number > 0) return { type: 'reflecting', number };
  return { type: 'asking', phase: asked.phase, ...rows };
}

function hasEnded(cell: CellState | undefined): boolean {
  return cell?.status === 'done' || cell?.status === 'failed' || cell?.status === 'cancelled';
}
