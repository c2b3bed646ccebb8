import type { StateOf } from './cellGrading.ts';
import type { PlannedCell } from './events.ts';

/** Cells whose prompts are made of other cells' answers: each is handed on as soon as all of these have their end. */
export class LateCells {
  readonly #state: StateOf;
  readonly #start: (cell: PlannedCell) => void;
  readonly #open = new Map<string, PlannedCell>();
  readonly #waitingFor = new Map<string, PlannedCell[]>();

  constructor(state: StateOf, start: (cell: PlannedCell) => void) {
    this.#state = state;
    this.#start = start;
  }

  expect(cells: readonly PlannedCell[]): void {
    for (const cell of cells) {
      this.#open.set(cell.id, cell);
      for (const source of cell.after ?? [])
        this.#waitingFor.set(source, [...(this.#waitingFor.get(source) ?? []), cell]);
    }
    for (const cell of cells) this.#startIfReady(cell);
  }

  /** To be told of every cell that has an answer or will have none. */
  ended(cell: PlannedCell): void {
    for (const waiting of this.#waitingFor.get(cell.id) ?? []) this.#startIfReady(waiting);
  }

  /** Those that have not started, which now never will. */
  takeAll(): readonly PlannedCell[] {
    const left = [...this.#open.values()];
    this.#open.clear();
    return left;
  }

  #startIfReady(cell: PlannedCell): void {
    const statuses = (cell.after ?? []).map((source) => this.#state(source)?.status);
    if (!statuses.every((status) => status === 'done' || status === 'failed') || !this.#open.delete(cell.id)) return;
    this.#start(cell);
  }
}
