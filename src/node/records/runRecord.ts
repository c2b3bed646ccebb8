import { PolypromptError } from '../../core/errors.ts';
import type { RunEvent } from '../../core/run/events.ts';
import { storageError } from '../files/storageError.ts';
import { prepareStorage } from '../files/storageFolder.ts';
import type { WriteText } from '../files/writeText.ts';
import { Journal, mendJournal } from './journal.ts';
import { RunLock } from './runLock.ts';

/**
 * What follows when nothing can be recorded any more. `pause`: nothing new is asked until a retry succeeds. `finish`: requests under way
 * end and nothing new is asked, but a run of which nothing could be recorded from the start goes on in memory. `go-on`: the run goes on in
 * memory.
 */
export type FullDiskRule = 'pause' | 'finish' | 'go-on';

/** `taken-over`: another process works on the run now. `recorded` and `refused` tell what the disk did. */
export type RecordChange = 'recorded' | 'refused' | 'taken-over';

interface RecordContext {
  readonly storage: string;
  readonly runId: string;
  readonly whenDiskIsFull?: FullDiskRule;
  onStorageFailure(error: unknown, hasBegun: boolean): void;
  readonly write?: WriteText;
}

/** A run's journal together with the right to write it. It is opened with the first event, and closed between two stretches of work. */
export class RunRecord {
  readonly #context: RecordContext;
  #journal: Journal | undefined;
  #lock: RunLock | undefined;
  /** Events that the disk refused, in order; they are kept only where writing them will be tried again. */
  #refused: RunEvent[] = [];
  #isFull = false;
  #hasBegun = false;
  #isTakenOver = false;

  constructor(context: RecordContext) {
    this.#context = context;
  }

  /** True once the disk has refused, until a retry succeeds. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** True when the run is on disk, perhaps without its end. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /**
   * Opens the record of a run that is on disk already. Throws `storage` when the disk would not take more, or when another process works on
   * the run.
   */
  reopen(): void {
    this.#open();
    try {
      this.#journal?.requireRoom();
    } catch (error) {
      this.close();
      throw error;
    }
    this.#hasBegun = true;
  }

  /** Records an event. `refused` and `taken-over` are returned once, when it happens. */
  append(event: RunEvent): RecordChange {
    if (this.#isTakenOver) return 'recorded';
    if (this.#lock?.isHeld() === false) return this.#giveUp();
    if (this.#isFull) {
      this.#keep(event);
      return 'recorded';
    }
    try {
      this.#open();
      this.#journal?.append(event);
      this.#hasBegun = true;
      return 'recorded';
    } catch (error) {
      this.#isFull = true;
      this.#keep(event);
      if (!this.#hasBegun) {
        this.#journal?.discard();
        this.#closeFiles();
      }
      this.#context.onStorageFailure(error, this.#hasBegun);
      return 'refused';
    }
  }

  /** Writes the events that were refused. The result is false when they still cannot be written. */
  retry(): boolean {
    try {
      this.#open();
      for (let event = this.#refused[0]; event; event = this.#refused[0]) {
        this.#journal?.append(event);
        this.#hasBegun = true;
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
    this.#closeFiles();
  }

  #open(): void {
    const { storage, runId, write } = this.#context;
    if (this.#journal) return;
    try {
      prepareStorage(storage);
      this.#lock = RunLock.acquire(storage, runId);
      mendJournal(storage, runId);
      this.#journal = Journal.open(storage, runId, write);
    } catch (cause) {
      this.#closeFiles();
      throw cause instanceof PolypromptError ? cause : storageError('The run cannot be recorded', cause);
    }
  }

  #giveUp(): RecordChange {
    this.#isTakenOver = true;
    this.#journal?.abandon();
    this.#closeFiles();
    return 'taken-over';
  }

  #closeFiles(): void {
    this.#journal?.close();
    this.#lock?.release();
    this.#journal = undefined;
    this.#lock = undefined;
  }

  #keep(event: RunEvent): void {
    const { whenDiskIsFull } = this.#context;
    const isNeeded = event.type !== 'cell-delta' && event.type !== 'lane-changed';
    const isTriedAgain = whenDiskIsFull === 'pause' || (whenDiskIsFull === 'finish' && this.#hasBegun);
    if (isTriedAgain && isNeeded) this.#refused.push(event);
  }
}
