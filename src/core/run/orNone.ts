/** The one empty list of all cells: a run may hold a hundred thousand cells, and most have neither calls nor warnings. */
export const none: readonly never[] = [];

/** The list, or the shared one where it is empty. */
export function orNone<Item>(list: readonly Item[]): readonly Item[] {
  return list.length === 0 ? none : list;
}
