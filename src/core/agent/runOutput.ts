import { fields, flag, list, text, whole } from './schema.ts';
import { marksField, moneyFields, moreField, summaryField } from './sharedFields.ts';

/** A run as every tool that starts or reads one gives it. */
export const runOutput = fields(
  {
    summary: summaryField,
    run: text('The id of the run, for read_results and stop_run.'),
    file: text('The suite or prompt that was run.'),
    kind: text('eval, compare (a prompt without checks) or improve.'),
    state: text(
      'running, done, cancelled, budget (a limit stopped it), submitted (a batch), or unfinished (its process died: start it again with `resume`).',
    ),
    cells: whole('Cases x models x repeats that were planned.'),
    ended: whole('Those that have ended.'),
    ...moneyFields,
    targets: list(
      'The results by model. Errors and what has no checks count neither as passed nor as failed.',
      fields(
        {
          target: text('The model, or its label in the suite.'),
          passed: whole('Answers that passed all checks.'),
          graded: whole('Answers that were graded.'),
          rate: text('The pass rate with its 95% interval; absent where nothing was graded.'),
          origins: text('The same of real rows and of made-up ones apart; absent where no row is made up.'),
          other: text('What was not graded, by kind; absent where all was.'),
        },
        ['target', 'passed', 'graded'],
      ),
    ),
    failures: list(
      'The failures by the check that found them, the most frequent first.',
      fields(
        {
          check: text('The check, with its place in the suite where it is known.'),
          count: whole('Rows that fail by it.'),
          row: whole('One of these rows.'),
        },
        ['check', 'count', 'row'],
      ),
    ),
    rows: list(
      'Rows, failing ones first.',
      fields(
        {
          row: whole('The number of the row, for `rows`, `diff` and `page`.'),
          case: text('The name of the case, between marks.'),
          caseId: text('The id of the case, for the argument `case`.'),
          place: text('file:line of the case.'),
          target: text('The model.'),
          outcome: text('pass, fail, error, refused, truncated, ungraded, unchecked, skipped or cancelled.'),
          reason: text('Why it did not pass, between marks.'),
          answer: text('The answer, between marks, cut where it is long.'),
          isCut: flag('True where more of the answer is left: ask with detail `full` and the number of the row.'),
        },
        ['row', 'case', 'caseId', 'place', 'target', 'outcome'],
      ),
    ),
    marks: marksField,
    diff: text('The difference of the two answers that were asked for, line by line, between marks.'),
    more: moreField,
  },
  ['summary', 'run', 'file', 'kind', 'state', 'cells', 'ended', 'cost', 'leftToday', 'targets', 'failures', 'rows'],
);
