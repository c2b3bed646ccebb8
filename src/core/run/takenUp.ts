import { defaultMaxTurns, type ToolLoop } from '../tools/toolSettings.ts';
import type { CellState } from './cellState.ts';
import { hasOpenCalls } from './conversation.ts';
import type { PlannedCell } from './events.ts';

/** The calls of a prompt that declares no results wait for a person, one after the other. */
const answeredByPerson: ToolLoop = { rules: [], maxTurns: defaultMaxTurns };

/** The cell as it goes on when a person answers the calls that it ended with; none where it ended without such calls. */
export function takenUp(plan: readonly PlannedCell[], answered: CellState | undefined): readonly PlannedCell[] {
  const planned = plan.find(({ id }) => id === answered?.id);
  if (!planned || answered?.status !== 'done') return [];
  const { rounds = [], toolCalls, finishReason = 'other' } = answered;
  const canGoOn = hasOpenCalls(planned, rounds, { toolCalls, finishReason });
  return canGoOn ? [{ ...planned, loop: planned.loop ?? answeredByPerson }] : [];
}
