import type { LogFormat, LoggedCall } from '../../core/cases/calls/loggedCall.ts';
import { type CaseMaker, caseOfCall, type ImportedCase, type LeftOut } from '../../core/cases/caseOfCall.ts';
import { columnsOf } from '../../core/cases/formats/plainRows.ts';
import { LastSteps } from '../../core/cases/lastSteps.ts';
import { Reservoir } from '../../core/cases/randomPlaces.ts';
import { type ReadCallsOptions, type ReadingState, readCalls } from './readCalls.ts';

/** What came of reading logs for a prompt. */
export interface ImportedLog {
  /** No more than `mostKept`: beyond that, a random part of them, drawn by `seed`. */
  readonly cases: readonly ImportedCase[];
  readonly state: ReadingState;
  /** The calls of each format. */
  readonly formats: Readonly<Partial<Record<LogFormat, number>>>;
  readonly found: Readonly<Record<'exactly' | 'closely' | 'given', number>>;
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>;
  /** The formats of calls without texts, of which each has a switch of its own. */
  readonly withoutContent: readonly LogFormat[];
  /** Calls that were earlier steps of a loop of tools that is kept. */
  readonly steps: number;
  /** The columns of the first row that could not be mapped. */
  readonly unmappedColumns: readonly string[];
  readonly isStopped: boolean;
}

/** The cases that are held at once. */
export const mostKept = 20_000;
export const importSeed = 20_261_130;

export interface ImportOptions extends ReadCallsOptions {
  readonly maker: CaseMaker;
  /** Ends after this many cases. */
  readonly limit?: number;
}

/** Reads files once and gives what could become cases. Nothing is written. */
export async function importCases(paths: readonly string[], options: ImportOptions): Promise<ImportedLog> {
  const tally = new Tally(options.maker);
  const steps = new LastSteps();
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  const reading = readCalls(paths, options);
  let next = await reading.next();
  for (; next.done !== true && tally.cases.seen < limit; next = await reading.next())
    for (const call of steps.add(next.value.call)) tally.add(call, limit);
  for (const call of steps.end()) tally.add(call, limit);
  const state = next.done === true ? next.value : next.value.state;
  await reading.return(state);
  const { cases, formats, found, leftOut, withoutContent, unmappedColumns } = tally;
  return {
    cases: cases.items(),
    state,
    formats,
    found,
    leftOut,
    withoutContent: [...withoutContent],
    steps: steps.dropped,
    unmappedColumns,
    isStopped: options.signal.aborted,
  };
}

class Tally {
  readonly cases = new Reservoir<ImportedCase>(mostKept, importSeed);
  readonly formats: Partial<Record<LogFormat, number>> = {};
  readonly found = { exactly: 0, closely: 0, given: 0 };
  readonly leftOut: Partial<Record<LeftOut, number>> = {};
  readonly withoutContent = new Set<LogFormat>();
  unmappedColumns: readonly string[] = [];
  readonly #maker: CaseMaker;

  constructor(maker: CaseMaker) {
    this.#maker = maker;
  }

  add(call: LoggedCall, limit: number) {
    if (this.cases.seen >= limit) return;
    this.formats[call.format] = (this.formats[call.format] ?? 0) + 1;
    const result = caseOfCall(call, this.#maker);
    if (result.type === 'case') {
      this.found[result.found]++;
      this.cases.add(result.case);
      return;
    }
    this.leftOut[result.reason] = (this.leftOut[result.reason] ?? 0) + 1;
    if (result.reason === 'no-content') this.withoutContent.add(call.format);
    const row = call.row ?? call.variables;
    if (result.reason === 'columns' && row && this.unmappedColumns.length === 0)
      this.unmappedColumns = Object.keys(columnsOf(row));
  }
}
