import type { CellState } from '../../../core/run/cellState.ts';
import { modelOfTarget } from '../../../core/run/modelOfTarget.ts';
import { cellsOf, type RunState } from '../../../core/run/state.ts';
import { counted } from '../../../core/text/formatCount.ts';
import { formatDuration } from '../../../core/text/formatDuration.ts';
import { spokenCost } from '../../panel/figures.ts';

/** The sentences that a screen reader should hear between one state and the next: how columns end, and what they wait for. */
export function announcementsBetween(before: RunState | undefined, after: RunState | undefined): readonly string[] {
  if (!after || before?.runId !== after.runId) return after?.status === 'running' ? ['Run started.'] : [];
  const spoken = [...cellsOf(after)].flatMap((cell) => {
    const earlier = before.cells[cell.id];
    const name = nameOf(after, cell);
    if (cell.awaits && cell.awaits.id !== earlier?.awaits?.id)
      return [`${name} waits for the result of ${cell.awaits.name}.`];
    if (cell.status === earlier?.status) return [];
    const sentence = sentenceFor(name, cell);
    return sentence ? [sentence] : [];
  });
  if (before.status === 'running' && after.status !== 'running')
    spoken.push(after.status === 'done' ? 'Run finished.' : 'Run stopped.');
  return spoken;
}

/** The model, and of several answers which one. */
function nameOf(run: RunState, { target, repeat }: CellState): string {
  const model = modelOfTarget(run, target);
  const label = model.slice(model.indexOf('/') + 1);
  return run.plan.some((planned) => planned.repeat > 0) ? `${label}, answer ${repeat + 1},` : label;
}

function sentenceFor(label: string, cell: CellState): string | undefined {
  switch (cell.status) {
    case 'done':
      return `${[`${label} finished`, spokenTokens(cell), cell.cost ? spokenCost(cell.cost.amount) : 'price unknown'].join(', ')}.`;
    case 'failed':
      return `${label} failed: ${cell.error?.message ?? 'no reason given'}`;
    case 'cancelled':
      return `${label} stopped.`;
    case 'retrying':
      return `${label} is retrying after ${cell.retry?.error.message ?? 'an error'}`;
    case 'queued':
    case 'waiting':
    case 'streaming':
      return undefined;
  }
}

function spokenTokens({ usage, timing }: CellState): string {
  if (usage?.outputTokens !== undefined) return counted(usage.outputTokens, 'token');
  return timing ? formatDuration(timing.totalMs) : 'tokens unknown';
}
