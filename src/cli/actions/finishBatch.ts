import type { RunState } from '../../core/run/state.ts';
import type { BatchKeeper } from '../../node/batch/batchKeeper.ts';
import { printBatches, tellBatchProblems, tellNextStep } from '../inputs/batchRuns.ts';
import type { CliContext } from '../inputs/configuration.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { tell } from '../terminal/terminal.ts';
import { collectResults } from './batch.ts';

interface SubmittedEval {
  readonly context: CliContext;
  readonly storage: string;
  readonly keeper: BatchKeeper;
  readonly state: RunState;
  readonly options: {
    readonly wait?: true;
    readonly every: number;
    readonly output: readonly string[];
    readonly threshold?: number;
  };
  readonly isInterrupted: boolean;
}

/** Tells what was sent where and what to do next, or stays until every result is there; the result is the exit code. */
export async function finishBatch(submitted: SubmittedEval): Promise<number> {
  const { context, storage, keeper, state, options, isInterrupted } = submitted;
  const { unbatchable } = keeper.desk;
  if (unbatchable.length > 0) tell(`Asked at once, for no batch engine takes them: ${unbatchable.join(', ')}\n`);
  tellBatchProblems(keeper.problems);
  if (state.batches) printBatches(state, {});
  if (isInterrupted) return exitCodes.interrupted;
  const isOver = state.status === 'done';
  if (isOver || (options.wait && state.status === 'submitted'))
    return collectResults({ context, storage, runId: state.runId, options });
  tellNextStep(state);
  if (options.output.length > 0) tell('Result files are written by what collects the results: give it --output.\n');
  return state.status === 'submitted' ? exitCodes.done : exitCodes.providerErrors;
}
