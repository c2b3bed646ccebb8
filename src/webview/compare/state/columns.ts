import { defined } from '../../../core/jsonRead.ts';
import { parseModelRef } from '../../../core/models/modelRef.ts';
import { columnId } from '../../../core/plan/joinColumns.ts';
import type { CellState } from '../../../core/run/cellState.ts';
import type { Target } from '../../../core/run/events.ts';
import type { ChosenModel } from '../../../protocol.ts';
import { baseOf, type Column } from '../../panel/column.ts';
import type { Preferences } from '../../panel/preferences.ts';
import type { CompareState } from './compareStore.ts';

/** The columns in the reader's order, hidden ones left out; exactly one of them is the base. */
export function visibleColumns(state: CompareState, preferences: Preferences): readonly Column[] {
  const ordered = orderedColumns(state, preferences).filter((column) => !preferences.hidden.includes(column.target));
  const base = baseOf(ordered, preferences.base);
  const isChosen = ordered.some(({ target }) => target === preferences.base);
  return ordered.map((column) => ({
    ...column,
    isBase: column === base,
    ...(isChosen ? {} : plainSide(ordered, column)),
  }));
}

/** All columns in the reader's order, hidden ones included. */
export function orderedColumns(state: CompareState, preferences: Preferences): readonly Column[] {
  return inOrder(allColumns(state, preferences.repeats), preferences.order);
}

/** Labels of the columns that the reader has hidden. */
export function hiddenColumns(state: CompareState, preferences: Preferences): readonly Column[] {
  return allColumns(state, preferences.repeats).filter((column) => preferences.hidden.includes(column.target));
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

function allColumns({ run, setup }: CompareState, shown: Preferences['repeats']): readonly Column[] {
  const chosen = new Map((setup?.models ?? []).map((model) => [model.model, model]));
  if (!run) return (setup?.models ?? []).map((model) => column(model.model, model.model, model));
  const cells = Map.groupBy(Object.values(run.cells), ({ target }) => target);
  return run.targets.map(({ id, model, version, setting }) => ({
    ...column(id, model, chosen.get(model)),
    ...kindOf(chosen.get(model)?.label ?? nameOf(model), defined({ version, setting })),
    ...answers(cells.get(id) ?? [], shown[id] ?? 0),
  }));
}

/** Unless a reader chose a base, another version or setting is compared with its own model's column for the prompt as it stands. */
function plainSide(columns: readonly Column[], { model, kind, target }: Column): Pick<Column, 'comparedWith'> {
  const plain = kind && columns.find((other) => other.model === model && !other.kind && other.target !== target);
  return plain ? { comparedWith: plain.target } : {};
}

function kindOf(name: string, { version, setting }: Pick<Target, 'version' | 'setting'>): Partial<Column> {
  const words = [version, setting].filter((word) => word !== undefined);
  return words.length === 0 ? {} : { label: columnId(name, defined({ version, setting })), kind: { name, words } };
}

function nameOf(model: string): string {
  return parseModelRef(model)?.model ?? model;
}

function answers(cells: readonly CellState[], shown: number): Pick<Column, 'cell' | 'repeats'> {
  const repeats = cells.toSorted((left, right) => left.repeat - right.repeat);
  const cell = repeats.find(({ repeat }) => repeat === shown) ?? repeats[0];
  return { cell, ...(repeats.length > 1 ? { repeats } : {}) };
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
