import type { DeferredGroup } from '../../core/batch/batchDesk.ts';
import { PolypromptError, toPolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import type { BatchInput } from '../../core/providers/contract/batchJob.ts';
import type { BatchEvent } from '../../core/run/events.ts';
import { type BatchAccess, type BatchContext, batchAccess } from './batchAccess.ts';
import type { BatchRun } from './batchWork.ts';
import { blobOf, type JobFile, jobFolder, writeJobFiles } from './jobFiles.ts';

interface Submission {
  readonly context: BatchContext;
  readonly run: BatchRun;
  readonly group: DeferredGroup;
}

/**
 * Sends a group of calls as jobs, one after the other. Each is recorded before it is sent and after each step, so that a kill at any
 * moment leaves a job that is either found again or sent anew, never two. Throws at the first job that cannot be sent.
 */
export async function submitJobs({ context, run, group }: Submission): Promise<void> {
  const way = await batchAccess(context, group.model);
  const { runId } = run.state();
  for (const file of writeJobFiles(way.api, group.calls, jobFolder(context.storage, runId))) {
    context.signal.throwIfAborted();
    await submitJob({ context, run, group }, way, file);
  }
}

async function submitJob({ context, run, group }: Submission, way: BatchAccess, file: JobFile): Promise<void> {
  const { api, access, model } = way;
  const { runId, batches = {} } = run.state();
  const name = `polyprompt-${runId}-${Object.keys(batches).length + 1}`;
  const tell = (event: Step) =>
    run.emit({ ...event, batch: name, at: context.environment.clock.wallTime() } satisfies BatchEvent);
  const { purpose } = group;
  tell({ type: 'batch-prepared', model: group.model, purpose, requests: file.requests });
  const input: BatchInput = {
    name,
    model,
    content: await blobOf(file),
    ...defined({ variant: file.variant }),
  };
  try {
    const uploaded = await api.upload?.(input, access, context.signal);
    if (uploaded !== undefined) tell({ type: 'batch-uploaded', file: uploaded });
    const content = uploaded === undefined ? {} : { file: uploaded };
    const job = await api.create({ ...input, ...content }, access, context.signal);
    if (job.id === '') throw withoutId(name);
    tell({ type: 'batch-submitted', job: job.id, status: job.status });
  } catch (thrown) {
    const error = toPolypromptError(thrown);
    // After a time-out or a lost connection nobody knows whether the job was created. It is looked for when results are collected.
    if (!context.signal.aborted && !error.retryable)
      tell({ type: 'batch-collected', status: 'lost', message: error.message });
    throw thrown;
  }
}

/** Nobody knows whether the job was created, so it is looked for, as after a lost connection. */
function withoutId(name: string): PolypromptError {
  const message = `The answer to the creation of ${name} names no job.`;
  return new PolypromptError('unexpected-response', message, { retryable: true });
}

type WithoutMark<Event> = Event extends unknown ? Omit<Event, 'batch' | 'at'> : never;
type Step = WithoutMark<BatchEvent>;
