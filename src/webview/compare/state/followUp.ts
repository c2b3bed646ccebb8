import type { CellState } from '../../../core/run/cellState.ts';
import { type Column, isBusy } from '../../panel/column.ts';
import type { CompareContext } from './compareContext.ts';
import type { CompareState } from './compareStore.ts';

/** Who would be asked further, and why nobody can be, as a sentence. */
export interface FollowUp {
  readonly columns: readonly Column[];
  readonly obstacle: string | undefined;
}

/** The columns that the next question goes to: all in sight that have answered, or the one that was chosen. */
export function followUpOf(context: Pick<CompareContext, 'state' | 'columns' | 'askingOf'>): FollowUp {
  const { state, askingOf } = context;
  const columns = context.columns.filter(
    ({ target, cell }) => canGoOn(cell) && (askingOf === undefined || target === askingOf),
  );
  return { columns, obstacle: obstacleTo(state, context.columns, columns) };
}

/** True for a cell from whose answer a conversation can go on. */
export function canGoOn(cell: CellState | undefined): boolean {
  return cell?.status === 'done';
}

/** True for a cell in which more was said than a prompt and its answer, by a person. */
export function isConversation(cell: CellState | undefined): boolean {
  return (cell?.rounds ?? []).some(
    ({ user, results }) => user !== undefined || results.some(({ by }) => by === 'person'),
  );
}

/** True when the question has been asked: a person has said it in a column, after everything else. */
export function isAsked({ run }: Pick<CompareState, 'run'>, text: string): boolean {
  const last = Object.values(run?.cells ?? {}).map(({ rounds = [] }) => rounds.at(-1)?.user);
  return last.some((user) => user?.by === 'person' && user.text === text.trim());
}

function obstacleTo(
  { setup, run }: CompareState,
  shown: readonly Column[],
  asked: readonly Column[],
): string | undefined {
  if (!setup?.trusted) return 'This workspace is not trusted, so nothing is sent.';
  if (run?.status === 'running' || shown.some(isBusy)) return 'Wait until all have answered.';
  return asked.length === 0 ? 'There is no answer to go on from.' : undefined;
}
