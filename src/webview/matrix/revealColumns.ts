/** Scrolls the open row sideways until the answers of these targets are in sight, the first one at least. False while they are not on the page. */
export function revealColumns(page: HTMLElement, targets: readonly string[]): boolean {
  const columns = page.querySelector<HTMLElement>('.detail .columns');
  const wanted = [...(columns?.querySelectorAll<HTMLElement>('.column') ?? [])].filter((column) =>
    targets.includes(column.dataset['target'] ?? ''),
  );
  const [first, last] = [wanted[0], wanted.at(-1)];
  if (!columns || !first || !last) return false;
  const view = columns.getBoundingClientRect();
  const missing = last.getBoundingClientRect().right - view.right;
  const room = first.getBoundingClientRect().left - view.left;
  if (room < 0) columns.scrollLeft += room;
  else if (missing > 0) columns.scrollLeft += Math.min(missing, room);
  return true;
}
