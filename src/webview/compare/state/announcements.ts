import type { CellState, RunState } from '../../../core/run/state.ts';
import { counted } from '../../../core/text/formatCount.ts';
import { formatDuration } from '../../../core/text/formatDuration.ts';
import { spokenCost } from '../../panel/figures.ts';

/** The sentences that a screen reader should hear between one state and the next: how columns end, and what they wait for. */
export function announcementsBetween(before: RunState | undefined, after: RunState | undefined): readonly string[] {
  if (!after || before?.runId !== after.runId) return after?.status === 'running' ? ['Run started.'] : [];
  const spoken = after.targets.flatMap(({ id, model }) => {
    const cell = cellOf(after, id);
    const earlier = cellOf(before, id);
    if (!cell) return [];
    if (cell.awaits && cell.awaits.id !== earlier?.awaits?.id)
      return [`${nameOf(model)} waits for the result of ${cell.awaits.name}.`];
    if (cell.status === earlier?.status) return [];
    const sentence = sentenceFor(nameOf(model), cell);
    return sentence ? [sentence] : [];
  });
  if (before.status === 'running' && after.status !== 'running')
    spoken.push(after.status === 'done' ? 'Run finished.' : 'Run stopped.');
  return spoken;
}

function nameOf(model: string): string {
  return model.slice(model.indexOf('/') + 1);
}

function cellOf(run: RunState, target: string): CellState | undefined {
  return Object.values(run.cells).find((cell) => cell.target === target);
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
