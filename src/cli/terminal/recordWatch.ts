import { type PolypromptError, toPolypromptError } from '../../core/errors.ts';
import { exitCodes } from './exitCodes.ts';
import { tell } from './terminal.ts';

/** Tells on stderr what becomes of a run's record, and gives the exit code that follows from it, because what a run buys has to be kept. */
export class RecordWatch {
  readonly whenDiskIsFull = 'finish';
  readonly #goOn: string | undefined;
  #end: 'stopped' | 'without' | 'taken-over' | undefined;

  /** The command that goes on with the run once there is room on the disk again. */
  constructor(goOn?: string) {
    this.#goOn = goOn;
  }

  readonly onStorageFailure = (error: unknown, hasBegun: boolean): void => {
    this.#end = hasBegun ? 'stopped' : 'without';
    if (!hasBegun) {
      tell(`The run cannot be recorded; it goes on without. ${toPolypromptError(error).message}\n`);
      return;
    }
    const next = this.#goOn === undefined ? '' : ` Make room, then go on with: ${this.#goOn}`;
    tell(`${toPolypromptError(error).message} Nothing more is asked.${next}\n`);
  };

  readonly onTakenOver = (error: PolypromptError): void => {
    this.#end = 'taken-over';
    tell(`${error.message} ${error.hint}\n`);
  };

  /** The exit code in view of the record; `code` is the one that follows from the results. */
  exitCode(code: number): number {
    if (code === exitCodes.interrupted) return code;
    if (this.#end === 'taken-over') return exitCodes.takenOver;
    if (this.#end === 'stopped') return exitCodes.notRecorded;
    return this.#end === 'without' && code === exitCodes.done ? exitCodes.notRecorded : code;
  }
}
