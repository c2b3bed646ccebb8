import { rmSync } from 'node:fs';
import { findLostJob, lookSince } from '../../core/batch/findLostJob.ts';
import { hasChanged } from '../../core/batch/matchAnswers.ts';
import { type PolypromptError, toPolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import { type BatchJob, isBatchOver } from '../../core/providers/contract/batchJob.ts';
import { type BatchState, openBatches } from '../../core/run/batchState.ts';
import type { BatchEvent } from '../../core/run/events.ts';
import { RunAccumulator, type RunState } from '../../core/run/state.ts';
import { readJournal } from '../records/journal.ts';
import { RunRecord } from '../records/runRecord.ts';
import { takenOver } from '../records/takenOver.ts';
import { type BatchContext, batchAccess, isUnknownJob, readJob } from './batchAccess.ts';
import { jobFolder } from './jobFiles.ts';

/** A job that could not be looked at, or not sent, and why. */
export interface BatchProblem {
  /** Our name of the job; `provider/model` where the job has none yet. */
  readonly about: string;
  readonly error: PolypromptError;
}

export interface RefreshedRun {
  readonly state: RunState;
  readonly problems: readonly BatchProblem[];
}

type FoundBatch = BatchState & { readonly job: string };

type Tell = (event: BatchEvent) => void;

type Look = (batch: FoundBatch, tell: Tell) => Promise<void>;

/**
 * Asks the vendors how a run's jobs stand and records it. When it is unknown whether a job was created, the job is looked for: either it is
 * found, or it counts as lost and its requests are free again. Gives undefined when there is no such run; throws `storage` while another
 * process works on it.
 */
export function refreshBatches(
  context: BatchContext & { readonly isLive?: boolean },
  runId: string,
): Promise<RefreshedRun | undefined> {
  return lookAtBatches(context, runId, async (found, tell) => {
    if (isOver(found)) return;
    const way = await batchAccess(context, found.model);
    try {
      tellChange({ batch: found, tell }, await readJob(way, found.job, context.signal), now(context));
    } catch (error) {
      if (!context.isLive || !isUnknownJob(error)) throw error;
      const mark = { batch: found.name, at: now(context) };
      tell({ type: 'batch-collected', ...mark, status: 'lost', message: 'Nobody knows it there.' });
    }
  });
}

/** Cancels a run's jobs at their vendors. What they have answered until then can still be collected. */
export function cancelBatches(context: BatchContext, runId: string): Promise<RefreshedRun | undefined> {
  return lookAtBatches(context, runId, async (found, tell) => {
    if (isOver(found)) return;
    const way = await batchAccess(context, found.model);
    // The job is read first, because for a job that nobody knows that error says more than the one of cancelling.
    await readJob(way, found.job, context.signal);
    await way.api.cancel(found.job, way.access, context.signal);
    tellChange({ batch: found, tell }, await readJob(way, found.job, context.signal), now(context));
  });
}

async function lookAtBatches(context: BatchContext, runId: string, look: Look): Promise<RefreshedRun | undefined> {
  const before = stateOf(context, runId)?.state;
  if (!before || openBatches(before).length === 0) return before && { state: before, problems: [] };
  return lookAtOpen(context, runId, look);
}

async function lookAtOpen(context: BatchContext, runId: string, look: Look): Promise<RefreshedRun | undefined> {
  const record = new RunRecord({ storage: context.storage, runId, onStorageFailure: throwIt });
  record.reopen();
  // A process that was killed leaves inputs behind. Whoever holds the run's lock is sending none now, so they can go.
  rmSync(jobFolder(context.storage, runId), { recursive: true, force: true });
  try {
    // The journal is read only after the lock is held: the other process may have written until it let go of the run.
    const run = stateOf(context, runId) ?? new RunAccumulator();
    const problems: BatchProblem[] = [];
    for (const batch of openBatches(run.state ?? {})) {
      try {
        const tell: Tell = (event) => {
          run.add(event);
          if (record.append(event) === 'taken-over') throw takenOver();
        };
        const { job } = batch;
        const known = () => new Set(Object.values(run.state?.batches ?? {}).flatMap(({ job: id }) => id ?? []));
        const found = job === undefined ? await findAgain(context, { batch, tell }, known()) : { ...batch, job };
        if (found) await look(found, tell);
      } catch (thrown) {
        problems.push({ about: batch.name, error: toPolypromptError(thrown) });
      }
    }
    return run.state && { state: run.state, problems };
  } finally {
    record.close();
  }
}

interface Told {
  readonly batch: BatchState;
  readonly tell: Tell;
}

/** The job with its id at the vendor; undefined when it was never created. */
async function findAgain(
  context: BatchContext,
  { batch, tell }: Told,
  known: ReadonlySet<string>,
): Promise<FoundBatch | undefined> {
  const { api, access } = await batchAccess(context, batch.model);
  const listed: BatchJob[] = [];
  for await (const job of api.recent(lookSince(batch), access, context.signal)) listed.push(job);
  const found = findLostJob(batch, listed, known);
  const mark = { batch: batch.name, at: now(context) };
  if (!found) {
    tell({ type: 'batch-collected', ...mark, status: 'lost', message: 'It was never created.' });
    return undefined;
  }
  tell({ type: 'batch-submitted', ...mark, job: found.id, status: found.status });
  return { ...batch, job: found.id, status: found.status };
}

function tellChange({ batch, tell }: Told, job: BatchJob, at: number): void {
  if (!hasChanged(batch, job)) return;
  const { status, counts, message } = job;
  tell({
    type: 'batch-changed',
    batch: batch.name,
    at,
    status,
    ...defined({ counts, message }),
  });
}

function isOver({ status }: BatchState): boolean {
  return status !== 'prepared' && status !== 'lost' && isBatchOver(status);
}

function stateOf({ storage }: BatchContext, runId: string): RunAccumulator | undefined {
  const events = readJournal(storage, runId)?.events ?? [];
  if (events.length === 0) return undefined;
  const run = new RunAccumulator();
  for (const event of events) run.add(event);
  return run;
}

function now({ environment }: BatchContext): number {
  return environment.clock.wallTime();
}

function throwIt(error: unknown): never {
  throw error;
}
