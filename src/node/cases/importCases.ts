import type { LogFormat, LoggedCall } from '../../core/cases/calls/loggedCall.ts';
import { textOf } from '../../core/cases/calls/readMessages.ts';
import { type CaseMaker, caseOfCall, type ImportedCase, type LeftOut } from '../../core/cases/caseOfCall.ts';
import { columnsOf } from '../../core/cases/formats/plainRows.ts';
import { LastSteps } from '../../core/cases/lastSteps.ts';
import { Reservoir } from '../../core/cases/randomPlaces.ts';
import { type ReadCallsOptions, type ReadingState, readCalls } from './readCalls.ts';
import { takingTurns } from './takingTurns.ts';

/** What came of reading logs for a prompt. */
export interface ImportedLog {
  /** No more than are held at once: beyond that, a random part of them, drawn by `importSeed`. */
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
  /** The columns of the first row whose columns are, or could be, variables. */
  readonly columns: readonly string[];
  /** The first calls that fit in several ways, each as the cases that they may be. */
  readonly ambiguous: readonly (readonly ImportedCase[])[];
  /** The beginnings of the first calls of another prompt. */
  readonly others: readonly string[];
  readonly isStopped: boolean;
}

/** The cases that are held at once. */
export const mostKept = 20_000;
/** The calls that are shown, since nobody looks at more of them. */
const mostAmbiguous = 50;
const mostOthers = 5;
const othersLength = 200;
export const importSeed = 20_261_130;

export interface ImportOptions extends ReadCallsOptions {
  readonly maker: CaseMaker;
  /** Ends after this many cases. */
  readonly limit?: number;
  /** The cases that are held at once, 20,000 unless said. */
  readonly most?: number;
}

/** Reads files once and gives what could become cases. Nothing is written. */
export async function importCases(paths: readonly string[], options: ImportOptions): Promise<ImportedLog> {
  const tally = new Tally(options.maker, options.most ?? mostKept);
  const steps = new LastSteps();
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  const reading = readCalls(paths, options);
  let next = await reading.next();
  const turn = takingTurns();
  for (; next.done !== true && tally.cases.seen < limit; next = await reading.next()) {
    for (const call of steps.add(next.value.call)) tally.add(call, limit);
    // Calls that waited for their other half come all at once at the end of the files.
    const others = turn();
    if (others !== undefined) await others;
    if (options.signal.aborted) break;
  }
  for (const call of steps.end()) {
    tally.add(call, limit);
    const others = turn();
    if (others !== undefined) await others;
  }
  const state = next.done === true ? next.value : next.value.state;
  await reading.return(state);
  const { cases, formats, found, leftOut, withoutContent, unmappedColumns, columns, ambiguous, others } = tally;
  return {
    cases: cases.items(),
    state,
    formats,
    found,
    leftOut,
    withoutContent: [...withoutContent],
    steps: steps.dropped,
    unmappedColumns,
    columns,
    ambiguous,
    others,
    isStopped: options.signal.aborted,
  };
}

class Tally {
  readonly cases: Reservoir<ImportedCase>;
  readonly formats: Partial<Record<LogFormat, number>> = {};
  readonly found = { exactly: 0, closely: 0, given: 0 };
  readonly leftOut: Partial<Record<LeftOut, number>> = {};
  readonly withoutContent = new Set<LogFormat>();
  unmappedColumns: readonly string[] = [];
  columns: readonly string[] = [];
  readonly ambiguous: (readonly ImportedCase[])[] = [];
  readonly others: string[] = [];
  readonly #maker: CaseMaker;

  constructor(maker: CaseMaker, most: number) {
    this.#maker = maker;
    this.cases = new Reservoir<ImportedCase>(most, importSeed);
  }

  add(call: LoggedCall, limit: number) {
    if (this.cases.seen >= limit) return;
    this.formats[call.format] = (this.formats[call.format] ?? 0) + 1;
    const row = call.row ?? call.variables;
    const result = caseOfCall(call, this.#maker);
    // A row with messages of the prompt needs no columns.
    const hasColumns = result.type === 'case' ? result.found === 'given' : result.reason === 'columns';
    if (row && hasColumns && this.columns.length === 0) this.columns = Object.keys(columnsOf(row));
    if (result.type === 'case') {
      this.found[result.found]++;
      this.cases.add(result.case);
      return;
    }
    this.leftOut[result.reason] = (this.leftOut[result.reason] ?? 0) + 1;
    if (result.reason === 'no-content') this.withoutContent.add(call.format);
    if (result.reason === 'columns' && row && this.unmappedColumns.length === 0)
      this.unmappedColumns = Object.keys(columnsOf(row));
    if (result.choices && this.ambiguous.length < mostAmbiguous) this.ambiguous.push(result.choices);
    if (result.reason === 'other-prompt' && this.others.length < mostOthers) this.others.push(beginning(call));
  }
}

/** The beginning of what was asked. */
function beginning({ messages }: LoggedCall): string {
  const [first] = messages;
  return first ? `${first.role}: ${textOf(first)}`.slice(0, othersLength) : '';
}
