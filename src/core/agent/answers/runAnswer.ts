import type { EvalCase } from '../../dataset/suite.ts';
import { PolypromptError } from '../../errors.ts';
import { defined } from '../../jsonRead.ts';
import { caseName } from '../../plan/caseName.ts';
import { fenced, lineDiff } from '../../reports/lineDiff.ts';
import type { EvalReport, EvalRow, TargetReport } from '../../results/evalReport.ts';
import { checkName } from '../../results/matrix/matrixCases.ts';
import { type Outcome, reasonOf } from '../../results/outcome.ts';
import { formatOrigins } from '../../results/realAndSynthetic.ts';
import { costOfCells, formatRunCost, type RunCost } from '../../results/summary.ts';
import { outputText } from '../../run/answerOutput.ts';
import type { RunState } from '../../run/state.ts';
import { counted } from '../../text/formatCount.ts';
import { formatShortPercent } from '../../text/formatPercent.ts';
import { cutText, type DataMarks } from '../dataMarks.ts';
import { pageToken, placeOfPage } from '../pageToken.ts';
import { roundedMoney } from '../roundedMoney.ts';
import type { runOutput } from '../runOutput.ts';
import type { ValueOf } from '../schema.ts';

export type RunAnswer = ValueOf<typeof runOutput>;

/** A run, and what is needed to tell of it. */
export interface RunToTell {
  readonly state: RunState;
  /** How it ended, or that it goes on. */
  readonly end: string;
  readonly report: EvalReport;
  /** file:line of a case. */
  readonly placeOf: (testCase: EvalCase) => string;
  readonly marks: DataMarks;
  /** USD. */
  readonly leftToday: number;
  /** Sentences about what is not in the rows, such as parts that were left out. */
  readonly notes: readonly string[];
}

/** The rows that were asked for. */
export interface RowsWanted {
  readonly only?: 'failed' | 'all' | undefined;
  readonly rows?: readonly number[] | undefined;
  readonly detail?: 'concise' | 'full' | undefined;
  readonly diff?: readonly number[] | undefined;
  readonly page?: string | undefined;
}

/** Characters of the rows of one answer, so that it stays far below what a client takes. */
const pageCharacters = 4_000;
const mostGroups = 5;
const reasonCharacters = 300;
const answerCharacters = { concise: 200, full: 4_000 } as const;

/** A run as an agent reads it: counts, money, failures by check, and rows with the failing ones first. */
export function runAnswer(run: RunToTell, wanted: RowsWanted): RunAnswer {
  const { state, end, report, marks, leftToday } = run;
  const cost = costOfCells(Object.values(state.cells));
  const numbered = report.rows.map((row, number) => ({ ...row, number }));
  const page = pageOf(chosenRows(numbered, wanted), run, wanted);
  const failures = failureGroups(numbered.filter(isFailing(state)));
  return {
    summary: summaryOf(run, cost),
    run: state.runId,
    file: state.prompt,
    kind: state.kind ?? 'compare',
    state: end,
    cells: report.rows.length,
    ended: numbered.filter(({ outcome }) => outcome !== 'skipped').length,
    cost: formatRunCost(cost),
    ...moneyOf(cost),
    leftToday,
    targets: report.targets.map(targetOf),
    failures,
    ...page,
    marks: marks.both,
    ...defined({ diff: diffOf(numbered, wanted.diff, marks) }),
  };
}

/** Dollars that were charged, where all of it is known. */
export function moneyOf(cost: RunCost): { usd?: number } {
  return cost.atLeast ? {} : { usd: roundedMoney(cost.amount) };
}

type NumberedRow = EvalRow & { readonly number: number };

const good: ReadonlySet<Outcome> = new Set(['pass', 'unchecked', 'skipped']);

/** True for rows to look at. Answers to a prompt without a suite are not graded, and are none. */
function isFailing({ kind }: RunState): (row: EvalRow) => boolean {
  return ({ outcome }) => !good.has(outcome) && (kind !== undefined || outcome !== 'ungraded');
}

/** The rows in the order in which an agent needs them: what failed, what errs, then the others. */
function chosenRows(rows: readonly NumberedRow[], { rows: numbers, only }: RowsWanted): readonly NumberedRow[] {
  if (numbers && numbers.length > 0) return numbers.map((number) => rowNumbered(rows, number));
  const ended = rows.filter(({ outcome }) => outcome !== 'skipped');
  const failing = ended.filter(({ outcome }) => !good.has(outcome));
  const first = failing.toSorted((left, right) => Number(right.outcome === 'fail') - Number(left.outcome === 'fail'));
  return only === 'all' ? [...first, ...ended.filter(({ outcome }) => good.has(outcome))] : first;
}

function rowNumbered(rows: readonly NumberedRow[], number: number): NumberedRow {
  const row = rows[number];
  if (row) return row;
  throw new PolypromptError('invalid-arguments', `The run has no row ${number}.`, {
    hint: `Its rows have the numbers 0 to ${rows.length - 1}.`,
  });
}

