import { suiteCaseOf } from '../run/cellIdentity.ts';
import type { GatedCase } from './gateResult.ts';

/** The effect of a change of checks, told apart from the effect of the change of the prompt. */
export interface ChangedChecks {
  /** The number of cases that are checked differently than before. */
  readonly cases: number;
  /** Rows that do not pass now and would pass by the older checks; and rows that do not fail now and would fail by them. */
  readonly morePass: number;
  readonly moreFail: number;
  /** The number of rows for which it is not known. */
  readonly unknown: number;
}

/** Counts the cases and rows of a gate that are checked differently than before. */
export function changedChecks(rows: readonly GatedCase[]): ChangedChecks {
  const own = rows.filter(({ byOlderChecks }) => byOlderChecks !== null && byOlderChecks.base !== 'unchecked');
  const count = (fits: (row: GatedCase) => boolean) => own.filter(fits).length;
  return {
    cases: new Set(own.map((row) => JSON.stringify([suiteCaseOf(row), row.place]))).size,
    morePass: count((row) => row.byOlderChecks?.head === 'pass' && !passesNow(row)),
    moreFail: count((row) => row.byOlderChecks?.head === 'fail' && !failsNow(row)),
    unknown: count(({ byOlderChecks }) => byOlderChecks?.head === 'unknown'),
  };
}

function passesNow({ head }: GatedCase): boolean {
  return head !== null && head.graded > 0 && head.passed === head.graded;
}

function failsNow({ head }: GatedCase): boolean {
  return head !== null && head.passed < head.graded;
}

/**
 * A sentence such as `The checks of 4 cases changed: by those of HEAD 3 more rows would have passed.` Undefined where no checks changed.
 */
export function changedChecksSentence(rows: readonly GatedCase[], base: string): string | undefined {
  const { cases, morePass, moreFail, unknown } = changedChecks(rows);
  if (cases === 0) return undefined;
  const parts = [
    ...(morePass > 0 ? [`${morePass} more ${rowsOf(morePass)} would have passed`] : []),
    ...(moreFail > 0 ? [`${moreFail} more ${rowsOf(moreFail)} would have failed`] : []),
  ];
  const effect = parts.length > 0 ? parts.join(' and ') : 'the same rows would have passed';
  const rest = unknown > 0 ? ` Of ${unknown} ${rowsOf(unknown)} it is not known: no judge was asked for it.` : '';
  return `The checks of ${cases} ${cases === 1 ? 'case' : 'cases'} changed: by those of ${base} ${effect}.${rest}`;
}

function rowsOf(count: number): string {
  return count === 1 ? 'row' : 'rows';
}
