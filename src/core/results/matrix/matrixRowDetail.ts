import type { Check, EvalCase } from '../../dataset/suite.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { defined } from '../../jsonRead.ts';
import type { PersonMark } from '../../people/personMark.ts';
import type { CellState } from '../../run/cellState.ts';
import { withoutState } from '../cellTranscript.ts';
import { checkName, type RunCase } from './matrixCases.ts';
import { personSubjects } from './personSubjects.ts';

/** The most characters of one variable that are shown; the file has the rest. */
const shownLength = 4000;
const shownCheck = 160;

/** One row with everything that can be seen of it; it is sent when the row is opened. */
export interface RowDetail {
  readonly caseId: string;
  readonly vars: readonly { readonly name: string; readonly value: string }[];
  /** The names of the checks, in the order of each verdict's checks. */
  readonly checks: readonly CheckLabel[];
  /** Every repeat on every target. */
  readonly cells: readonly CellState[];
  /** What checks ask people about each answer: criteria, and `''` for the answer as a whole; absent where they ask nobody. */
  readonly subjects?: readonly string[];
  /** What people say of these answers; absent where nobody was asked. */
  readonly people?: readonly PersonMark[];
  /** False when the suite no longer has the case, so that nothing can be done with it. */
  readonly isInSuite: boolean;
}

export interface CheckLabel {
  readonly name: string;
  /** The value of the check, shortened; empty for checks without a value. */
  readonly value: string;
}

/** The details of a row; long variables and values are shortened. */
export function rowDetail(caseId: string, { testCase }: RunCase, cells: readonly CellState[]): RowDetail {
  return {
    caseId,
    vars: variables(testCase.vars),
    checks: checkLabels(testCase),
    cells: cells.map(withoutState),
    ...defined({ subjects: personSubjects(testCase.checks) }),
    isInSuite: testCase.place.file !== '',
  };
}

/** The names of a case's checks, in the order of each verdict's checks. */
export function checkLabels({ checks }: Pick<EvalCase, 'checks'>): readonly CheckLabel[] {
  return checks.map(checkLabel);
}

function variables(vars: JsonObject): RowDetail['vars'] {
  return Object.entries(vars).map(([name, value]) => ({ name, value: cut(textOf(value), shownLength) }));
}

/** The name of one check. */
export function checkLabel(check: Check): CheckLabel {
  const value = check.type !== 'assert-set' && 'value' in check ? check.value : undefined;
  const name = checkName(check) ?? check.type;
  const place = check.turn === undefined ? '' : ` after turn ${check.turn + 1}`;
  return { name: `${name}${place}`, value: value === undefined ? '' : cut(textOf(value), shownCheck) };
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