function pageOf(rows: readonly NumberedRow[], run: RunToTell, wanted: RowsWanted): Pick<RunAnswer, 'rows' | 'more'> {
  const start = placeOfPage(wanted.page, run.state.runId);
  const told: RunAnswer['rows'] = [];
  let characters = 0;
  for (const row of rows.slice(start)) {
    const next = rowOf(row, run, wanted.detail ?? 'concise');
    characters += JSON.stringify(next).length;
    if (told.length > 0 && characters > pageCharacters) break;
    told.push(next);
  }
  const end = start + told.length;
  return { rows: told, ...(end < rows.length ? { more: pageToken(run.state.runId, end) } : {}) };
}

function rowOf(
  { number, cell, testCase, outcome }: NumberedRow,
  { marks, placeOf, state }: RunToTell,
  detail: 'concise' | 'full',
): RunAnswer['rows'][number] {
  const answer = outputText(cell);
  const most = answerCharacters[detail];
  const isPlain = outcome === 'pass' || (outcome === 'ungraded' && state.kind === undefined);
  return {
    row: number,
    case: marks.around(caseName(testCase)),
    caseId: testCase.id,
    place: placeOf(testCase),
    target: cell.target,
    outcome,
    ...(isPlain ? {} : { reason: marks.around(reasonOf(cell), reasonCharacters) }),
    ...(answer === '' ? {} : { answer: marks.around(answer, most) }),
    ...(answer.length > most ? { isCut: true } : {}),
  };
}

/** The failing rows by the check that found them. */
function failureGroups(rows: readonly NumberedRow[]): RunAnswer['failures'] {
  return [...Map.groupBy(rows, failedBy)]
    .map(([check, own]) => ({ check, count: own.length, row: own[0]?.number ?? 0 }))
    .sort((left, right) => right.count - left.count)
    .slice(0, mostGroups);
}

function failedBy({ cell, testCase, outcome }: EvalRow): string {
  if (cell.error) return `error: ${cell.error.code}`;
  if (outcome !== 'fail') return outcome;
  const index = cell.verdict?.checks.findIndex((check) => check.outcome !== 'pass') ?? -1;
  return cutText(checkName(testCase.checks[index]) ?? 'the checks together', 60);
}

function targetOf(target: TargetReport): RunAnswer['targets'][number] {
  const { passed, graded, interval, counts } = target;
  const origins = target.origins && formatOrigins(target.origins);
  const rest = Object.entries(counts).filter(
    ([outcome, count]) => count > 0 && outcome !== 'pass' && outcome !== 'fail',
  );
  const other = rest.map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  const rate = interval && `${share(passed / graded)} (95%: ${share(interval.low)} to ${share(interval.high)})`;
  return { target: target.target, passed, graded, ...defined({ rate, origins }), ...(other === '' ? {} : { other }) };
}

const share = formatShortPercent;

function diffOf(rows: readonly NumberedRow[], numbers: RowsWanted['diff'], marks: DataMarks): string | undefined {
  if (numbers === undefined) return undefined;
  const [left, right] = numbers;
  if (left === undefined || right === undefined)
    throw new PolypromptError('invalid-arguments', 'diff takes the numbers of two rows.', {
      hint: 'For example [3, 17].',
    });
  const [before, after] = [rowNumbered(rows, left), rowNumbered(rows, right)];
  return marks.around(fenced(lineDiff(outputText(before.cell), outputText(after.cell))));
}

function summaryOf({ state, end, report, notes }: RunToTell, cost: RunCost): string {
  const { rows } = report;
  const count = (outcome: Outcome) => rows.filter((row) => row.outcome === outcome).length;
  const others = rows.length - count('pass') - count('fail') - count('skipped');
  const counts =
    state.kind === 'eval'
      ? `${count('pass')} pass, ${count('fail')} fail${others > 0 ? `, ${others} without a verdict` : ''}${count('skipped') > 0 ? `, ${count('skipped')} not asked yet` : ''}`
      : counted(rows.length - count('skipped'), 'answer');
  return [`${counts} of ${counted(rows.length, 'cell')}; ${formatRunCost(cost)}.`, ...notes, nextOf(end, state)].join(
    ' ',
  );
}

function nextOf(end: string, { runId, kind }: RunState): string {
  if (end === 'running') return `It goes on: read_results with run ${runId} and wait_seconds 20.`;
  if (end === 'unfinished') return `Its process ended: go on with run_evals and resume ${runId}.`;
  if (end === 'cancelled') return `It was stopped: go on with run_evals and resume ${runId}.`;
  if (end === 'budget') return 'A limit stopped it before its end.';
  return kind === 'eval' ? 'After an edit: run_evals with only failed, then compare_versions.' : '';
}
