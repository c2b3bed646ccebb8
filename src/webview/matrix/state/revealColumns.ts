/** Scrolls the grid sideways until the answers of these targets are in sight, the first one at least. False while they are not on the page. */
export function revealColumns(page: HTMLElement, targets: readonly string[]): boolean {
  const scroller = page.querySelector<HTMLElement>('.matrix-scroll');
  const wanted = [...page.querySelectorAll<HTMLElement>('.detail .column')].filter((column) =>
    targets.includes(column.dataset['target'] ?? ''),
  );
  const [first, last] = [wanted[0], wanted.at(-1)];
  if (!scroller || !first || !last) return false;
  const view = scroller.getBoundingClientRect();
  const missing = last.getBoundingClientRect().right - view.right;
  const room = first.getBoundingClientRect().left - view.left;
  if (room < 0) scroller.scrollLeft += room;
  else if (missing > 0) scroller.scrollLeft += Math.min(missing, room);
  return true;
}
