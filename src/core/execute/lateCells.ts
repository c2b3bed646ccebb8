import type { StateOf } from '../run/cellGrading.ts';
import type { PlannedCell } from '../run/events.ts';

/** Cells whose prompts are made of the answers of other cells. Each is handed on as soon as all of those have ended. */
export class LateCells {
  readonly #state: StateOf;
  readonly #start: (cell: PlannedCell) => void;
  readonly #open = new Map<string, PlannedCell>();
  readonly #waitingFor = new Map<string, PlannedCell[]>();
  /** Cells that are being asked (again): their earlier answers do not count. */
  readonly #underWay = new Set<string>();

  constructor(state: StateOf, start: (cell: PlannedCell) => void) {
    this.#state = state;
    this.#start = start;
  }

  /** Takes the late cells among all cells that are about to be asked. */
  expect(asked: readonly PlannedCell[]): void {
    const cells = asked.filter((cell) => cell.after);
    if (cells.length > 0) for (const { id } of asked) this.#underWay.add(id);
    for (const cell of cells) {
      this.#open.set(cell.id, cell);
      for (const source of cell.after ?? []) this.#waitFor(source, cell);
    }
  }

  /** Starts the cells that wait for nothing. */
  start(): void {
    for (const cell of [...this.#open.values()]) this.#startIfReady(cell);
  }

  /** Has to be called for every cell that has an answer, or will have none. */
  ended(cell: PlannedCell): void {
    this.#underWay.delete(cell.id);
    for (const waiting of this.#waitingFor.get(cell.id) ?? []) this.#startIfReady(waiting);
  }

  /** Takes the cells that have not started and now never will. */
  takeAll(): readonly PlannedCell[] {
    const left = [...this.#open.values()];
    this.#open.clear();
    return left;
  }

  #waitFor(source: string, cell: PlannedCell): void {
    const waiting = this.#waitingFor.get(source);
    if (waiting) waiting.push(cell);
    else this.#waitingFor.set(source, [cell]);
  }

  #startIfReady(cell: PlannedCell): void {
    if ((cell.after ?? []).every((source) => this.#hasEnd(source)) && this.#open.delete(cell.id)) this.#start(cell);
  }

  #hasEnd(source: string): boolean {
    const status = this.#state(source)?.status;
    return !this.#underWay.has(source) && (status === 'done' || status === 'failed');
  }
}
