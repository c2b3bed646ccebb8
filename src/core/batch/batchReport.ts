import { type BatchState, openBatches } from '../run/batchState.ts';
import type { CellState } from '../run/cellState.ts';
import { cellsOf, type RunState } from '../run/state.ts';
import { formatTable } from '../text/table.ts';

/** The state of a run's batch jobs, as `--json` prints it. */
export interface BatchReport {
  readonly runId: string;
  readonly status: RunState['status'];
  readonly cells: number;
  readonly answered: number;
  readonly jobs: readonly BatchJobReport[];
}

export interface BatchJobReport {
  readonly name: string;
  readonly model: string;
  readonly purpose: BatchState['purpose'];
  readonly requests: number;
  readonly status: BatchState['status'];
  /** The number of requests that are answered; null where the vendor does not count (yet). */
  readonly answered: number | null;
  readonly failed: number | null;
  /** The vendor's id; null while none is known. */
  readonly job: string | null;
  readonly collected: boolean;
  readonly message: string | null;
}

/** The state of a run's batch jobs: its cells, how many have an answer, and each job. */
export function batchReport(state: RunState): BatchReport {
  return {
    runId: state.runId,
    status: state.status,
    cells: state.plan.length,
    answered: [...cellsOf(state)].filter(isAnswered).length,
    jobs: Object.values(state.batches ?? {}).map(jobReport),
  };
}

function jobReport({
  name,
  model,
  purpose,
  requests,
  status,
  counts,
  job,
  isCollected,
  message,
}: BatchState): BatchJobReport {
  return {
    name,
    model,
    purpose,
    requests: requests.length,
    status,
    answered: counts?.answered ?? null,
    failed: counts?.failed ?? null,
    job: job ?? null,
    collected: isCollected,
    message: message ?? null,
  };
}

/** The jobs as a table, followed by one line that says which answers are there and which are missing. */
export function formatBatchReport({ jobs, cells, answered }: BatchReport): string {
  const rows = jobs.map((job) => [
    job.job ?? job.name,
    job.model,
    job.purpose,
    String(job.requests),
    statusOf(job),
    job.answered === null ? '' : String(job.answered),
    job.failed === null ? '' : String(job.failed),
  ]);
  const table = formatTable(['job', 'model', 'for', 'requests', 'status', 'answered', 'failed'], rows);
  return `${table}\n${answered} of ${cells} answers are there.\n`;
}

function statusOf({ status, collected, message }: BatchJobReport): string {
  const told = collected ? (status === 'lost' || status === 'failed' ? status : 'collected') : status;
  return message === null ? told : `${told}: ${message}`;
}

/** A line for a list, such as `2 of 3 batch jobs are under way, 40 of 100 answers are there`. */
export function describeBatches(state: RunState): string {
  const open = openBatches(state).length;
  const all = Object.keys(state.batches ?? {}).length;
  const { answered, cells } = batchReport(state);
  const jobs = all === 1 ? 'batch job is' : 'batch jobs are';
  return `${open} of ${all} ${jobs} under way, ${answered} of ${cells} answers are there`;
}

function isAnswered({ status }: CellState): boolean {
  return status === 'done';
}
