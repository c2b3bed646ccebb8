import type { Environment } from '../environment.ts';
import { PolypromptError, toPolypromptError } from '../errors.ts';
import type { ModelEvent } from '../messages.ts';
import type { Catalog } from '../pricing/catalog.ts';
import type { ProviderRegistry } from '../providers/registry.ts';
import { maxRetries, retryDelay } from '../providers/retry.ts';
import { closest } from '../text/closest.ts';
import { CellRecorder } from './cellRecorder.ts';
import type { PlannedCell, RunEvent, Target } from './events.ts';

/** A name that two more look-ups do not find is most likely misspelt. */
const maxLookUpRetries = 2;

export interface ExecuteContext {
  readonly registry: ProviderRegistry;
  readonly environment: Environment;
  readonly catalog: Catalog;
  emit(event: RunEvent): void;
}

export interface CellsToRun {
  readonly targets: readonly Target[];
  readonly cells: readonly PlannedCell[];
}

/** Cells under way. Stopping is not an error: a cell ends as `cell-cancelled` with what it had. */
export interface RunHandle {
  /** Settles when every cell has ended, with whether any was stopped; never rejects. */
  readonly ended: Promise<'done' | 'cancelled'>;
  stop(): void;
  stopCell(cell: string): void;
}

/**
 * Runs cells side by side and tells everything through `emit`. Here failure stops being thrown and becomes data, so that one
 * dead model never stops the others. `run-started` and `run-ended` are the session's, which may run cells more than once.
 */
export function executeCells(context: ExecuteContext, work: CellsToRun): RunHandle {
  const controllers = new Map(work.cells.map((cell) => [cell.id, new AbortController()]));
  const targets = new Map(work.targets.map((target) => [target.id, target]));
  const running = work.cells.map(async (cell) => {
    const target = targets.get(cell.target);
    const signal = controllers.get(cell.id)?.signal;
    if (target && signal) await executeCell(context, { cell, target, signal });
  });
  return {
    ended: Promise.all(running).then(() => (anyAborted(controllers.values()) ? 'cancelled' : 'done')),
    stop: () => {
      for (const controller of controllers.values()) controller.abort();
    },
    stopCell: (cell) => controllers.get(cell)?.abort(),
  };
}

function anyAborted(controllers: Iterable<AbortController>): boolean {
  return [...controllers].some((controller) => controller.signal.aborted);
}

interface CellWork {
  readonly cell: PlannedCell;
  readonly target: Target;
  readonly signal: AbortSignal;
}

/** One cell to its end, retries included. Never throws. */
async function executeCell(context: ExecuteContext, work: CellWork): Promise<void> {
  for (let attempt = 1; await attemptCell(context, work, attempt); attempt++);
}

/** One attempt; true when another one is due. */
async function attemptCell(context: ExecuteContext, work: CellWork, attempt: number): Promise<boolean> {
  const recorder = new CellRecorder(context, work, attempt);
  try {
    recorder.start();
    await streamCell(context, work, (event) => recorder.take(event));
    recorder.finish();
    return false;
  } catch (thrown) {
    const error = toPolypromptError(thrown);
    if (work.signal.aborted) recorder.cancel();
    else if (mayRetry(error, attempt, recorder)) return waitToRetry(context, work, { recorder, error, attempt });
    else recorder.fail(withSuggestions(error, work.target.model, context.catalog));
    return false;
  }
}

/** A model that the provider does not know is often a known one misspelt. */
function withSuggestions(error: PolypromptError, model: string, catalog: Catalog): PolypromptError {
  if (error.code !== 'model-not-found') return error;
  const near = closest(model, catalog.entries.keys());
  if (near.length === 0) return error;
  const { message, status, requestId, retryable, cause } = error;
  const details = {
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
    retryable,
    cause,
  };
  return new PolypromptError(error.code, message, { ...details, hint: `Did you mean ${near.join(' or ')}?` });
}

interface FailedAttempt {
  readonly recorder: CellRecorder;
  readonly error: PolypromptError;
  readonly attempt: number;
}

async function waitToRetry(context: ExecuteContext, work: CellWork, failed: FailedAttempt): Promise<boolean> {
  const { clock, random } = context.environment;
  const delayMs = retryDelay(failed.error, failed.attempt, random);
  failed.recorder.retry(failed.error, delayMs, maxRetries + 1);
  try {
    await clock.sleep(delayMs, work.signal);
    return true;
  } catch {
    failed.recorder.cancel();
    return false;
  }
}

/** A retry after the first piece of content would silently replace an answer that was being read and paid for. */
function mayRetry(error: PolypromptError, attempt: number, recorder: CellRecorder): boolean {
  const allowed = error.code === 'host-not-found' ? maxLookUpRetries : maxRetries;
  return error.retryable && attempt <= allowed && !recorder.hasContent;
}

async function streamCell(context: ExecuteContext, work: CellWork, take: (event: ModelEvent) => void): Promise<void> {
  const { registry, environment } = context;
  const { provider, ref } = registry.resolve(work.target.model);
  const access = await registry.accessFor(provider, ref.model, environment);
  work.signal.throwIfAborted();
  const call = { model: ref.model, messages: work.cell.messages, parameters: work.target.parameters };
  for await (const event of provider.stream(call, access, work.signal)) {
    if (work.signal.aborted) break;
    take(event);
  }
  work.signal.throwIfAborted();
}
