import { defined } from '../../core/jsonRead.ts';
import { filedRounds } from '../../core/results/cellTranscript.ts';
import type { CellState } from '../../core/run/cellState.ts';
import type { RunState } from '../../core/run/state.ts';

/** A run as one JSON object: what each model answered, in the order of the columns. */
export function resultLines(state: RunState): object {
  const cells = state.plan.map((planned) => state.cells[planned.id]).filter((cell) => cell !== undefined);
  return {
    runId: state.runId,
    prompt: state.prompt,
    promptVersion: state.promptVersion,
    outcome: state.status,
    results: cells.map(resultOf),
  };
}

function resultOf(cell: CellState): object {
  return {
    model: cell.target,
    ...defined({ variant: cell.variant }),
    status: cell.status,
    answer: cell.text,
    ...(cell.reasoning === '' ? {} : { reasoning: cell.reasoning }),
    toolCalls: cell.toolCalls,
    ...defined({ rounds: filedRounds(cell) }),
    usage: cell.usage ?? null,
    cost: cell.cost ?? null,
    servedModel: cell.servedModel ?? null,
    ...defined({ isFallback: cell.isFallback }),
    finishReason: cell.finishReason ?? null,
    timing: cell.timing ?? null,
    attempts: cell.attempt,
    ...defined({ routed: cell.routed }),
    warnings: cell.warnings,
    error: cell.error ?? null,
  };
}
