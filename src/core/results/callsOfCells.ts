import type { CellState } from '../run/cellState.ts';

/** The calls that these cells took, retries, earlier rounds, judges and played users included; answers from the cache took none. */
export function callsOfCells(cells: readonly CellState[]): number {
  return cells.reduce((sum, cell) => sum + callsOfCell(cell), 0);
}

/** The calls of one cell, with everything that belongs to it. */
export function callsOfCell({ attempt, rounds = [], judging, playing, cached }: CellState): number {
  const others = [judging, playing].reduce((sum, each) => sum + (each ? each.calls - each.cached : 0), 0);
  return (cached ? 0 : attempt) + rounds.reduce((sum, { attempts }) => sum + attempts, 0) + others;
}
