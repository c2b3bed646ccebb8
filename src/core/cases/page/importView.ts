import type { JsonObject, JsonValue } from '../../json.ts';
import { type PersonalKind, personalKinds } from '../../privacy/personalKinds.ts';
import type { InputField } from '../../prompt/document.ts';
import { counted, formatCount } from '../../text/formatCount.ts';
import type { ImportedCase } from '../caseOfCall.ts';
import type { ColumnMapping } from '../columnMapping.ts';
import type { ChosenCases } from '../sampling/chosenCases.ts';
import { sampleReport } from '../sampling/sampleReport.ts';
import type { AmbiguousView, ImportPage, MappingView, SampleView } from './importPage.ts';
import { kindViews, mostRows, type PersonalState, rowViews } from './personalView.ts';

/** What was read of a log, as far as the page shows it. */
export interface ReadLog {
  readonly report: readonly string[];
  readonly columns: readonly string[];
  readonly ambiguous: readonly (readonly ImportedCase[])[];
  readonly others: readonly string[];
  /** The cases that were found, with those that a person has made of ambiguous calls. */
  readonly found: number;
}

/** What a person has chosen for the rows of an import. */
export interface RowChoices {
  readonly mapping: ColumnMapping;
  readonly sample: number | undefined;
  /** The way in which each ambiguous call is meant, by its place. */
  readonly resolved: ReadonlyMap<number, number>;
}

type PersonalPart = Pick<ImportPage, 'kinds' | 'words' | 'rows' | 'rowsTotal' | 'further' | 'obstacle'>;

/** The part of the page about personal data and the rows as they would be written. */
export function personalPart(
  rows: readonly JsonValue[],
  state: PersonalState,
  undecided: readonly PersonalKind[],
): PersonalPart {
  const open = undecided.map((kind) => personalKinds[kind].name);
  return {
    kinds: kindViews(state),
    words: state.choices.words,
    rows: rowViews(rows, state),
    rowsTotal: rows.length,
    further: furtherRows(rows.length),
    obstacle: open.length === 0 ? '' : `Decide first what becomes of: ${open.join(', ')}.`,
  };
}

/** The part of the page about what was read and which of it becomes rows. */
export function logPart(
  log: ReadLog,
  chosen: ChosenCases,
  { fields, choices }: { readonly fields: readonly InputField[]; readonly choices: RowChoices },
): Pick<ImportPage, 'report' | 'mapping' | 'ambiguous' | 'others' | 'sample'> {
  return {
    report: log.report,
    mapping: log.columns.length > 0 ? mappingView(log.columns, fields, choices.mapping) : null,
    ambiguous: log.ambiguous.map(
      (cases, index): AmbiguousView => ({
        choices: cases.map(({ vars }) => inputText(vars)),
        chosen: choices.resolved.get(index) ?? null,
      }),
    ),
    others: log.others,
    sample: sampleView(log, chosen, choices),
  };
}

function mappingView(columns: readonly string[], fields: readonly InputField[], mapping: ColumnMapping): MappingView {
  const columnOf = (variable: string) =>
    Object.entries(mapping).find(([, name]) => name === variable)?.[0] ??
    columns.find((column) => column === variable || column.endsWith(`.${variable}`)) ??
    '';
  return {
    columns,
    variables: fields.map(({ name, required }) => ({ name, isNeeded: required, column: columnOf(name) })),
  };
}

function sampleView({ found }: ReadLog, { cases, sample }: ChosenCases, { sample: count }: RowChoices): SampleView {
  return {
    count: count ?? null,
    found,
    sentences: sample
      ? sampleReport(sample.chosen, sample.seed)
      : [`All ${counted(cases.length, 'case')} ${cases.length === 1 ? 'becomes a row' : 'become rows'}.`],
  };
}

function inputText(vars: JsonObject): string {
  return Object.entries(vars)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ');
}

/** What is said of rows that are not shown. */
function furtherRows(total: number): string {
  return total > mostRows ? `${formatCount(total - mostRows)} further rows are not shown here: look at the file.` : '';
}
