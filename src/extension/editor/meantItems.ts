import type * as vscode from 'vscode';

/**
 * The items that a person chose in a pick of several: the ticked ones. Where nothing was ticked or cleared since the pick opened, the
 * marked item counts too, because a person who types a name and presses Enter means that one.
 */
export function meantItems<Item extends vscode.QuickPickItem>(
  pick: Pick<vscode.QuickPick<Item>, 'value' | 'activeItems' | 'selectedItems'>,
  tickedAtFirst: readonly Item[],
): readonly Item[] {
  const { value, activeItems, selectedItems } = pick;
  const isUntouched = labelsOf(selectedItems) === labelsOf(tickedAtFirst);
  return value !== '' && isUntouched ? [...new Set([...selectedItems, ...activeItems.slice(0, 1)])] : selectedItems;
}

function labelsOf(items: readonly vscode.QuickPickItem[]): string {
  return items
    .map(({ label }) => label)
    .sort()
    .join('\n');
}
