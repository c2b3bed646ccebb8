import type { RunEvent } from '../core/run/events.ts';
import { Journal, type WriteText } from './journal.ts';
import { RunLock } from './runLock.ts';

interface RecordContext {
  readonly storage: string;
  readonly runId: string;
  readonly whenDiskIsFull?: 'pause' | 'go-on';
  onStorageFailure(error: unknown): void;
  readonly write?: WriteText;
}

/** A run's journal together with the right to write it; opened with the first event, closed between two stretches of work. */
export class RunRecord {
  readonly #context: RecordContext;
  #journal: Journal | undefined;
  #lock: RunLock | undefined;
  /** What the disk refused, in order; kept only where it will be tried again. */
  #refused: RunEvent[] = [];
  #isFull = false;

  constructor(context: RecordContext) {
    this.#context = context;
  }

  /** True once the disk has refused, until a retry succeeds. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Throws `storage` when the disk refuses or another process works on the run. */
  open(): void {
    const { storage, runId, write } = this.#context;
    if (this.#journal) return;
    const journal = Journal.open(storage, runId, write);
    try {
      this.#lock = RunLock.acquire(storage, runId);
      this.#journal = journal;
    } catch (error) {
      journal.close();
      throw error;
    }
  }

  /** True when this event was the first that could not be recorded; that was told then. */
  append(event: RunEvent): boolean {
    if (this.#isFull) {
      this.#keep(event);
      return false;
    }
    try {
      this.open();
      this.#journal?.append(event);
      return false;
    } catch (error) {
      this.#isFull = true;
      this.#keep(event);
      this.#context.onStorageFailure(error);
      return true;
    }
  }

  /** Writes what was refused; false when it still cannot be written. */
  retry(): boolean {
    try {
      this.open();
      for (let event = this.#refused[0]; event; event = this.#refused[0]) {
        this.#journal?.append(event);
        this.#refused.shift();
      }
    } catch {
      return false;
    }
    this.#isFull = false;
    return true;
  }

  close(): void {
    if (this.#isFull && this.#refused.length > 0) this.retry();
    this.#journal?.close();
    this.#lock?.release();
    this.#journal = undefined;
    this.#lock = undefined;
  }

  #keep(event: RunEvent): void {
    const isNeeded = event.type !== 'cell-delta' && event.type !== 'lane-changed';
    if (this.#context.whenDiskIsFull === 'pause' && isNeeded) this.#refused.push(event);
  }
}
