import { outcomeOf } from '../../core/results/outcome.ts';
import { costOfRun, formatRunCost } from '../../core/results/summary.ts';
import { cellsOf, type RunState } from '../../core/run/state.ts';
import { formatTable } from '../../core/text/table.ts';
import { type RunEnd, runEndOf } from '../../node/records/runEnd.ts';
import { RunHistory, type RunKind } from '../../node/runs/runHistory.ts';
import { runNameOf, storageFor } from '../inputs/storedRuns.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print, printJson } from '../terminal/terminal.ts';

export interface RunsOptions {
  readonly suite?: string;
  readonly limit: number;
  readonly json?: true;
}

interface ListedRun {
  readonly runId: string;
  /** The start of the run, as an ISO 8601 date and time. */
  readonly startedAt: string;
  /** The suite, or the prompt of a comparison. */
  readonly name: string;
  readonly kind: RunKind;
  readonly outcome: RunEnd;
  readonly cells: number;
  readonly answered: number;
  /** Cells whose checks all passed; null for a comparison. */
  readonly passed: number | null;
  /** USD that were charged, as far as that is known. */
  readonly cost: number;
  readonly costIsWhole: boolean;
}

/** Lists stored runs; the result is the exit code. */
export function runs({ suite, limit, json }: RunsOptions): number {
  const storage = storageFor(suite);
  const filter = suite === undefined ? { limit } : { limit, prompt: runNameOf(suite) };
  const states = new RunHistory().list(storage, filter);
  if (json) {
    const listed = states.map((state) => listedRun(storage, state));
    printJson(listed, 2);
  } else if (states.length === 0) print('No run is stored here.\n');
  else print(tableOf(storage, states));
  return exitCodes.done;
}

function listedRun(storage: string, state: RunState): ListedRun {
  const cells = [...cellsOf(state)];
  const cost = costOfRun(state);
  return {
    runId: state.runId,
    startedAt: new Date(state.startedAt).toISOString(),
    name: state.prompt,
    kind: state.kind ?? 'compare',
    outcome: runEndOf(storage, state),
    cells: cells.length,
    answered: cells.filter(({ status }) => status === 'done').length,
    passed: state.kind === 'eval' ? cells.filter((cell) => outcomeOf(cell) === 'pass').length : null,
    cost: cost.amount,
    costIsWhole: !cost.atLeast,
  };
}

function tableOf(storage: string, states: readonly RunState[]): string {
  const listed = states.map((state) => ({ ...listedRun(storage, state), money: formatRunCost(costOfRun(state)) }));
  const rows = listed.map((run) => [
    run.runId,
    run.startedAt.slice(0, 16).replace('T', ' '),
    run.name,
    run.kind,
    run.outcome,
    String(run.cells),
    run.passed === null ? '' : String(run.passed),
    run.money,
  ]);
  const open = listed.find(({ kind, outcome }) => kind === 'eval' && outcome === 'unfinished');
  const out = listed.find(({ outcome }) => outcome === 'submitted');
  const batch = out ? `\nLook for results with: polyprompt batch collect ${out.runId}\n` : '';
  const hint = open ? `\nGo on with: polyprompt eval ${open.name} --resume ${open.runId}\n` : '';
  return `${formatTable(['run', 'started (UTC)', 'suite or prompt', 'kind', 'outcome', 'cells', 'passed', 'cost'], rows)}${hint}${batch}`;
}
