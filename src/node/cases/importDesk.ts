import { type CaseMaker, caseAsJson } from '../../core/cases/caseOfCall.ts';
import type { ColumnMapping } from '../../core/cases/columnMapping.ts';
import { importReport } from '../../core/cases/importReport.ts';
import type { ImportPage } from '../../core/cases/page/importPage.ts';
import { logPart, type RowChoices } from '../../core/cases/page/importView.ts';
import { aboutCases, type ChosenCases, chosenCases } from '../../core/cases/sampling/chosenCases.ts';
import type { PhoneRegion } from '../../core/privacy/phonePlans.ts';
import { type ImportedLog, importCases, importSeed } from './importCases.ts';
import { type Pause, PersonalDesk } from './personalDesk.ts';
import type { ReadingState } from './readCalls.ts';

/** The cases that are held of a longer log, drawn at random: choosing rows among more of them takes too long to wait for. */
const mostHeld = 5_000;
/** The rows that are chosen where there are more than a person reads. */
const usualSample = 120;
const readable = 200;

type Parts = Pick<ImportPage, 'report' | 'mapping' | 'ambiguous' | 'others' | 'sample'> &
  ReturnType<PersonalDesk['part']>;

export interface Reading {
  readonly signal: AbortSignal;
  readonly pause: Pause;
  onProgress(state: ReadingState): void;
}

/** What lies between log files and a file of cases: what was read, and what a person decides about it. Nothing is written here. */
export class ImportDesk {
  readonly personal: PersonalDesk;
  readonly files: readonly string[];
  readonly #maker: Omit<CaseMaker, 'mapping'>;
  #log: ImportedLog | undefined;
  #chosen: ChosenCases = { cases: [] };
  #choices: RowChoices;

  constructor(files: readonly string[], maker: CaseMaker, regions: readonly PhoneRegion[] = []) {
    this.personal = new PersonalDesk(regions);
    this.files = files;
    this.#maker = maker;
    this.#choices = { mapping: maker.mapping, sample: undefined, resolved: new Map() };
  }

  get mapping(): ColumnMapping {
    return this.#choices.mapping;
  }

  get isRead(): boolean {
    return this.#log?.isStopped === false;
  }

  get isSample(): boolean {
    return this.#chosen.sample !== undefined;
  }

  /** What was found, and how many cases of it are held. */
  counts(): Pick<ImportedLog, 'found'> & { readonly kept: number } {
    return { found: this.#log?.found ?? { exactly: 0, closely: 0, given: 0 }, kept: this.#log?.cases.length ?? 0 };
  }

  async read({ signal, pause, onProgress }: Reading): Promise<void> {
    const maker = { ...this.#maker, mapping: this.mapping };
    this.#log = await importCases(this.files, { maker, signal, onProgress, most: mostHeld });
    const found = this.#log.cases.length;
    this.#choices = { ...this.#choices, sample: found > readable ? usualSample : undefined, resolved: new Map() };
    await this.#choose(pause);
  }

  /** The column of a variable; an empty one stands for none. It counts when the files are read again. */
  mapColumn(variable: string, column: string): void {
    const others = Object.entries(this.mapping).filter(([from, to]) => to !== variable && from !== column);
    const mapping = Object.fromEntries([...others, ...(column === '' ? [] : [[column, variable] as const])]);
    this.#choices = { ...this.#choices, mapping };
  }

  /** Keeps so many rows; all of them without a count. */
  async sample(count: number | undefined, pause: Pause): Promise<void> {
    this.#choices = { ...this.#choices, sample: count };
    await this.#choose(pause);
  }

  /** Says how an ambiguous call is meant; null leaves it out. */
  async resolve(call: number, choice: number | null, pause: Pause): Promise<void> {
    const resolved = new Map(this.#choices.resolved);
    if (choice === null) resolved.delete(call);
    else resolved.set(call, choice);
    this.#choices = { ...this.#choices, resolved };
    await this.#choose(pause);
  }

  parts(): Parts {
    const log = this.#log;
    const own = this.personal.part();
    if (!log) return { report: [], mapping: null, ambiguous: [], others: [], sample: null, ...own };
    const report = importReport({ ...log.state, ...log, files: this.files.length }, 'below');
    const found = this.#all().length;
    const none = log.isStopped ? 'Stopped before the end of the files.' : found === 0 ? 'No case was found.' : '';
    return {
      ...logPart({ ...log, report, found }, this.#chosen, { fields: this.#maker.fields, choices: this.#choices }),
      ...own,
      ...(none === '' ? {} : { obstacle: none }),
    };
  }

  /** The text of the file of cases, and of the file beside it. Throws `invalid-arguments` while something has to be decided. */
  written(): { readonly cases: string; readonly rows: number; readonly about: string | undefined } {
    const rows = this.personal.clean();
    return {
      cases: rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
      rows: rows.length,
      about: aboutCases(this.#chosen, {
        mapping: this.mapping,
        keep: this.personal.kept(),
        regions: this.personal.regions,
      }),
    };
  }

  /** The cases that were found, and those that a person has made of ambiguous calls. */
  #all() {
    const { cases = [], ambiguous = [] } = this.#log ?? {};
    return [...cases, ...[...this.#choices.resolved].flatMap(([call, choice]) => ambiguous[call]?.[choice] ?? [])];
  }

  async #choose(pause: Pause): Promise<void> {
    this.#chosen = chosenCases(this.#all(), this.#choices.sample, importSeed);
    await this.personal.take(this.#chosen.cases.map(caseAsJson), pause);
  }
}
