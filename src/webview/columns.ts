import { parseModelRef } from '../core/modelRef.ts';
import type { CellState } from '../core/run/state.ts';
import type { ChosenModel } from '../protocol.ts';
import type { Preferences } from './preferences.ts';
import type { PanelState } from './store.ts';

/** One column: the model, and its cell once there is a run. */
export interface Column {
  readonly target: string;
  /** `provider/model`. */
  readonly model: string;
  readonly label: string;
  readonly provider: string;
  readonly isSimulated: boolean;
  readonly isBase: boolean;
  /** The column it is compared with in place of the base. */
  readonly comparedWith?: string;
  readonly cell: CellState | undefined;
}

/** The columns in the reader's order, hidden ones left out; exactly one of them is the base. */
export function visibleColumns(state: PanelState, preferences: Preferences): readonly Column[] {
  const ordered = orderedColumns(state, preferences).filter((column) => !preferences.hidden.includes(column.target));
  const base = baseOf(ordered, preferences.base);
  return ordered.map((column) => ({ ...column, isBase: column === base }));
}

/** All columns in the reader's order, hidden ones included. */
export function orderedColumns(state: PanelState, preferences: Preferences): readonly Column[] {
  return inOrder(allColumns(state), preferences.order);
}

/** The one that was chosen, else the first; nothing is compared with an answer that failed while there is another. */
export function baseOf<One extends Column>(columns: readonly One[], chosen: string): One | undefined {
  const wanted = columns.find((column) => column.target === chosen) ?? columns[0];
  return wanted && hasFailed(wanted) ? (columns.find((column) => !hasFailed(column)) ?? wanted) : wanted;
}

function hasFailed({ cell }: Column): boolean {
  return cell?.status === 'failed' || cell?.status === 'cancelled';
}

/** Labels of the columns that the reader has hidden. */
export function hiddenColumns(state: PanelState, preferences: Preferences): readonly Column[] {
  return allColumns(state).filter((column) => preferences.hidden.includes(column.target));
}

/** The order after a column has moved one place to the left (-1) or right (1), or in front of another one. */
export function moved(columns: readonly Column[], target: string, to: -1 | 1 | { readonly before: string }): string[] {
  const order = columns.map((column) => column.target);
  const from = order.indexOf(target);
  const rest = order.filter((other) => other !== target);
  const place = typeof to === 'number' ? from + to : rest.indexOf(to.before);
  rest.splice(Math.max(0, Math.min(rest.length, place)), 0, target);
  return rest;
}

export function isRunning(cell: CellState | undefined): boolean {
  return cell?.status === 'waiting' || cell?.status === 'streaming' || cell?.status === 'retrying';
}

/** The whole answer of a finished cell; undefined while it is on its way, when it failed, or when it only calls tools. */
export function finishedText({ cell }: Column): string | undefined {
  if (cell?.status !== 'done') return undefined;
  return cell.text === '' && cell.toolCalls.length > 0 ? undefined : cell.text;
}

/** What a column's differences are shown against; undefined for a base, and where its own counterpart is not there. */
export function baseFor(columns: readonly Column[], column: Column): Column | undefined {
  if (column.isBase) return undefined;
  const { comparedWith } = column;
  return columns.find((other) => (comparedWith === undefined ? other.isBase : other.target === comparedWith));
}

/** What a column is compared with in the diff editor: its base, or for a base the first that is compared with it. */
export function otherSide(columns: readonly Column[], column: Column): Column | undefined {
  if (column.comparedWith !== undefined) return baseFor(columns, column);
  const own = columns.find((other) => other.comparedWith === column.target);
  return own ?? columns.find((other) => (column.isBase ? !other.isBase : other.isBase));
}

function allColumns({ run, setup }: PanelState): readonly Column[] {
  const chosen = new Map((setup?.models ?? []).map((model) => [model.model, model]));
  if (!run) return (setup?.models ?? []).map((model) => column(model.model, model.model, model));
  const cells = new Map(Object.values(run.cells).map((cell) => [cell.target, cell]));
  return run.targets.map(({ id, model }) => ({ ...column(id, model, chosen.get(model)), cell: cells.get(id) }));
}

function column(target: string, model: string, chosen: ChosenModel | undefined): Column {
  const ref = parseModelRef(model) ?? { provider: '', model };
  return {
    target,
    model,
    label: chosen?.label ?? ref.model,
    provider: chosen?.provider ?? ref.provider,
    isSimulated: chosen?.simulated ?? ref.provider === 'simulated',
    isBase: false,
    cell: undefined,
  };
}

function inOrder(columns: readonly Column[], order: readonly string[]): readonly Column[] {
  const place = (target: string) => (order.includes(target) ? order.indexOf(target) : order.length);
  return [...columns].sort((a, b) => place(a.target) - place(b.target));
}
