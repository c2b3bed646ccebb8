import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { openBatches } from '../../core/run/batchState.ts';
import type { RunState } from '../../core/run/state.ts';
import type { BatchContext } from '../../node/batch/batchAccess.ts';
import { prepareCollection } from '../../node/batch/prepareCollection.ts';
import { cancelBatches } from '../../node/batch/refreshBatches.ts';
import { signalOf } from '../editor/signals.ts';
import { requireTrust } from '../editor/trust.ts';
import type { Services } from '../services/services.ts';
import { suiteOf } from '../services/suiteOf.ts';
import type { OpenSuite } from '../services/suites.ts';
import { tellBatches } from './tellBatches.ts';

/** Takes what the jobs of a run have brought. The argument is a suite, or `{suite, runId}`. */
export async function collectBatch(services: Services, argument: unknown): Promise<void> {
  requireTrust();
  const { open, state } = await batchRunOf(services, argument);
  const { runId } = state;
  const collection = await whileLooking('Looking for batch results', (signal) =>
    prepareCollection({ ...contextOf(services, open, signal), catalog: services.catalog() }, runId),
  );
  const session = collection && (await services.evals.collect(open.uri, runId, collection.keeper));
  if (!session) throw goneError();
  await session.ended();
  // The message is not awaited: the command has ended when its work has, whether or not the message is read.
  void tellBatches(open.uri, session.state, [...collection.problems, ...collection.keeper.problems]);
}

/** Cancels the jobs of a run at their vendors, after the user has agreed to that. */
export async function cancelBatch(services: Services, argument: unknown): Promise<void> {
  requireTrust();
  const { open, state } = await batchRunOf(services, argument);
  const count = openBatches(state).length;
  const cancel = `Cancel ${count === 1 ? 'the Job' : `${count} Jobs`}`;
  const chosen = await vscode.window.showWarningMessage(
    `Cancel the batch of ${open.name}?`,
    { modal: true, detail: 'What its jobs have answered until then is paid for, and can still be collected.' },
    cancel,
  );
  if (chosen !== cancel) return;
  const cancelled = await whileLooking('Cancelling batch jobs', (signal) =>
    cancelBatches(contextOf(services, open, signal), state.runId),
  );
  if (!cancelled) throw goneError();
  void tellBatches(open.uri, { ...cancelled.state, status: 'submitted' }, cancelled.problems);
}

interface BatchRunOfSuite {
  readonly open: OpenSuite;
  readonly state: RunState;
}

/** The run that is named, else the newest of the suite whose results are still to be collected, else the newest with jobs. */
async function batchRunOf(services: Services, argument: unknown): Promise<BatchRunOfSuite> {
  const open = await suiteOf(services, argument);
  const { sessions } = services.evals;
  const { current } = sessions.get(open.uri);
  if (current?.isRunning)
    throw new PolypromptError('invalid-arguments', 'A run of this suite is under way.', {
      hint: 'Wait until it has ended.',
    });
  const named = isJsonObject(argument) && typeof argument['runId'] === 'string' ? argument['runId'] : undefined;
  const stored = sessions.stored(open.uri, rememberedRuns).filter(({ batches }) => batches !== undefined);
  const state =
    named === undefined
      ? (stored.find((run) => openBatches(run).length > 0) ?? stored[0])
      : stored.find(({ runId }) => runId === named);
  if (state) return { open, state };
  throw new PolypromptError('invalid-arguments', `${open.name} has no batch jobs.`, {
    hint: 'Start some with "Polyprompt: Run as Batch".',
  });
}

/** Runs with jobs, newest first. Older ones can be named on the command line. */
const rememberedRuns = 50;

function contextOf(services: Services, { uri }: OpenSuite, signal: AbortSignal): BatchContext {
  const { environment } = services;
  return { environment, registry: services.registry(), storage: services.storageFor(uri), signal };
}

function whileLooking<Result>(title: string, look: (signal: AbortSignal) => Promise<Result>): Thenable<Result> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (_progress, token) => look(signalOf(token)));
}

function goneError(): PolypromptError {
  return new PolypromptError('storage', 'This run is no longer on disk.', { hint: 'Run the suite anew.' });
}
