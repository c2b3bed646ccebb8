import type { ErrorRecord } from '../../errors.ts';
import type { PersonalChoice } from '../../privacy/personalChoices.ts';
import type { PersonalKind } from '../../privacy/personalKinds.ts';
import type { PhoneRegion } from '../../privacy/phonePlans.ts';

/** What becomes of a piece of a row: `open` waits for a decision. */
export type PieceState = 'plain' | 'replaced' | 'kept' | 'open';

/** A part of a text as it would be written. */
export interface RowPiece {
  readonly text: string;
  readonly state: PieceState;
  /** What it is, such as `name of a person`; empty for a plain one. */
  readonly kind: string;
}

/** A row as it would be written. */
export interface RowView {
  /** From 1. */
  readonly number: number;
  readonly parts: readonly { readonly name: string; readonly pieces: readonly RowPiece[] }[];
}

/** A value that was found, and the stand-in that would take its place. */
export interface ValueView {
  readonly value: string;
  readonly standIn: string;
  readonly choice: PersonalChoice | 'open';
}

/** All values of one kind. */
export interface KindView {
  readonly kind: PersonalKind;
  readonly name: string;
  readonly isSure: boolean;
  /** Of the kind as a whole: single values may differ. */
  readonly choice: PersonalChoice | 'open';
  readonly places: number;
  /** The first of them. */
  readonly values: readonly ValueView[];
  /** All different values. */
  readonly total: number;
}

/** The columns of a table, and which of them each variable is taken from; an empty column stands for none. */
export interface MappingView {
  readonly columns: readonly string[];
  readonly variables: readonly { readonly name: string; readonly isNeeded: boolean; readonly column: string }[];
}

/** A call that fits the prompt in several ways: the inputs that it may have had, as text. */
export interface AmbiguousView {
  readonly choices: readonly string[];
  /** The chosen one from 0; null while it stays out. */
  readonly chosen: number | null;
}

export interface SampleView {
  /** Rows that are kept; null for all. */
  readonly count: number | null;
  /** The cases that were found. */
  readonly found: number;
  readonly sentences: readonly string[];
}

/** The file that would be written, and the suite that would read it. */
export interface TargetView {
  /** Beside the prompt. */
  readonly file: string;
  /** Suites of the prompt by their address; the empty one stands for none, `new` for a new one. */
  readonly suites: readonly { readonly id: string; readonly name: string }[];
  readonly suite: string;
}

/** Everything that the page between a file and the repository shows. Nothing of it is written anywhere before it is accepted. */
export interface ImportPage {
  readonly mode: 'import' | 'replace';
  readonly title: string;
  /** How far reading has come; null when it has ended. `share` is from 0 to 1. */
  readonly reading: { readonly sentence: string; readonly share: number } | null;
  readonly report: readonly string[];
  readonly mapping: MappingView | null;
  readonly ambiguous: readonly AmbiguousView[];
  /** The beginnings of calls of another prompt. */
  readonly others: readonly string[];
  readonly sample: SampleView | null;
  readonly kinds: readonly KindView[];
  readonly words: readonly string[];
  /** Where the people live whose phone numbers are looked for. */
  readonly regions: readonly PhoneRegion[];
  /** The first rows. */
  readonly rows: readonly RowView[];
  readonly rowsTotal: number;
  /** What is said of rows that are not shown; empty when all are. */
  readonly further: string;
  readonly target: TargetView | null;
  /** The label of the button that writes, such as `Write 120 Cases`. */
  readonly accept: string;
  /** Why it cannot be written yet; empty when it can. */
  readonly obstacle: string;
  readonly problem?: ErrorRecord;
}
